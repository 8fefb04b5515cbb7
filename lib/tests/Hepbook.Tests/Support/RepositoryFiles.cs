using Hepbook.Doctor;

namespace Hepbook.Tests.Support;

internal static class RepositoryFiles
{
    /// <summary>The folder lib/dist, with forward slashes; building hepbook made it.</summary>
    public static string Dist()
    {
        var root = RepositoryFolder.Find();
        Assert.NotNull(root);
        var dist = Path.Combine(root, "lib", "dist");
        Assert.True(File.Exists(Path.Combine(dist, "HepBayes.dll")), $"{dist} is not built");
        return dist.Replace('\\', '/');
    }
}
