namespace HepBayes.Tests.Data;

/// <summary>A folder of its own for a test, removed afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Path = Directory.CreateTempSubdirectory("hepbayes-test-").FullName;

    /// <summary>A folder below another than the usual one.</summary>
    public TemporaryFolder(string parent) => Path = Directory.CreateDirectory(System.IO.Path.Combine(parent, "hepbayes-test-" + Guid.NewGuid().ToString("N")[..8])).FullName;

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string content)
    {
        System.IO.File.WriteAllText(File(name), content);
        return File(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
