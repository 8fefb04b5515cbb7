using HepBayes.Runtime;

namespace HepBayes.Tests.Runtime;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hepbayes").FullName;

    [Fact]
    public void AFailureKeepsTheOldFileAndLeavesNothingElse()
    {
        var path = Path.Combine(folder, "a.txt");
        AtomicFile.WriteAllText(path, "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("half"u8);
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder));
    }

    [Fact]
    public void AFileIsReplacedAndItsFolderMade()
    {
        var path = Path.Combine(folder, "new", "a.txt");
        AtomicFile.WriteAllText(path, "1");
        AtomicFile.WriteAllText(path, "µ");
        Assert.Equal("µ", File.ReadAllText(path));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
