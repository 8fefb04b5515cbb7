using HepBayes.Data;
using HepBayes.Preprocessing;
using HepBayes.Runtime;
using HepBayes.Tests.Data;
using HepBayes.Training;

namespace HepBayes.Tests.Training;

public class RunLogTests
{
    private static readonly DataSplit Events = Datasets.Ship().Take([.. Enumerable.Range(0, 1000).Select(i => 40 * i)]).Split(0.6, 0.2, 0.2, seed: 1, stratify: Datasets.Signal, group: Datasets.Interaction);
    private static readonly Pipeline Pipeline = Pipeline.Of(Ship.CourseInputs).Log("Impact Parameter (cm)").Standardise().Fit(Events.Train, Datasets.Signal);
    private static readonly MlpClassifier Network = new() { Hidden = [8, 6], Dropout = [0.1, 0] };

    [Fact]
    public void Every_training_has_a_dated_folder_of_its_own()
    {
        using var log = new TemporaryFolder();
        var options = new TrainingOptions { Epochs = 3, RunLog = log.Path };
        var first = Fit(options);
        var bytes = File.ReadAllBytes(Path.Combine(first.Folder!, "weights.safetensors"));
        var second = Fit(options with { Seed = 2 });
        Assert.NotEqual(first.Folder, second.Folder);
        Assert.Equal(2, Directory.GetFileSystemEntries(log.Path).Length);
        Assert.Matches(@"\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d(-\d+)?$", first.Folder);
        Assert.Equal(["history.json", "pipeline.json", "settings.json", "weights.safetensors"], Directory.GetFiles(first.Folder!).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(bytes, File.ReadAllBytes(Path.Combine(first.Folder!, "weights.safetensors")));
        var settings = File.ReadAllText(Path.Combine(first.Folder!, "settings.json"));
        Assert.Contains(Events.Train.Checksum([.. Ship.CourseInputs, Datasets.Signal]), settings);
        Assert.Contains(Pipeline.Fingerprint, settings);
    }

    [Fact]
    public void Folders_of_the_same_second_get_numbers()
    {
        using var log = new TemporaryFolder();
        var clock = new FixedClock();
        var trained = Fit(new TrainingOptions { Epochs = 1 });
        var folders = Enumerable.Range(0, 3).Select(_ => Path.GetFileName(ClassifierFolder.Write(trained, log.Path, clock))).ToArray();
        Assert.Equal(["2026-02-03T04-05-06", "2026-02-03T04-05-06-2", "2026-02-03T04-05-06-3"], folders);
    }

    [Fact]
    public void A_reloaded_network_is_the_same()
    {
        using var log = new TemporaryFolder();
        var options = new TrainingOptions { Epochs = 3, RunLog = log.Path, Optimiser = Optimiser.Sgd(0.02, 0.8), Plateau = new(), EarlyStopping = new() { Patience = 7 }, BalanceClasses = true };
        var trained = (Network with { InitialScale = 0.05 }).Fit(Pipeline, Events, Datasets.Signal, options, cancellation: TestContext.Current.CancellationToken);
        var again = TrainedClassifier.Load(trained.Folder!, Pipeline);
        Assert.Equal(trained.Predict(Events.Test), again.Predict(Events.Test));
        Assert.Equal(trained.History.Epochs, again.History.Epochs);
        Assert.Equal(options with { RunLog = null }, again.Options);
        Assert.Equal((trained.Data, trained.Label, trained.Seconds), (again.Data, again.Label, again.Seconds));
        Assert.Equal((0.05, "8 6"), (again.Classifier.InitialScale, string.Join(' ', again.Classifier.Hidden)));
    }

    [Fact]
    public void Continuing_gives_the_bits_of_a_training_that_never_stopped()
    {
        using var log = new TemporaryFolder();
        var options = new TrainingOptions { Epochs = 9, RunLog = log.Path, Plateau = new() { Patience = 1 } };
        var whole = Fit(options);
        var part = Fit(options with { Epochs = 4 });
        var longer = TrainedClassifier.Load(part.Folder!).Continue(Events, options, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(whole.Parameters.ToArray(), longer.Parameters.ToArray());
        Assert.Equal(whole.History.Epochs, longer.History.Epochs);
        Assert.Equal(Path.GetFileName(part.Folder), longer.ContinuedFrom);
        Assert.Equal(3, Directory.GetDirectories(log.Path).Length);
        Assert.Equal(4, part.History.Epochs.Count);
        Assert.Throws<ArgumentException>(() => longer.Continue(Events, options, cancellation: TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>(() => longer.Continue(Events, options with { Epochs = 20, Optimiser = Optimiser.Sgd() }, cancellation: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Another_pipeline_or_other_features_are_refused()
    {
        using var log = new TemporaryFolder();
        var folder = Fit(new TrainingOptions { Epochs = 1, RunLog = log.Path }).Folder!;
        var refitted = Pipeline.Of(Ship.CourseInputs).Log("Impact Parameter (cm)").Standardise().Fit(Events.Test);
        Assert.Contains("same features, but other steps or figures", Assert.Throws<UserErrorException>(() => TrainedClassifier.Load(folder, refitted)).Message);
        var other = Pipeline.Of("DOCA (cm)", "Decay Z (cm)").Fit(Events.Train);
        var message = Assert.Throws<UserErrorException>(() => TrainedClassifier.Load(folder, other)).Message;
        Assert.Contains("other features", message);
        Assert.Contains("'Decay Z (cm)' is missing", message.Replace("is new", "is missing"));
        Assert.Throws<ColumnNotFoundException>(() => TrainedClassifier.Load(folder).Predict(Events.Test.Without("DOCA (cm)")));

        File.WriteAllText(Path.Combine(folder, "pipeline.json"), refitted.ToJson());
        Assert.Contains("not the pipeline that the network was trained with", Assert.Throws<UserErrorException>(() => TrainedClassifier.Load(folder)).Message);
    }

    [Fact]
    public void Damaged_folders_are_refused()
    {
        using var log = new TemporaryFolder();
        var folder = Fit(new TrainingOptions { Epochs = 1, RunLog = log.Path }).Folder!;
        var weights = Path.Combine(folder, "weights.safetensors");
        var bytes = File.ReadAllBytes(weights);
        bytes[^3] ^= 1;
        File.WriteAllBytes(weights, bytes);
        Assert.Contains("not those that 'settings.json' names", Assert.Throws<UserErrorException>(() => TrainedClassifier.Load(folder)).Message);
        File.Delete(weights);
        Assert.Contains("weights.safetensors", Assert.Throws<UserErrorException>(() => TrainedClassifier.Load(folder)).Message);
        File.WriteAllText(Path.Combine(folder, "settings.json"), "{}");
        Assert.Contains("settings.json", Assert.Throws<UserErrorException>(() => TrainedClassifier.Load(folder)).Message);
        Assert.Contains("dated folder", Assert.Throws<UserErrorException>(() => TrainedClassifier.Load(log.Path)).Message);
    }

    private static TrainedClassifier Fit(TrainingOptions options) =>
        Network.Fit(Pipeline, Events, Datasets.Signal, options, cancellation: TestContext.Current.CancellationToken);

    private sealed class FixedClock : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);
    }
}
