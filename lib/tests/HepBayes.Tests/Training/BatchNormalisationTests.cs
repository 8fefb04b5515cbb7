using HepBayes.Data;
using HepBayes.Evaluation;
using HepBayes.Networks;
using HepBayes.Preprocessing;
using HepBayes.Runtime;
using HepBayes.Tests.Data;
using HepBayes.Tests.Support;
using HepBayes.Training;
using static TorchSharp.torch;

namespace HepBayes.Tests.Training;

public class BatchNormalisationTests
{
    private const int Rows = 150;
    private const double DropProbability = 0.3;
    private static readonly DataSplit Events = Datasets.Ship().Take([.. Enumerable.Range(0, 1000).Select(i => 40 * i)]).Split(0.6, 0.2, 0.2, seed: 1, stratify: Datasets.Signal, group: Datasets.Interaction);
    private static readonly Pipeline Raw = Pipeline.Of(Ship.CourseInputs).Fit(Events.Train, Datasets.Signal);

    [Theory]
    [InlineData("relu", true, true)]
    [InlineData("tanh", true, false)]
    [InlineData("prelu", false, true)]
    public void Gradients_and_running_statistics_are_those_of_libtorch(string activation, bool inputs, bool hidden)
    {
        using var scope = NewDisposeScope();
        var network = Mlp.Of(3, [7, 5], 1, Activation.Parse(activation));
        var levels = new NormalisedLevels(network, inputs, hidden);
        var (x, y, w) = (Numbers(Rows * 3, 1).Select((v, i) => (v * (1 + (i % 3))) + 2).ToArray(), Numbers(Rows, 2).Select(v => v > 0 ? 1f : 0f).ToArray(), Numbers(Rows, 3).Select(Math.Abs).ToArray());
        var weights = Numbers(network.Layout.Count + levels.Count, 4);
        var (gradient, running) = (new float[weights.Length], new float[levels.Count]);
        levels.Initialise(running, statistics: true);
        using (var engine = new DropoutEngine(network, [DropProbability, 0], (x, y, w), seed: 9, levels, Rows))
        {
            engine.Gradient(weights, Enumerable.Range(0, Rows).ToArray(), number: 5, gradient);
            engine.UpdateRunning(running);
        }

        var position = tensor(Array.ConvertAll(weights, v => (double)v)).requires_grad_(true);
        var statistics = new Dictionary<int, (Tensor Mean, Tensor Variance)>();
        Tensor Normalised(Tensor values, int level)
        {
            if (!levels.Has(level))
                return values;
            var width = network.Width(level);
            statistics[level] = (zeros(width, float64), ones(width, float64));
            var first = network.Layout.Count + levels.First(level).Start.Value;
            return nn.functional.batch_norm(values, statistics[level].Mean, statistics[level].Variance, position.narrow(0, first, width), position.narrow(0, first + width, width), training: true, momentum: 0.1, eps: 1e-5);
        }

        Tensor Block(ParameterBlock block) => position.narrow(0, block.Offset, block.Count);
        var h = Normalised(tensor(x, float64).reshape(Rows, 3), 0);
        for (var layer = 0; layer < network.Layers; layer++)
        {
            var z = h.mm(Block(network.Layout.Weight(layer)).reshape(network.Width(layer), network.Width(layer + 1))) + Block(network.Layout.Bias(layer));
            h = layer == network.Layers - 1 ? z : network.Activation.Value(Normalised(z, layer + 1), network.Layout.Slope(layer) is { } slope ? Block(slope) : null);
            if (layer == 0)
                h *= Mask(7);
        }

        var f = h.reshape(Rows);
        (tensor(w, float64) * ((tensor(y, float64) * f) - nn.functional.softplus(f))).sum().backward();
        var expected = position.grad!.data<double>().ToArray();
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], gradient[i], 2e-4 * Math.Max(1, Math.Abs(expected[i])));
        foreach (var (level, (mean, variance)) in statistics)
        {
            Assert.All(mean.data<double>().ToArray().Zip(running[levels.First(level)]), p => Assert.Equal(p.First, p.Second, 1e-5));
            Assert.All(variance.data<double>().ToArray().Zip(running[levels.Second(level)]), p => Assert.Equal(p.First, p.Second, 1e-5 * Math.Max(1, p.First)));
        }
    }

    [Fact]
    public void The_folded_network_predicts_with_running_statistics()
    {
        using var scope = NewDisposeScope();
        var network = Mlp.Of(3, [4], 1, Activation.Tanh);
        var levels = new NormalisedLevels(network, inputs: true, hidden: true);
        var weights = Numbers(network.Layout.Count + levels.Count, 5);
        float[] statistics = [.. Numbers(levels.Count, 6).Select(v => Math.Abs(v) + 0.1f)];
        var x = tensor(Numbers(30, 7)).reshape(10, 3).to(float64);
        Tensor Of(float[] values, Range range) => tensor(values[range], float64);
        Tensor Normalised(Tensor values, int level) => nn.functional.batch_norm(
            values, Of(statistics, levels.First(level)), Of(statistics, levels.Second(level)), Of(weights[network.Layout.Count..], levels.First(level)), Of(weights[network.Layout.Count..], levels.Second(level)), training: false, eps: 1e-5);
        Tensor Layer(Tensor values, float[] from, int layer) =>
            values.mm(tensor(from.AsSpan(network.Layout.Weight(layer).Offset, network.Layout.Weight(layer).Count).ToArray(), float64).reshape(network.Width(layer), -1))
                + tensor(from.AsSpan(network.Layout.Bias(layer).Offset, network.Width(layer + 1)).ToArray(), float64);
        var expected = Layer(Normalised(Layer(Normalised(x, 0), weights, 0), 1).tanh(), weights, 1);
        var plain = levels.Fold(weights, statistics);
        Assert.Equal(network.Layout.Count, plain.Length);
        Assert.True(Layer(Layer(x, plain, 0).tanh(), plain, 1).allclose(expected, 1e-5, 1e-5));
    }

    [Fact]
    public void Inputs_of_any_unit_are_learnt_without_a_scaler()
    {
        var trained = Fit(new MlpClassifier { Hidden = [10, 6], NormaliseInputs = true, NormaliseHidden = true, Dropout = [0.1, 0] }, new TrainingOptions { Epochs = 30, Optimiser = Optimiser.Adam(0.01) });
        Assert.True(RocCurve.Of(trained.Predict(Events.Test), Events.Test[Datasets.Signal]).Auc > 0.98);
        // The best epoch was chosen by the loss of the network that predicts.
        var loss = trained.Predict(Events.Validation).Zip(Events.Validation[Datasets.Signal], (p, y) => -Math.Log(y == 1 ? p : 1 - p)).Average();
        Assert.Equal(trained.History.Epochs[trained.History.BestEpoch - 1].ValidationLoss, loss, 1e-5);
        var spread = new MonteCarloDropout(trained) { Passes = 50 }.Predict(Events.Test);
        Assert.InRange(RocCurve.Of(spread.Mean(), Events.Test[Datasets.Signal]).Auc, 0.97, 1);
    }

    [Fact]
    public void A_weighted_training_that_is_saved_and_continued_has_the_bits_of_one_that_never_stopped()
    {
        using var log = new TemporaryFolder();
        var events = Events with { Train = Weighted(Events.Train), Validation = Weighted(Events.Validation) };
        var network = new MlpClassifier { Hidden = [6, 4], NormaliseInputs = true, NormaliseHidden = true, Dropout = [0.1, 0] };
        var options = new TrainingOptions { Epochs = 4, WeightColumn = "w", BalanceClasses = true, RunLog = log.Path };
        var told = new List<double>();
        TrainedClassifier Train(int epochs) => network.Fit(Raw, events, Datasets.Signal, options with { Epochs = epochs }, new ProgressCallback(r => told.Add(r.Fraction)), TestContext.Current.CancellationToken);
        var whole = Train(6);
        Assert.Equal(6, told.Count);
        Assert.Equal(1, told[^1]);
        var loaded = TrainedClassifier.Load(Train(4).Folder!);
        Assert.Equal((true, true), (loaded.Classifier.NormaliseInputs, loaded.Classifier.NormaliseHidden));
        told.Clear();
        var continued = loaded.Continue(events, options with { Epochs = 6 }, new ProgressCallback(r => told.Add(r.Fraction)), TestContext.Current.CancellationToken);
        Assert.Equal(2, told.Count);
        Assert.Equal(whole.History.Epochs, continued.History.Epochs);
        Assert.Equal(whole.Parameters.ToArray(), continued.Parameters.ToArray());
        Assert.Equal(whole.State.Running, continued.State.Running);
    }

    [Fact]
    public void Folders_of_the_first_version_can_be_read()
    {
        using var log = new TemporaryFolder();
        var trained = Fit(new MlpClassifier { Hidden = [4] }, new TrainingOptions { Epochs = 1, RunLog = log.Path });
        var path = Path.Combine(trained.Folder!, "settings.json");
        var lines = File.ReadAllLines(path).Where(line => !line.Contains("\"normalise")).ToArray();
        var text = string.Join('\n', lines).Replace("\"version\": 2", "\"version\": 1", StringComparison.Ordinal);
        // The last property is followed by no comma.
        File.WriteAllText(path, System.Text.RegularExpressions.Regex.Replace(text, ",\\s*}\\s*$", "}"));
        Assert.Equal(trained.Predict(Events.Test), TrainedClassifier.Load(trained.Folder!).Predict(Events.Test));
    }

    private static Table Weighted(Table table) => table.WithColumn("w", [.. Enumerable.Range(0, table.Rows).Select(i => 0.2f + (i % 5))]);

    private static TrainedClassifier Fit(MlpClassifier network, TrainingOptions options) =>
        network.Fit(Raw, Events, Datasets.Signal, options, cancellation: TestContext.Current.CancellationToken);

    private static float[] Numbers(int count, ulong stream)
    {
        var values = new float[count];
        new CounterRandom(7, stream).FillNormal(values);
        return values;
    }

    // What the engine drops behind the first layer in step 5: [rows, units], from tiles [tile, unit, row of tile].
    private static Tensor Mask(int units)
    {
        const int Tiles = 3;
        var stride = (int)TileWorkspace<float>.TileStride(units);
        var random = new CounterRandom(9, RandomStreams.Of(RandomPurpose.Dropout, 0)) { Position = 5 * (ulong)(Tiles * stride / 4) };
        var values = new double[Tiles * stride];
        for (var i = 0; i < values.Length; i += 4)
        {
            var (a, b, c, d) = random.NextBlock();
            foreach (var (word, place) in new[] { (a, 0), (b, 1), (c, 2), (d, 3) })
                values[i + place] = word < DropProbability * 4294967296.0 ? 0 : 1 / (1 - DropProbability);
        }

        var mask = new double[Rows * units];
        for (var i = 0; i < mask.Length; i++)
            mask[i] = values[(i / units / 64 * stride) + (i % units * 64) + (i / units % 64)];
        return tensor(mask).reshape(Rows, units);
    }
}
