using HepBayes.Data;
using HepBayes.Evaluation;
using HepBayes.Preprocessing;
using HepBayes.Runtime;
using HepBayes.Training;

namespace HepBayes.Tests.Training;

public class MlpClassifierTests
{
    private static readonly DataSplit Events = Datasets.Ship().Split(0.6, 0.2, 0.2, seed: 1, stratify: Datasets.Signal, group: Datasets.Interaction);
    private static readonly DataSplit Few = new(Events.Train.Head(700), Events.Validation.Head(300), Events.Test.Head(300));
    private static readonly Pipeline Pipeline = Pipeline.Of(Ship.CourseInputs).Standardise().Fit(Events.Train, Datasets.Signal, Ship.Forbidden);
    private static readonly MlpClassifier Network = new() { Hidden = [25, 20, 15], Dropout = [0.05, 0.05, 0] };
    private static readonly TrainingOptions Short = new() { Epochs = 4 };

    [Fact]
    public void The_network_of_the_course_reaches_its_area_on_test_rows()
    {
        var trained = Network.Fit(Pipeline, Events, Datasets.Signal, new TrainingOptions { Epochs = 25 }, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(976, trained.Parameters.Length);
        var scores = trained.Predict(Events.Test);
        var area = RocCurve.Of(scores, Events.Test[Datasets.Signal]).AucInterval();
        Assert.True(area.Value >= 0.998, area.ToString());

        var validation = trained.Predict(Events.Validation);
        var selection = Selection.Of(scores, Events.Test[Datasets.Signal], WorkingPoint.AtSignalEfficiency(validation, Events.Validation[Datasets.Signal], 0.99));
        Assert.True(selection.SignalKept.Value > 0.98, selection.ToString());
        Assert.True(selection.BackgroundKept.Value < 0.05, selection.ToString());
        TestContext.Current.SendDiagnosticMessage($"AUC {area}; {selection}; {trained.Seconds:F1} s");
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_on_any_number_of_threads()
    {
        float[] Train(int seed, int threads)
        {
            var before = Compute.Threads;
            Compute.Threads = threads;
            var weights = Fit(Network, Short with { Seed = seed, BatchRows = 300 }).Parameters.ToArray();
            Compute.Threads = before;
            return weights;
        }

        var first = Train(1, 1);
        Assert.Equal(first, Train(1, 2));
        Assert.NotEqual(first, Train(2, 1));
    }

    [Fact]
    public void Losses_are_those_of_the_scores_and_the_best_weights_are_kept()
    {
        var trained = Fit(Network, Short with { Epochs = 60, Optimiser = Optimiser.Adam(0.02) });
        var (history, labels) = (trained.History, Few.Validation[Datasets.Signal]);
        var loss = trained.Predict(Few.Validation).Zip(labels, (p, y) => -Math.Log(y == 1 ? p : 1 - p)).Average();
        Assert.Equal(history.Epochs.Min(e => e.ValidationLoss), loss, 1e-5);
        Assert.Equal(loss, history.Epochs[history.BestEpoch - 1].ValidationLoss, 1e-5);
        Assert.True(history.BestEpoch < 60);
        Assert.True(history.Epochs[^1].TrainingLoss < 0.5 * history.Epochs[0].TrainingLoss);
    }

    [Theory]
    [InlineData("nadam")]
    [InlineData("sgd")]
    public void Every_optimiser_learns(string name)
    {
        var optimiser = name == "sgd" ? Optimiser.Sgd(0.05) : Optimiser.Nadam(2e-3);
        var trained = Fit(Network with { Dropout = [] }, Short with { Epochs = 30, Optimiser = optimiser, BatchRows = 50 });
        Assert.True(RocCurve.Of(trained.Predict(Few.Test), Few.Test[Datasets.Signal]).Auc > 0.98);
    }

    [Fact]
    public void Balanced_classes_move_the_mean_score_and_weights_of_zero_remove_rows()
    {
        // Signal is a tenth of the rows: a calibrated network says 0.1 on average, a balanced one far more.
        var rare = Few with { Train = Table.Concat(Events.Train.Where(r => r[Datasets.Signal] == 0).Head(900), Events.Train.Where(r => r[Datasets.Signal] == 1).Head(100)) };
        var linear = new MlpClassifier { Hidden = [] };
        var pipeline = Pipeline.Of("Decay X (cm)").Standardise().Fit(Few.Train);
        double Mean(DataSplit split, TrainingOptions options) => linear.Fit(pipeline, split with { Validation = split.Validation.Head(0) }, Datasets.Signal, options with { Epochs = 60, Optimiser = Optimiser.Adam(0.02) }).Predict(Few.Test).Average();
        Assert.Equal(0.1, Mean(rare, Short), 0.03);
        Assert.Equal(0.5, Mean(rare, Short with { BalanceClasses = true }), 0.06);
        var weighted = rare with { Train = rare.Train.WithColumn("w", [.. rare.Train[Datasets.Signal].Select((y, i) => y == 1 || i < 100 ? 1f : 0f)]), Validation = rare.Validation.WithColumn("w", new float[300]) };
        Assert.Equal(0.5, Mean(weighted, Short with { WeightColumn = "w" }), 0.06);
    }

    [Fact]
    public void Early_stopping_and_the_callback_end_a_training()
    {
        var stopped = Fit(Network, Short with { Epochs = 500, Optimiser = Optimiser.Adam(0.03), EarlyStopping = new() { Patience = 5 } });
        Assert.Equal(stopped.History.BestEpoch + 5, stopped.History.Epochs.Count);
        Assert.Equal(3, Fit(Network, Short with { Epochs = 50, AfterEpoch = e => e.Epoch < 3 }).History.Epochs.Count);
        var rates = Fit(Network, Short with { Epochs = 40, Optimiser = Optimiser.Adam(0.03), Plateau = new() { Patience = 2 } }).History.Epochs.Select(e => e.LearningRate).ToArray();
        Assert.Equal(0.03, rates[0]);
        Assert.True(rates[^1] < 0.03);
    }

    [Fact]
    public void Cancelling_stops_between_batches()
    {
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Network.Fit(Pipeline, Few, Datasets.Signal, Short with { Epochs = 1000, AfterEpoch = _ => { source.Cancel(); return true; } }, cancellation: source.Token));
    }

    [Fact]
    public void What_cannot_be_trained_is_refused()
    {
        var empty = Few with { Train = Few.Train.Where(row => row["DOCA (cm)"] < 0) };
        Assert.Contains("no training rows", Assert.Throws<UserErrorException>(() => Train(Pipeline, empty, Short)).Message);
        var oneClass = Few with { Train = Few.Train.Where(row => row[Datasets.Signal] == 1) };
        Assert.Contains("both classes", Assert.Throws<ArgumentException>(() => Train(Pipeline, oneClass, Short)).Message);
        var missing = Few with { Train = Few.Train.Without("DOCA (cm)") };
        Assert.Contains("'DOCA (cm)'", Assert.Throws<ColumnNotFoundException>(() => Train(Pipeline, missing, Short)).Message);
        var label = Pipeline.Of("DOCA (cm)", Datasets.Signal).Fit(Few.Train);
        Assert.Contains("among the inputs", Assert.Throws<ArgumentException>(() => Train(label, Few, Short)).Message);
        var noValidation = Few with { Validation = Few.Validation.Head(0) };
        Assert.Contains("no validation rows", Assert.Throws<ArgumentException>(() => Train(Pipeline, noValidation, Short with { EarlyStopping = new() })).Message);
        Assert.Throws<ArgumentException>(() => Fit(Network with { Dropout = [0.1] }, Short));
        Assert.Throws<ArgumentException>(() => Fit(Network with { Dropout = [0.1, 1, 0] }, Short));
        Assert.Throws<ArgumentException>(() => Fit(Network with { InitialScale = 0 }, Short));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fit(Network, Short with { Epochs = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fit(Network, Short with { Optimiser = Optimiser.Adam(-1) }));
        Assert.Contains("learning rate", Assert.Throws<ArithmeticException>(() => Fit(Network, Short with { Epochs = 30, Optimiser = Optimiser.Sgd(1e20) })).Message);
    }

    private static TrainedClassifier Train(Pipeline pipeline, DataSplit split, TrainingOptions options) =>
        Network.Fit(pipeline, split, Datasets.Signal, options, cancellation: TestContext.Current.CancellationToken);

    private static TrainedClassifier Fit(MlpClassifier network, TrainingOptions options) =>
        network.Fit(Pipeline, Few, Datasets.Signal, options, cancellation: TestContext.Current.CancellationToken);
}
