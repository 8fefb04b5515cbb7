namespace Hepbook.Doctor;

/// <summary>Finds the folder of the repository.</summary>
internal static class RepositoryFolder
{
    private static readonly string Marker = Path.Combine("lib", "src", "Hepbook", "Hepbook.csproj");

    /// <summary>Looks upwards from the current folder, then from this program.</summary>
    /// <returns>The folder, or null.</returns>
    public static string? Find() => Upwards(Environment.CurrentDirectory) ?? Upwards(AppContext.BaseDirectory);

    /// <summary>Looks upwards from a folder.</summary>
    /// <returns>The folder, or null.</returns>
    public static string? Upwards(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Marker)))
                return folder.FullName;
        }

        return null;
    }
}
