using HepBayes.Generative;
using HepBayes.Generative.Adversarial;
using HepBayes.Runtime;

namespace HepBayes.Tests.Generative;

public sealed class SavedGeneratorTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("saved-generators-").FullName;

    public static TheoryData<Mixing, bool, int> Designs => new() { { Mixing.Rotation, true, 0 }, { Mixing.Permutation, false, 1 } };

    [Theory]
    [MemberData(nameof(Designs))]
    public void AFlowComesBackBitForBit(Mixing mixing, bool spline, int conditions)
    {
        var (trained, events, given) = Train(mixing, spline, conditions);
        trained.Save(PathOf("flow"));
        var loaded = TrainedFlow.Load(PathOf("flow"));
        Assert.Equal(trained.Flow.LogDensity(events, given), loaded.Flow.LogDensity(events, given));
        Assert.Equal(trained.Flow.Sample(events.Count, 3, given).Values.ToArray(), loaded.Flow.Sample(events.Count, 3, given).Values.ToArray());
        Assert.Equal(trained.History.Training[0], loaded.History.Training[0]);
        Assert.Equal(5, loaded.Seed);
    }

    [Fact]
    public void ABayesianFlowComesBackBitForBit()
    {
        var (trained, events, _) = Train(Mixing.Rotation, true, 0);
        var fit = FlowTrainer.Fit(new BayesianFlow(trained.Flow), events, null, new FlowTrainingOptions { Epochs = 1 }, cancellation: TestContext.Current.CancellationToken);
        fit.Save(PathOf("bayesian"));
        var loaded = TrainedBayesianFlow.Load(PathOf("bayesian"));
        Assert.Equal(fit.Flow.Draw(1, 2).LogDensity(events), loaded.Flow.Draw(1, 2).LogDensity(events));
        Assert.Contains("'hepbayes.flow'", Assert.Throws<UserErrorException>(() => TrainedFlow.Load(PathOf("bayesian"))).Message);
    }

    [Fact]
    public void AGanComesBackBitForBit()
    {
        var events = new DrellYan().Sample(500, 1);
        var start = new Gan(new GanDesign { Dimensions = 3, Latent = 4, GeneratorHidden = [8], CriticHidden = [9] }, EventMap.Fit(events, new DrellYan().Maps));
        var fit = GanTrainer.Fit(start, events, new GanTrainingOptions { Steps = 5, BatchEvents = 64, Seed = 7 }, cancellation: TestContext.Current.CancellationToken);
        fit.Save(PathOf("gan"));
        var loaded = TrainedGan.Load(PathOf("gan"));
        Assert.Equal(fit.Gan.Sample(200, 3).Values.ToArray(), loaded.Gan.Sample(200, 3).Values.ToArray());
        Assert.Equal(fit.Gan.LogRatio(events), loaded.Gan.LogRatio(events));
        Assert.Equal(fit.History.Critic, loaded.History.Critic);
        Assert.Equal(7, loaded.Seed);
    }

    [Fact]
    public void DamagedFilesAreRefusedWithTheirName()
    {
        var (trained, _, _) = Train(Mixing.Rotation, true, 0);
        var path = PathOf("flow");
        trained.Save(path);
        var whole = File.ReadAllBytes(path);
        string Message(byte[] bytes)
        {
            File.WriteAllBytes(path, bytes);
            var message = Assert.Throws<UserErrorException>(() => TrainedFlow.Load(path)).Message;
            Assert.Contains(path, message);
            return message;
        }

        byte[] Replaced(string old, string by) => System.Text.Encoding.Latin1.GetBytes(System.Text.Encoding.Latin1.GetString(whole).Replace(old, by, StringComparison.Ordinal));
        byte[] flipped = [.. whole];
        flipped[^10] ^= 1;
        Assert.Contains("checksum", Message(flipped));
        Message(whole[..(whole.Length / 2)]);
        Message(whole[..5]);
        Message([]);
        Assert.Contains("update HepBayes", Message(Replaced("\"version\":\"1\"", "\"version\":\"9\"")));
        Assert.Contains("checksum", Message(Replaced("designSeed", "designSeex")));
        Assert.Contains("hepbayes.flow", Message(Replaced("hepbayes.flow", "hepbayes.flaw")));
        File.Delete(path);
        Assert.Contains("There is no file", Assert.Throws<UserErrorException>(() => TrainedFlow.Load(path)).Message);
        File.WriteAllBytes(path, whole);
        TrainedFlow.Load(path);
        Assert.Single(Directory.GetFiles(folder));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string PathOf(string name) => Path.Combine(folder, name + ".safetensors");

    private static (TrainedFlow Trained, EventSample Events, EventSample? Conditions) Train(Mixing mixing, bool spline, int conditions)
    {
        var drellYan = new DrellYan();
        var events = drellYan.Sample(500, 1);
        var given = conditions > 0 ? new EventSample(1, [.. events.Column(1).Select(x => (float)Math.Abs(x))]) : null;
        var design = new FlowDesign { Dimensions = 3, Conditions = conditions, Blocks = 3, Hidden = [8], Mixing = mixing, Coupling = spline ? Coupling.Spline(5, 4) : Coupling.Affine(1.5), Seed = 9 };
        var start = new Flow(design, EventMap.Fit(events, VariableMap.Logit(-1, 1e4), VariableMap.None, VariableMap.None), given is null ? null : EventMap.Fit(given, VariableMap.Log(-0.1)));
        var fit = FlowTrainer.Fit(start, new FlowData(events) { Conditions = given }, null, new FlowTrainingOptions { Epochs = 2, BatchEvents = 128, Seed = 5 }, cancellation: TestContext.Current.CancellationToken);
        return (fit, events, given);
    }
}
