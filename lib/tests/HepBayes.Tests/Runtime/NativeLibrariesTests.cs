using HepBayes.Runtime;
using TorchSharp;

namespace HepBayes.Tests.Runtime;

public class NativeLibrariesTests
{
    [Fact]
    public void ATensorCanBeUsed()
    {
        NativeLibraries.EnsureLoaded();
        using var one = torch.ones(3);
        using var sum = one.sum();
        Assert.Equal(3f, sum.item<float>());
        Assert.True(Directory.Exists(NativeLibraries.LoadedFrom));
    }

    [Fact]
    public void OnlyTheFlagOfTheVersionChanges()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The library is an ELF file on Linux only.");
        var path = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libLibTorchSharp.so");
        var original = File.ReadAllBytes(path);
        var patched = (byte[])original.Clone();
        Assert.Equal(1, ElfVersionPatch.MarkWeak(patched, "GLIBCXX_3.4.32"));
        var changed = Enumerable.Range(0, original.Length).Where(i => original[i] != patched[i]).ToArray();
        var at = Assert.Single(changed);
        Assert.Equal(original[at] | 2, patched[at]);
        Assert.Equal(0, ElfVersionPatch.MarkWeak(patched, "GLIBCXX_9.9.9"));
    }

    [Fact]
    public void AFileThatIsNoLibraryIsRefused() =>
        Assert.Throws<InvalidDataException>(() => ElfVersionPatch.MarkWeak(new byte[100], "GLIBCXX_3.4.32"));
}
