using HepBayes.Data;
using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Runtime;
using HepBayes.Tests.Data;
using HepBayes.Tests.Support;

namespace HepBayes.Tests.Prediction;

public class BatchPredictorTests
{
    private const int Rows = 9001;
    private static readonly float[] Inputs = Normal(Rows * 2);
    private static readonly BatchStatistics Everything = new() { TotalStandardDeviation = true, Quantiles = [0.1, 0.5], MeansOf = [("square", v => v * v), ("above", v => v > 0.3 ? 1 : 0)] };

    public static TheoryData<string, int> Models() => new()
    {
        { "bernoulli", 1 }, { "bernoulli", 3 }, { "gaussian noise(scale 0.3)", 1 }, { "gaussian noise(scale 0.3)", 2 }, { "gaussian noise(sampled scale, log-normal(0.5, 0.8))", 1 },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void StatisticsAreThoseOfThePredictionsInMemory(string likelihood, int outputs)
    {
        var networks = Networks(ModelText.Likelihood(likelihood), outputs);
        var found = Predict(new BatchPredictor(networks, Everything), Inputs);
        var expected = networks.Predict(Inputs);
        for (var o = 0; o < outputs; o++)
        {
            var suffix = outputs == 1 ? "" : $"_{o}";
            Close(expected.Mean(o), found["mean" + suffix]);
            Close(expected.StandardDeviation(o), found["sd" + suffix]);
            Close(expected.TotalStandardDeviation(o), found["total_sd" + suffix]);
            Close(expected.Quantile(0.1, o), found["q0.1" + suffix]);
            Close(expected.Quantile(0.5, o), found["q0.5" + suffix]);
            Close(expected.Map(v => v * v).Mean(o), found["square" + suffix]);
            Close(expected.Map(v => v > 0.3 ? 1 : 0).Mean(o), found["above" + suffix]);
        }
    }

    [Fact]
    public void WeightsAndThinningAreUsed()
    {
        var networks = Networks(Likelihood.Gaussian(1), 1);
        var weights = ImportanceWeights.Of([.. Normal(14).Select(v => (double)v)]);
        var found = Predict(new BatchPredictor(networks, Everything, every: 2, weights), Inputs);
        var expected = networks.Predict(Inputs, every: 2);
        Close(expected.Mean(0, weights), found["mean"]);
        Close(expected.TotalStandardDeviation(0, weights), found["total_sd"]);
        Close(expected.Quantile(0.1, 0, weights), found["q0.1"]);
        Close(expected.Map(v => v * v).Mean(0, weights), found["square"]);
        Assert.Contains("same 'every'", Assert.Throws<ArgumentException>(() => new BatchPredictor(networks, null, every: 1, weights)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SizesOfChunksAndThreadsDoNotMatter()
    {
        var predictor = new BatchPredictor(Networks(Likelihood.Bernoulli(), 1));
        var whole = Predict(predictor, Inputs)["mean"];
        var pieces = new PredictionArrays(Rows);
        var threads = Compute.Threads;
        Compute.Threads = 1;
        Assert.Equal(Rows, predictor.Predict(Inputs.Chunk(2 * 37), pieces, cancellation: TestContext.Current.CancellationToken));
        Compute.Threads = threads;
        Assert.Equal(whole, pieces["mean"]);
        Assert.Equal(Rows, pieces.Rows);
    }

    [Fact]
    public void SmallSpreadsFarFromZeroKeepTheirDigits()
    {
        // Squares of 1e4 would leave nothing of a spread of 0.01 in float32.
        float[][] lines = [.. Normal(50).Select(z => new[] { 0f, 1e4f + (0.01f * z) })];
        var networks = new FixedNetworks(FixedNetworks.Line(Likelihood.Gaussian(1)), 1, lines);
        var sd = Predict(new BatchPredictor(networks), [1])["sd"][0];
        Assert.Equal(networks.Predict([1]).StandardDeviation()[0], sd, 1e-6);
        Assert.True(sd > 0.005);
    }

    [Fact]
    public void FilesHoldWhatArraysHold()
    {
        using var folder = new TemporaryFolder();
        var predictor = new BatchPredictor(Networks(Likelihood.Bernoulli(), 1), Everything);
        var arrays = Predict(predictor, Inputs);
        foreach (var name in new[] { "p.csv", "p.parquet" })
        {
            Assert.Equal(Rows, predictor.PredictToFile(Inputs.Chunk(1000), folder.File(name), cancellation: TestContext.Current.CancellationToken));
            var table = name.EndsWith("csv", StringComparison.Ordinal) ? TextTable.Read(folder.File(name)) : ParquetTable.Read(folder.File(name));
            Assert.Equal(["mean", "sd", "total_sd", "q0.1", "q0.5", "square", "above"], table.Columns);
            foreach (var column in table.Columns)
                Assert.Equal(arrays[column], table[column]);
        }

        Assert.Contains("written as .csv or .parquet", Assert.Throws<ArgumentException>(() => predictor.PredictToFile([], folder.File("p.root"), cancellation: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => predictor.PredictToFile([], folder.File("empty.csv"), cancellation: TestContext.Current.CancellationToken));
        Assert.False(File.Exists(folder.File("empty.csv")));
    }

    [Fact]
    public void CancellingStopsAndLeavesNoFile()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        var predictor = new BatchPredictor(Networks(Likelihood.Bernoulli(), 1));
        IEnumerable<float[]> Endless()
        {
            for (var n = 0; ; n++)
            {
                if (n == 3)
                    stop.Cancel();
                yield return Inputs;
            }
        }

        var arrays = new PredictionArrays(10 * Rows);
        Assert.Throws<OperationCanceledException>(() => predictor.Predict(Endless(), arrays, cancellation: stop.Token));
        Assert.InRange(arrays.Rows, 1, 3 * Rows);
        Assert.Throws<OperationCanceledException>(() => predictor.PredictToFile(Endless(), folder.File("p.csv"), cancellation: stop.Token));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void ProgressEndsAtOne()
    {
        var reports = new Reports();
        new BatchPredictor(Networks(Likelihood.Bernoulli(), 1)).Predict([Inputs, Inputs], new PredictionArrays(2 * Rows), 2 * Rows, reports, TestContext.Current.CancellationToken);
        Assert.True(reports.Fractions.Count > 1);
        Assert.Equal(1, reports.Fractions[^1]);
        Assert.Equal(reports.Fractions.Order(), reports.Fractions);
    }

    [Fact]
    public void WrongInputIsNamed()
    {
        var predictor = new BatchPredictor(Networks(Likelihood.Bernoulli(), 1));
        var sink = new PredictionArrays(Rows);
        string MessageFor(params float[][] chunks) =>
            Assert.Throws<ArgumentException>(() => predictor.Predict(chunks, sink, cancellation: TestContext.Current.CancellationToken)).Message;
        Assert.Contains("do not make rows of 2", MessageFor([1, 2, 3]), StringComparison.Ordinal);
        Assert.Contains($"Input 1 of row {Rows + 1} is NaN", MessageFor(Inputs, [1, 2, 3, float.NaN]), StringComparison.Ordinal);
        Assert.Contains("does not fit into arrays", MessageFor(Inputs, Inputs), StringComparison.Ordinal);
        Assert.Contains("There is no statistic 'sigma'", Assert.Throws<ArgumentException>(() => sink["sigma"]).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new BatchPredictor(Networks(Likelihood.Bernoulli(), 1), new BatchStatistics { Mean = false, StandardDeviation = false }));
    }

    private static PredictionArrays Predict(BatchPredictor predictor, float[] inputs)
    {
        var arrays = new PredictionArrays(Rows);
        predictor.Predict([inputs], arrays);
        return arrays;
    }

    private static FixedNetworks Networks(Likelihood likelihood, int outputs)
    {
        var network = new BayesianNetwork(Mlp.Of(2, [6], outputs, Activation.Tanh), Prior.Gaussian(), likelihood);
        using var positions = network.PriorDraws(28, seed: 2);
        var own = positions.data<float>().ToArray().Chunk(network.Parameters).ToArray();
        for (var n = 0; n < own.Length && likelihood.HyperParameters > 0; n++)
            own[n][^1] += 0.05f * n;
        return new FixedNetworks(network, 2, own);
    }

    private static float[] Normal(int count)
    {
        var values = new float[count];
        new CounterRandom(8).FillNormal(values);
        return values;
    }

    // Results are float32.
    private static void Close(double[] expected, float[] found)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - found[i]) <= 1e-6 * (1 + Math.Abs(expected[i])), $"row {i}: {found[i]:R}, expected {expected[i]:R}");
    }

    private sealed class Reports : IProgress<ProgressReport>
    {
        public List<double> Fractions { get; } = [];

        public void Report(ProgressReport value) => Fractions.Add(value.Fraction);
    }
}
