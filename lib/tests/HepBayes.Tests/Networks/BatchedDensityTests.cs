using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Tests.Data;
using static TorchSharp.torch;

namespace HepBayes.Tests.Networks;

/// <summary>Parts of the sum over rows, in memory and from a file.</summary>
public class BatchedDensityTests
{
    private const int Rows = 1000;
    private static readonly BayesianNetwork Network = new(Mlp.Of(3, [7], 1, Activation.Tanh), Prior.Hierarchical(), Likelihood.Bernoulli());

    [Fact]
    public void BlocksSumToTheWhole()
    {
        using var scope = NewDisposeScope();
        using var posterior = Posterior();
        using var position = Network.PriorDraws(2, seed: 3);
        var (whole, slope) = posterior.Evaluate(position);
        Assert.Equal(16, posterior.Blocks);
        var (value, gradient) = (zeros_like(whole), zeros_like(slope));
        for (var block = 0; block < posterior.Blocks; block++)
        {
            // Different blocks for the two chains.
            var (v, g) = (empty_like(whole), empty_like(slope));
            posterior.Evaluate(position, new RowBatch([[block], [posterior.Blocks - 1 - block]], 1, 1.0 / posterior.Blocks), v, g);
            value.add_(v);
            gradient.add_(g);
        }

        AssertClose(whole, value, 1e-5);
        AssertClose(slope, gradient, 1e-4);
    }

    // The mean over all batches of one block is the whole: the estimate is unbiased.
    [Fact]
    public void FactorsMakeEstimatesOfTheWhole()
    {
        using var scope = NewDisposeScope();
        using var posterior = Posterior();
        using var position = Network.PriorDraws(1, seed: 3);
        var (_, slope) = posterior.Evaluate(position);
        var mean = zeros_like(slope);
        for (var block = 0; block < posterior.Blocks; block++)
        {
            var (v, g) = (empty(1, dtype: float64), empty_like(slope));
            posterior.Evaluate(position, new RowBatch([[block]], posterior.Blocks), v, g);
            mean.add_(g / posterior.Blocks);
        }

        AssertClose(slope, mean, 1e-4);
    }

