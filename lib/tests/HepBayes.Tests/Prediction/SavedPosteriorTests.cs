using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Preprocessing;
using HepBayes.Runtime;
using HepBayes.Tests.Data;
using HepBayes.Tests.Support;
using HepBayes.Training;
using Table = HepBayes.Data.Table;

namespace HepBayes.Tests.Prediction;

public class SavedPosteriorTests
{
    private static readonly Table Rows = Table.FromColumns(("a", [1, 2, 4]), ("b", [-1, 0, 7]));
    private static readonly PosteriorDescription About = new()
    {
        Inputs = ["a", "b"],
        Targets = ["y"],
        Scaler = StandardScaler.Fit(Rows, ["a", "b"]),
        Data = "sha256 of something",
        Seed = 7,
        Diagnostics = new Dictionary<string, double> { ["log posterior R-hat"] = double.NaN, ["divergences"] = 0.1 + 0.2 },
    };

    public static TheoryData<string, string, string> Models()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var activation in Activation.All)
            data.Add(activation.Name, Prior.Gaussian(1 / 3.0, 0.1, 7e-5, fanIn: false).Name, Likelihood.Bernoulli().Name);
        foreach (var likelihood in new[] { Likelihood.Gaussian(0.1), Likelihood.GaussianWithSampledNoise(1 / 3.0, 0.7) })
            data.Add("relu", Prior.Gaussian().Name, likelihood.Name);
        data.Add("tanh", Prior.Hierarchical().WithRelevance(1 / 3.0).Name, Likelihood.StudentTWithSampledNoise(4, [0.1]).Name);
        return data;
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void EveryModelComesBackBitForBit(string activation, string prior, string likelihood)
    {
        using var folder = new TemporaryFolder();
        var network = new BayesianNetwork(Mlp.Of(2, [3, 4], 1, Activation.Parse(activation)), ModelText.Prior(prior), ModelText.Likelihood(likelihood));
        var networks = Draws(network, 2, 5);
        SavedPosterior.Of(networks, About, every: 2).Save(folder.File("p.json"));
        var loaded = SavedPosterior.Load(folder.File("p.json"));
        Assert.Equal((2, 3), (loaded.Chains, loaded.Draws));
        Assert.Equal((network.Architecture, prior, likelihood), (loaded.Network.Architecture, loaded.Network.Prior.Name, loaded.Network.Likelihood.Name));
        for (var n = 0; n < 6; n++)
            Assert.Equal(networks.Position(n / 3, n % 3 * 2).ToArray(), loaded.Position(n / 3, n % 3).ToArray());
        float[] inputs = [0.1f, 2, -3, 0.5f];
        Assert.Equal(networks.Predict(inputs, every: 2).TotalStandardDeviation(), loaded.Predict(inputs).TotalStandardDeviation());
        Assert.Equal(networks.Predict(inputs, every: 2).Noisy(1).Mean(), loaded.Predict(inputs).Noisy(1).Mean());
    }

    [Fact]
    public void TheDescriptionComesBack()
    {
        using var folder = new TemporaryFolder();
        SavedPosterior.Of(Draws(Small, 1, 2), About).Save(folder.File("p.json"));
        var about = SavedPosterior.Load(folder.File("p.json")).Description;
        Assert.Equal((About.Data, About.Seed), (about.Data, about.Seed));
        Assert.Equal(About.Inputs, about.Inputs);
        Assert.Equal(About.Targets, about.Targets);
        Assert.Equal(About.Diagnostics, about.Diagnostics);
        Assert.Equal(About.Scaler!.ToJson(), about.Scaler!.ToJson());
        Assert.Equal(["hepbayes", "torchsharp"], about.Versions.Keys.Order());
    }

    [Fact]
    public void TheFileHoldsTheWeightsOfEachLayer()
    {
        using var folder = new TemporaryFolder();
        var networks = Draws(Small, 2, 3);
        SavedPosterior.Of(networks, About).Save(folder.File("p.json"));
        var (tensors, _) = SafeTensors.Read(Assert.Single(Directory.GetFiles(folder.Path, "*.safetensors")));
        Assert.Equal(["layer1.bias", "layer1.weight", "layer2.bias", "layer2.weight", "positions"], tensors.Keys.Order());
        Assert.Equal([2, 3, 2, 4], tensors["layer1.weight"].shape);
        Assert.Equal([2, 3, 4], tensors["layer1.bias"].shape);
        var block = Small.Architecture.Layout.Weight(1);
        Assert.Equal(networks.Position(1, 2).Slice(block.Offset, block.Count).ToArray(), tensors["layer2.weight"][1][2].data<float>().ToArray());
        foreach (var tensor in tensors.Values)
            tensor.Dispose();
    }

    [Fact]
    public void SavingAgainReplacesBothFilesAtOnce()
    {
        using var folder = new TemporaryFolder();
        using var other = new TemporaryFolder();
        var (first, second) = (Draws(Small, 1, 2), Draws(Small, 1, 4));
        SavedPosterior.Of(first, About).Save(folder.File("p.json"));
        SavedPosterior.Of(second, About).Save(other.File("p.json"));
        // Killed after the numbers and before the JSON: the old posterior is intact.
        var numbers = Directory.GetFiles(other.Path, "*.safetensors").Single();
        File.Copy(numbers, folder.File(Path.GetFileName(numbers)));
        Assert.Equal(2, SavedPosterior.Load(folder.File("p.json")).Draws);
        SavedPosterior.Of(second, About).Save(folder.File("p.json"));
        Assert.Equal(4, SavedPosterior.Load(folder.File("p.json")).Draws);
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public void FilesOfVersion1Load()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Prediction", "Saved");
        var saved = SavedPosterior.Load(Path.Combine(folder, "version1.json"));
        Assert.Equal("2-4-1 tanh", saved.Network.Architecture.ToString());
        Assert.Equal((2, 3, 7), (saved.Chains, saved.Draws, saved.Description.Seed));
        // Computed from the file in Python, network by network, in float64.
        Assert.Equal(0.6457170977735587, saved.Predict([0.5f, -2]).Mean()[0], 1e-6);
        Assert.Equal(0.29650589452082055, saved.Predict([0.5f, -2]).StandardDeviation()[0], 1e-6);
        Assert.Equal(About.Scaler!.ToJson(), saved.Description.Scaler!.ToJson());
    }

    [Theory]
    [InlineData("\"hepbayes.posterior\"", "\"other\"", "field 'format'")]
    [InlineData("\"version\": 1", "\"version\": 99", "found 99; expected 1 to 1")]
    [InlineData("\"parameters\": 17", "\"parameters\": 18", "field 'parameters': found 18; expected 17")]
    [InlineData("\"draws\": 3", "\"draws\": 4", "found Float32 [2, 3, 17]; expected Float32 [2, 4, 17]")]
    [InlineData("\"activation\": \"tanh\"", "\"activation\": \"cosine\"", "There is no activation 'cosine'")]
    [InlineData("\"prior\": \"gaussian(", "\"prior\": \"horseradish(", "there is no built-in prior or noise 'horseradish'")]
    [InlineData("fan-in)", "fan-in, sparse)", "settings that are not understood")]
    [InlineData("\"likelihood\": \"bernoulli\"", "\"likelihood\": \"gaussian noise(width 2)\"", "lacks the setting 'scale'")]
    [InlineData("\"seed\"", "\"sead\"", "missing required")]
    [InlineData("\"chains\": 2,", "\"chains\": 2", "is not the JSON of a saved posterior")]
    [InlineData("\"checksum\": \"", "\"checksum\": \"0", "field 'checksum'")]
    public void ChangedFilesAreToldApart(string text, string replacement, string message)
    {
        using var folder = new TemporaryFolder();
        SavedPosterior.Of(Draws(Small, 2, 3), About).Save(folder.File("p.json"));
        var json = File.ReadAllText(folder.File("p.json"));
        Assert.Contains(text, json, StringComparison.Ordinal);
        folder.Write("p.json", json.Replace(text, replacement, StringComparison.Ordinal));
        var error = Assert.Throws<UserErrorException>(() => SavedPosterior.Load(folder.File("p.json")));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("p.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingAndForeignFilesAreToldApart()
    {
        using var folder = new TemporaryFolder();
        SavedPosterior.Of(Draws(Small, 2, 3), About).Save(folder.File("p.json"));
        var other = new BayesianNetwork(Mlp.Of(2, [4], 1, Activation.Relu), Small.Prior, Small.Likelihood);
        Assert.Equal(Small.Architecture, SavedPosterior.Load(folder.File("p.json"), Small).Network.Architecture);
        Assert.Contains("expected 2-4-1 relu", Assert.Throws<UserErrorException>(() => SavedPosterior.Load(folder.File("p.json"), other)).Message, StringComparison.Ordinal);
        File.Delete(Directory.GetFiles(folder.Path, "*.safetensors").Single());
        Assert.Contains("field 'numbers': there is no file", Assert.Throws<UserErrorException>(() => SavedPosterior.Load(folder.File("p.json"))).Message, StringComparison.Ordinal);
        Assert.Contains("There is no file", Assert.Throws<UserErrorException>(() => SavedPosterior.Load(folder.File("q.json"))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SavedPosterior.Of(Draws(Small, 1, 1), About).Save(folder.File("p.txt")));
        Assert.Throws<ArgumentException>(() => SavedPosterior.Of(Draws(Small, 1, 1), About with { Inputs = ["a"] }));
    }

    [Fact]
    public void TrainedNetworksAreSavedAndPredictAlike()
    {
        using var folder = new TemporaryFolder();
        var draws = Draws(Small, 1, 3);
        float[] weights = [.. Enumerable.Range(0, 3).SelectMany(d => draws.Position(0, d).ToArray())];
        INetworkEnsemble trained = new TrainedNetworks(Small, 3, weights, null!);
        SavedPosterior.Of(trained, About).Save(folder.File("p.json"));
        float[] inputs = [0.5f, -2];
        var expected = draws.Predict(inputs).Mean();
        Assert.Equal(expected, trained.Predict(inputs).Mean());
        Assert.Equal(expected, SavedPosterior.Load(folder.File("p.json")).Predict(inputs).Mean());
        Assert.Throws<ArgumentOutOfRangeException>(() => trained.Position(1, 0));
    }

    private static BayesianNetwork Small { get; } = new(Mlp.Of(2, [4], 1, Activation.Tanh), Prior.Gaussian(), Likelihood.Bernoulli());

    private static FixedNetworks Draws(BayesianNetwork network, int chains, int draws)
    {
        using var positions = network.PriorDraws(chains * draws, seed: 11);
        return new FixedNetworks(network, chains, [.. positions.data<float>().ToArray().Chunk(network.Parameters)]);
    }
}
