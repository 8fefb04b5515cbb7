namespace Hepbook.Tests.Support;

public sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hepbook-tests-");

    public string Path => folder.FullName;

    public string File(string name) => System.IO.Path.Combine(folder.FullName, name);

    public string Write(string name, string text)
    {
        var file = File(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        System.IO.File.WriteAllText(file, text);
        return file;
    }

    public string[] Contents() =>
        [.. Directory.GetFiles(folder.FullName, "*", SearchOption.AllDirectories).Select(f => System.IO.Path.GetRelativePath(folder.FullName, f).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    public void Dispose() => folder.Delete(recursive: true);
}
