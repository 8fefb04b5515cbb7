using HepBayes.Data;
using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Preprocessing;
using HepBayes.Sampling;
using HepBayes.Tests.Support;
using HepBayes.Training;
using TorchSharp;

namespace HepBayes.Tests.Training;

/// <summary>Ensembles and the last layer of networks that were trained on the same small set.</summary>
public class ClassifierEnsembleTests
{
    private static readonly DataSplit Events = Datasets.Ship().Take([.. Enumerable.Range(0, 400).Select(i => 100 * i)]).Split(0.6, 0.2, 0.2, seed: 1, stratify: Datasets.Signal, group: Datasets.Interaction);
    private static readonly Pipeline Pipeline = Pipeline.Of(Ship.CourseInputs).Standardise().Fit(Events.Train, Datasets.Signal);
    private static readonly TrainedClassifier[] Trained = [.. Enumerable.Range(1, 3).Select(seed => Train(seed, [8, 2]))];

    [Fact]
    public void Members_predict_as_they_do_alone()
    {
        var predictive = new ClassifierEnsemble(Trained).Predict(Events.Test);
        Assert.Equal(3, predictive.Draws);
        for (var member = 0; member < 3; member++)
            Assert.All(predictive.Network(member).Zip(Trained[member].Predict(Events.Test)), p => Assert.Equal(p.Second, p.First, 1e-6));
        Assert.All(predictive.MutualInformation(), information => Assert.InRange(information, 0, Math.Log(2)));
        Assert.Contains("one architecture", Assert.Throws<ArgumentException>(() => new ClassifierEnsemble([Trained[0], Train(1, [4])])).Message);
        Assert.Throws<ArgumentException>(() => new ClassifierEnsemble([]));
    }

    [Theory]
    [InlineData("relu")]
    [InlineData("tanh")]
    [InlineData("prelu")]
    public void Features_times_the_last_layer_are_the_scores(string activation)
    {
        var trained = Train(1, [7, 5], activation);
        var last = new LastLayer(trained, Prior.Gaussian());
        var own = new FixedNetworks(last.Network, 1, last.Trained.ToArray()).Predict(last.Features(Events.Test));
        Assert.All(own.Mean().Zip(trained.Predict(Events.Test)), p => Assert.Equal(p.Second, p.First, 1e-6));
        Assert.Throws<ArgumentException>(() => new LastLayer(Train(1, []), Prior.Gaussian()));
    }

    [Fact]
    public void The_posterior_of_the_last_layer_with_weights_has_the_moments_of_quadrature()
    {
        var last = new LastLayer(Trained[0], Prior.Gaussian(1, fanIn: false));
        var rows = Events.Train.Head(60);
        rows = rows.WithColumn("w", [.. Enumerable.Range(0, 60).Select(i => i % 4 == 0 ? 0f : 0.25f * (i % 4))]);
        using var scope = torch.NewDisposeScope();
        using var posterior = last.Posterior(rows, weight: "w");
        var (chains, options) = (32, new HmcOptions { Warmup = 200, Draws = 200, Seed = 5 });
        var run = Hmc.Sample(posterior, torch.zeros(chains, 3), options, cancellation: TestContext.Current.CancellationToken);
        var exact = Quadrature(last, rows);
        for (var parameter = 0; parameter < 3; parameter++)
        {
            var means = Enumerable.Range(0, chains).Select(chain => Enumerable.Range(0, options.Draws).Average(draw => (double)run.Position(chain, draw)[parameter])).ToArray();
            StatAssert.MeanEquals(means, exact[parameter], $"parameter {parameter}");
        }

        var predictive = last.Predict(run, Events.Test, every: 20);
        Assert.Equal(Events.Test.Rows, predictive.MutualInformation().Length);
        Assert.Equal(chains * 10, predictive.Draws);
    }

    [Fact]
    public void The_whole_network_with_event_weights_counts_rows_as_often_as_they_weigh()
    {
        using var scope = torch.NewDisposeScope();
        var (model, rows) = (Trained[0].Model, Events.Train.Head(80));
        var weighted = rows.WithColumn("w", [.. Enumerable.Range(0, 80).Select(i => (float)(i % 3))]);
        int[] repeated = [.. Enumerable.Range(0, 80).SelectMany(i => Enumerable.Repeat(i, i % 3))];
        float[] Inputs(Table table) => Pipeline.Matrix(table);
        using var a = model.Posterior(Inputs(weighted), weighted.Matrix([Datasets.Signal]), weights: weighted.Matrix(["w"]));
        using var b = model.Posterior(Inputs(rows.Take(repeated)), rows.Take(repeated).Matrix([Datasets.Signal]));
        var position = torch.tensor(Trained[0].Parameters.ToArray()).reshape(1, -1);
        var ((x, dx), (y, dy)) = (a.Evaluate(position), b.Evaluate(position));
        Assert.True(x.allclose(y, 1e-6, 1e-6));
        Assert.True(dx.allclose(dy, 1e-4, 1e-4));
        var run = Hmc.Sample(a, position.repeat(2, 1), new HmcOptions { Warmup = 20, Draws = 10 }, cancellation: TestContext.Current.CancellationToken);
        Assert.All(run.Predict(model, Inputs(Events.Test)).MutualInformation(), information => Assert.InRange(information, 0, Math.Log(2)));
    }

    // Means of both weights and the bias on a grid of six prior standard deviations.
    private static double[] Quadrature(LastLayer last, Table rows)
    {
        const int Points = 81;
        var (features, labels, weights) = (last.Features(rows), rows.Values(Datasets.Signal), rows.Values("w"));
        var (logs, places) = (new List<double>(), new List<double[]>());
        for (var cell = 0; cell < Points * Points * Points; cell++)
        {
            double[] t = [Place(cell % Points), Place(cell / Points % Points), Place(cell / (Points * Points))];
            var log = -0.5 * ((t[0] * t[0]) + (t[1] * t[1]) + (t[2] * t[2]));
            for (var row = 0; row < labels.Length; row++)
            {
                var f = (t[0] * features[2 * row]) + (t[1] * features[(2 * row) + 1]) + t[2];
                log += weights[row] * ((labels[row] * f) - Math.Max(f, 0) - Math.Log(1 + Math.Exp(-Math.Abs(f))));
            }

            logs.Add(log);
            places.Add(t);
        }

        static double Place(int i) => (i - (Points / 2)) * (12.0 / (Points - 1));
        var top = logs.Max();
        double[] masses = [.. logs.Select(l => Math.Exp(l - top))];
        return [.. Enumerable.Range(0, 3).Select(k => masses.Select((m, i) => m * places[i][k]).Sum() / masses.Sum())];
    }

    private static TrainedClassifier Train(int seed, int[] hidden, string activation = "tanh") =>
        new MlpClassifier { Hidden = hidden, Activation = Activation.Parse(activation) }.Fit(Pipeline, Events, Datasets.Signal, new TrainingOptions { Epochs = 5, Seed = seed }, cancellation: TestContext.Current.CancellationToken);
}
