using HepBayes.Runtime;

namespace HepBayes.Data;

/// <summary>Finds the folder with the bundled data sets.</summary>
internal static class DataFolder
{
    /// <summary>The environment variable that names the folder, for people who keep it elsewhere.</summary>
    public const string Variable = "HEPBAYES_DATA";

    // A folder that is called data may be anybody's; one with this in it is ours.
    private const string Landmark = "pmssm";

    /// <summary>Finds it from the environment variable, else upwards from the current folder and from the library.</summary>
    public static string Find() => Find(
        Environment.GetEnvironmentVariable(Variable),
        [Directory.GetCurrentDirectory(), Path.GetDirectoryName(typeof(DataFolder).Assembly.Location) ?? "", AppContext.BaseDirectory]);

    /// <summary>Finds it from a configured folder, or upwards from several starting points.</summary>
    public static string Find(string? configured, IEnumerable<string> starts)
    {
        if (!string.IsNullOrEmpty(configured))
        {
            return Directory.Exists(Path.Combine(configured, Landmark))
                ? Path.GetFullPath(configured)
                : throw new UserErrorException($"The environment variable {Variable} is '{configured}', but there is no folder '{Path.Combine(configured, Landmark)}'. Let it name the 'data' folder of the repository, or unset it.");
        }

        var origins = starts.Where(start => start.Length > 0).Select(Path.GetFullPath).Distinct().ToList();
        foreach (var origin in origins)
        {
            for (var folder = new DirectoryInfo(origin); folder is not null; folder = folder.Parent)
            {
                var candidate = Path.Combine(folder.FullName, "data");
                if (Directory.Exists(Path.Combine(candidate, Landmark)))
                    return candidate;
            }
        }

        throw new UserErrorException($"The bundled data sets were not found: no folder 'data/{Landmark}' in {string.Join(", ", origins.Select(origin => $"'{origin}'"))} or any folder above. Run from within the repository, or set the environment variable {Variable} to its 'data' folder.");
    }
}
