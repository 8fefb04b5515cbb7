using HepBayes.Comparison;
using HepBayes.Runtime;

namespace HepBayes.Tests.Comparison;

public sealed class ComparisonFileTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"comparison-{Guid.NewGuid():N}.csv");

    private static readonly ComparisonFigures[] Rows =
    [
        new("gap", "data", "hmc", 1) { LogDensity = 0.1 + 0.2, Error = 1e-17, EffectiveSize = 1234.5, Divergences = 3 },
        new("gap", "gap", "hmc", -2) { Remark = "failed: 3 draws, \"warm-up\" took the rest" },
    ];

    [Fact]
    public void RowsComeBackBitForBit()
    {
        ComparisonFile.Write(path, Rows);
        Assert.Equal(Rows, ComparisonFile.Read(path));
    }

    [Fact]
    public void BadNumberIsNamedByLineAndColumn()
    {
        ComparisonFile.Write(path, Rows);
        File.WriteAllText(path, File.ReadAllText(path).Replace("1234.5", "12x", StringComparison.Ordinal));
        var message = Assert.Throws<UserErrorException>(() => ComparisonFile.Read(path)).Message;
        Assert.Contains($"'{path}', line 3, column 10 (ess): found '12x'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void CutLineIsNamed()
    {
        ComparisonFile.Write(path, Rows);
        var lines = File.ReadAllLines(path);
        lines[2] = lines[2][..^8];
        File.WriteAllLines(path, lines);
        Assert.Contains("line 3: ", Assert.Throws<UserErrorException>(() => ComparisonFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherFilesAreRefused()
    {
        File.WriteAllText(path, "a,b\n1,2\n");
        Assert.Contains("line 1: expected the columns problem,", Assert.Throws<UserErrorException>(() => ComparisonFile.Read(path)).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", Assert.Throws<UserErrorException>(() => ComparisonFile.Read(path + ".none")).Message, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(path);
}