    [Fact]
    public void AFileGivesTheSameDensityAsMemory()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var posterior = Posterior();
        using var streamed = new StreamedPosterior(Network, Write(folder, 333));
        using var position = Network.PriorDraws(3, seed: 3);
        Assert.Equal((Rows, 16), ((int)streamed.Rows, streamed.Blocks));
        var (value, slope) = posterior.Evaluate(position);
        var (other, otherSlope) = streamed.Evaluate(position);
        // Rows of the posterior in memory are in another order.
        AssertClose(value, other, 1e-5);
        AssertClose(slope, otherSlope, 1e-4);
    }

    // More chains with blocks of their own than have room together: several pieces, the same sums.
    [Fact]
    public void BatchesLargerThanTheBufferAreSummedInPieces()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var streamed = new StreamedPosterior(Network, Write(folder, Rows));
        const int Chains = 100;
        using var position = Network.PriorDraws(Chains, seed: 3);
        var (value, slope) = streamed.Evaluate(position);
        var (v, g) = (empty_like(value), empty_like(slope));
        streamed.Evaluate(position, new RowBatch([.. Enumerable.Range(0, Chains).Select(_ => Enumerable.Range(0, 16).ToArray())]), v, g);
        AssertClose(value, v, 1e-5);
        AssertClose(slope, g, 1e-4);
    }

    [Fact]
    public void TheFileDoesNotDependOnTheParts()
    {
        using var folder = new TemporaryFolder();
        var one = File.ReadAllBytes(Write(folder, Rows, "one"));
        Assert.Equal(one, File.ReadAllBytes(Write(folder, 37, "many")));
        using var rows = StreamedRows.Open(folder.File("one"));
        Assert.Equal((3, 1, (long)Rows), (rows.Inputs, rows.TargetColumns, rows.Rows));
    }

    [Fact]
    public void BadFilesAreRefused()
    {
        using var folder = new TemporaryFolder();
        var path = Write(folder, Rows);
        var bytes = File.ReadAllBytes(path);
        string Changed(string name, byte[] content)
        {
            File.WriteAllBytes(folder.File(name), content);
            return folder.File(name);
        }

        Assert.Contains("cannot be opened", Assert.Throws<UserErrorException>(() => StreamedRows.Open(folder.File("none"))).Message, StringComparison.Ordinal);
        Assert.Contains("cut off", Assert.Throws<UserErrorException>(() => StreamedRows.Open(Changed("cut", bytes[..^1]))).Message, StringComparison.Ordinal);
        Assert.Contains("no file of rows", Assert.Throws<UserErrorException>(() => StreamedRows.Open(Changed("other", new byte[100]))).Message, StringComparison.Ordinal);
        var format = (byte[])bytes.Clone();
        format[8] = 9;
        Assert.Contains("format 9", Assert.Throws<UserErrorException>(() => StreamedRows.Open(Changed("format", format))).Message, StringComparison.Ordinal);
        var wide = Network with { Architecture = Mlp.Of(4, [7], 1, Activation.Tanh) };
        Assert.Contains("3 inputs", Assert.Throws<ArgumentException>(() => new StreamedPosterior(wide, path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BadRowsAreRefused()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("rows");
        Assert.Contains("no rows", Assert.Throws<ArgumentException>(() => StreamedRows.Write(path, 1, 1, [])).Message, StringComparison.Ordinal);
        Assert.Contains("do not make rows", Assert.Throws<ArgumentException>(() => StreamedRows.Write(path, 2, 1, [([1], [1])])).Message, StringComparison.Ordinal);
        Assert.Contains("input 0 of row 3", Assert.Throws<ArgumentException>(() => StreamedRows.Write(path, 1, 1, [([1, 2], [1, 1]), ([3, float.NaN], [0, 0])])).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
        StreamedRows.Write(path, 3, 1, [(new float[6], [0, 2])]);
        Assert.Contains("labels 0 or 1", Assert.Throws<ArgumentException>(() => new StreamedPosterior(Network, path)).Message, StringComparison.Ordinal);
    }

    // Sorted by class: each part has one class, the file has both.
    [Fact]
    public void ASortedFileHasBothClasses()
    {
        using var folder = new TemporaryFolder();
        const int Many = 140_000;
        StreamedRows.Write(folder.File("sorted"), 3, 1, [(new float[3 * Many], [.. Enumerable.Range(0, Many).Select(i => i < Many / 2 ? 0f : 1f)])]);
        using var streamed = new StreamedPosterior(Network, folder.File("sorted"));
        Assert.Equal(Many, streamed.Rows);
    }

    [Fact]
    public void BatchesThatDoNotFitAreRefused()
    {
        using var scope = NewDisposeScope();
        using var posterior = Posterior();
        using var position = Network.PriorDraws(2, seed: 3);
        var (value, slope) = posterior.Evaluate(position);
        string Message(params int[][] blocks) => Assert.Throws<ArgumentException>(() => posterior.Evaluate(position, new RowBatch(blocks), value, slope)).Message;
        Assert.Contains("block 16", Message([3, 16]), StringComparison.Ordinal);
        Assert.Contains("3 lists", Message([1], [2], [3]), StringComparison.Ordinal);
        Assert.Contains("at least one", Message([[]]), StringComparison.Ordinal);
        Assert.Contains("same number", Message([1], [2, 3]), StringComparison.Ordinal);
    }

    private static (float[] X, float[] Y) Data()
    {
        var x = new float[3 * Rows];
        new CounterRandom(5).FillNormal(x);
        return (x, [.. Enumerable.Range(0, Rows).Select(i => x[3 * i] + x[(3 * i) + 1] > 0.3 ? 1f : 0f)]);
    }

    private static DensePosterior Posterior()
    {
        var (x, y) = Data();
        return Network.Posterior(x, y);
    }

    private static string Write(TemporaryFolder folder, int part, string name = "rows")
    {
        var (x, y) = Data();
        StreamedRows.Write(folder.File(name), 3, 1, Enumerable.Range(0, (Rows + part - 1) / part).Select(i =>
            (x[(3 * i * part)..Math.Min(3 * Rows, 3 * (i + 1) * part)], y[(i * part)..Math.Min(Rows, (i + 1) * part)])));
        return folder.File(name);
    }

    private static void AssertClose(Tensor expected, Tensor found, double relative)
    {
        var scale = expected.abs().max().to(float64).item<double>();
        var error = expected.sub(found).abs().max().to(float64).item<double>();
        Assert.True(error < relative * scale, $"differs by {error} at a scale of {scale}");
    }
}
