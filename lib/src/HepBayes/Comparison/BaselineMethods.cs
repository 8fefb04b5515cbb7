using System.Diagnostics;
using HepBayes.Baselines;
using HepBayes.Data;
using HepBayes.Prediction;
using HepBayes.Preprocessing;
using HepBayes.Training;

namespace HepBayes.Comparison;

/// <summary>The approximations and ensembles, made of the same trained networks that the samplers start from.</summary>
internal static class BaselineMethods
{
    private const int Draws = 500;
    private const int FullLaplaceParameters = 1000;
    private const double DropoutProbability = 0.1;
    private const int DropoutPasses = 200;
    private const int VariationalSamples = 8;

    public static ComparisonMethod OneNetwork { get; } = Ensemble("one-network", 1, "that the maximum is enough");

    public static IReadOnlyList<ComparisonMethod> All { get; } =
    [
        OneNetwork,
        Ensemble("ensemble-5", 5, "that the ways training ends are what is unknown"),
        Ensemble("ensemble-10", 10, "that the ways training ends are what is unknown"),
        new("swag", "that the path of gradient descent is a draw from the posterior", FitSwag),
        Tangent("laplace-full", "normal around one maximum", new LaplaceOptions { Structure = LaplaceStructure.Full }) with
        {
            LeftOut = problem => problem.Network.Parameters > FullLaplaceParameters ? $"more than {FullLaplaceParameters} parameters" : null,
        },
        Tangent("laplace-kronecker", "and layers not correlated", new LaplaceOptions()),
        Tangent("laplace-diagonal", "and weights not correlated", new LaplaceOptions { Structure = LaplaceStructure.Diagonal }),
        Tangent("laplace-last-layer", "and hidden layers known", new LaplaceOptions { Structure = LaplaceStructure.Full, LastLayer = true }),
        new("mean-field", "independent normal weights", FitMeanField),
        new("mc-dropout", "that units dropped at random are the uncertainty", FitDropout)
        {
            LeftOut = problem => problem.IsClassification ? null : "the library trains classifiers with dropout, not regressions",
        },
        Conformal("conformal-network", OneNetwork),
        Conformal("conformal-hmc", SamplerMethods.PlainHmc),
    ];

    private static ComparisonMethod Ensemble(string name, int members, string assumes) => new(name, assumes, of =>
    {
        var positions = new float[members * of.Problem.Network.Parameters];
        for (var member = 0; member < members; member++)
            of.Members.Parameters(member).CopyTo(positions.AsSpan(member * of.Problem.Network.Parameters));
        var networks = new NetworkSamples(of.Problem.Network, 1, positions);
        return new ComparisonFit(x => networks.Predict(x), members * of.MemberGradients, members * of.MemberSeconds);
    });

    private static ComparisonMethod Tangent(string name, string assumes, LaplaceOptions options) => new(name, assumes, of =>
    {
        var start = of.Members.Parameters(0);
        var clock = Stopwatch.StartNew();
        var laplace = Laplace.Fit(of.Posterior, start, options);
        // The curvature takes a backward pass for each output.
        return AfterTraining(of, clock, of.Problem.Network.Architecture.Outputs, x => laplace.PredictLinearised(x, Draws, of.Problem.Seed));
    });

    private static ComparisonFit FitSwag(ComparisonCase of)
    {
        using var start = of.Start(0, 1);
        // The rate is on the mean loss of a row, whose curvature goes with 1 / noise variance.
        var options = new SwagOptions
        {
            Epochs = Math.Max(40, of.Gradients / 20),
            LearningRate = 0.01 * of.Problem.NoiseVariance,
            BatchRows = Math.Clamp(of.Problem.Training.Count / 8, 64, 512),
            Seed = of.Problem.Seed,
        };
        var clock = Stopwatch.StartNew();
        var networks = Swag.Fit(of.Posterior, start, options, cancellation: of.Cancellation).Sample(Draws, of.Problem.Seed);
        return AfterTraining(of, clock, options.Epochs, x => networks.Predict(x));
    }

    // As many gradients as the chains of a sampler take.
    private static ComparisonFit FitMeanField(ComparisonCase of)
    {
        var options = new VariationalOptions { Epochs = Math.Max(1, of.Gradients * ComparisonSettings.Chains / VariationalSamples), Samples = VariationalSamples, Seed = of.Problem.Seed };
        var start = of.Members.Parameters(0);
        var clock = Stopwatch.StartNew();
        var networks = MeanFieldVariational.Fit(of.Posterior, start, options, cancellation: of.Cancellation).Sample(Draws, of.Problem.Seed);
        return AfterTraining(of, clock, (double)options.Epochs * VariationalSamples, x => networks.Predict(x));
    }

    // Trained anew, with dropout and without a prior, for as many epochs as the other networks.
    private static ComparisonFit FitDropout(ComparisonCase of)
    {
        const string Label = "label";
        var training = of.Problem.Training;
        var architecture = of.Problem.Network.Architecture;
        var table = Inputs(training.Inputs, architecture.Inputs).WithColumn(Label, training.Targets);
        var clock = Stopwatch.StartNew();
        var network = new MlpClassifier { Hidden = architecture.Hidden, Activation = architecture.Activation, Dropout = [.. architecture.Hidden.Select(_ => DropoutProbability)] };
        var options = new TrainingOptions { Epochs = of.Problem.Climb.Epochs, BatchRows = of.Problem.Climb.BatchRows, Seed = of.Problem.Seed };
        var pipeline = Pipeline.Of(table.Columns.Where(c => c != Label)).Fit(table);
        var trained = network.Fit(pipeline, new DataSplit(table, table.Head(0), table.Head(0)), Label, options, cancellation: of.Cancellation);
        var passes = new MonteCarloDropout(trained) { Passes = DropoutPasses, Seed = of.Problem.Seed };
        return new ComparisonFit(x => passes.Predict(Inputs(x, architecture.Inputs)), options.Epochs, clock.Elapsed.TotalSeconds);
    }

    private static Table Inputs(float[] inputs, int columns)
    {
        var rows = inputs.Length / columns;
        return Table.FromColumns([.. Enumerable.Range(0, columns).Select(c => ($"x{c + 1}", Enumerable.Range(0, rows).Select(r => inputs[(r * columns) + c]).ToArray()))]);
    }

    private static ComparisonMethod Conformal(string name, ComparisonMethod around) => new(name, $"exchangeable rows; around {around.Name}", of => of.FitOf(around) with { IsConformal = true })
    {
        LeftOut = problem => problem.IsClassification ? "stretches intervals of a regression" : around.LeftOut(problem),
    };

    private static ComparisonFit AfterTraining(ComparisonCase of, Stopwatch clock, double gradients, Func<float[], PredictiveDraws> predict) =>
        new(predict, gradients + of.MemberGradients, clock.Elapsed.TotalSeconds + of.MemberSeconds);
}
