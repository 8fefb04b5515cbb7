using System.Reflection;
using Hepbook.Doctor;

namespace Hepbook.Clusters;

/// <summary>The commands of the compute library, which is loaded when one of them is asked for: hepbook does not refer to it.</summary>
internal static class StudyLibrary
{
    private const string LibraryName = "HepBayes.dll";
    private const string EntryType = "HepBayes.Studies.StudyCommands";
    private const string Build = "Build it: dotnet build -c Release lib/src/Hepbook";

    private delegate int EntryPoint(string command, string[] arguments, TextWriter output, TextWriter error, CancellationToken cancellation);

    /// <summary>Runs a command of the library.</summary>
    /// <param name="command">Its name.</param>
    /// <param name="arguments">What follows the name; not read here.</param>
    /// <param name="output">For what it prints.</param>
    /// <param name="error">For what went wrong.</param>
    /// <param name="cancellation">Asks it to stop; it saves what it has.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="UserErrorException">The library is not there, or too old for this.</exception>
    public static int Run(string command, string[] arguments, TextWriter output, TextWriter error, CancellationToken cancellation) =>
        Load(File())(command, arguments, output, error, cancellation);

    // Beside a published program, else in the repository that the program was built in, else in that of the current folder.
    private static string File()
    {
        string?[] folders =
        [
            Path.Combine(AppContext.BaseDirectory, "dist"),
            .. new[] { AppContext.BaseDirectory, Environment.CurrentDirectory }.Select(start => RepositoryFolder.Upwards(start) is { } found ? Path.Combine(found, "lib", "dist") : null),
        ];
        var searched = folders.OfType<string>().Distinct().ToArray();
        return searched.Select(folder => Path.Combine(folder, LibraryName)).FirstOrDefault(System.IO.File.Exists)
            ?? throw new UserErrorException($"The compute library {LibraryName} was not found in {string.Join(" or ", searched)}. {Build}");
    }

    private static EntryPoint Load(string file)
    {
        try
        {
            var method = Assembly.LoadFrom(file).GetType(EntryType)?.GetMethod("Run", [typeof(string), typeof(string[]), typeof(TextWriter), typeof(TextWriter), typeof(CancellationToken)]);
            return method?.CreateDelegate<EntryPoint>()
                ?? throw new UserErrorException($"'{file}' is older than this hepbook: it has no {EntryType}.Run. {Build}");
        }
        catch (Exception e) when (e is BadImageFormatException or FileLoadException)
        {
            throw new UserErrorException($"'{file}' cannot be loaded: {e.Message} {Build}", e);
        }
    }
}
