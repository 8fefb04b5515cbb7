using HepBayes.Data;
using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Sampling;
using HepBayes.Sampling.Langevin;
using HepBayes.Sampling.Microcanonical;
using HepBayes.Studies;
using HepBayes.Tests.Networks;

namespace HepBayes.Tests.Studies;

public sealed class StudyFileTests
{
    [Fact]
    public void A_study_comes_back_from_its_text()
    {
        var study = StudyFile.Parse(TinyStudy.Text, "tiny");
        var again = StudyFile.Parse(study.Text, "tiny");
        Assert.Equal(study.Text, again.Text);
        Assert.Equal(study.Sha256, StudyFile.Parse(TinyStudy.Text.Replace("\n", "\r\n", StringComparison.Ordinal), "tiny").Sha256);
        Assert.NotEqual(study.Sha256, (study with { Seed = 12 }).Sha256);
        Assert.DoesNotContain("\r", study.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"seed\": 11", "\"sed\": 11", "(3,3)", "no key 'sed'", "'seed'")]
    [InlineData("\"where\"", "\"were\"", "(4,", "'data' has no key 'were'", "'where'")]
    [InlineData("\"maximumLeapfrogs\"", "\"maxLeapfrogs\"", "(8,", "no key 'maxLeapfrogs'", "'maximumLeapfrogs'")]
    [InlineData("\"maximumLeapfrogs\": 8", "\"maximumDepth\": 8", "(8,", "'sampler' with the method hmc has no key 'maximumDepth'")]
    [InlineData("\"seed\": 11", "\"seed\": \"11\"", "(3,11)", "'seed'", "whole number", "the text '11'")]
    [InlineData("\"seed\": 11", "\"seed\": 1.5", "whole number", "1.5")]
    [InlineData("\"seed\": 11", "\"seed\": 99999999999", "whole number")]
    [InlineData("\"draws\": 25", "\"draws\": 3", "'draws'", "is 3", "at least 4")]
    [InlineData("\"chains\": 8", "\"chains\": 0", "between 1 and")]
    [InlineData("\"train\": 0.7", "\"train\": 1.7", "between 0 and 1")]
    [InlineData("\"train\": 0.7", "\"train\": 0.6", "must add up to 1")]
    [InlineData("\"climb\": 20", "\"targetAcceptance\": 2", "target acceptance must lie between 0 and 1")]
    [InlineData("\"climb\": 20", "\"method\": \"nutz\"", "'nutz'", "one of hmc, nuts, chees, mams, mclmc, mala")]
    [InlineData("\"maximumLeapfrogs\": 8", "\"method\": \"mclmc\", \"maximumLeapfrogs\": 8", "'sampler' with the method mclmc has no key 'maximumLeapfrogs'")]
    [InlineData("\"maximumLeapfrogs\": 8", "\"method\": \"mclmc\", \"energyVariance\": 0", "energy variance must be a positive number")]
    [InlineData("\"maximumLeapfrogs\": 8", "\"method\": \"mala\", \"jitter\": 0.1", "'sampler' with the method mala has no key 'jitter'")]
    [InlineData("x > -9", "x is 9", "(4,", "is no condition")]
    [InlineData("x > -9", "x > nine", "neither a number nor a text")]
    [InlineData("\"tanh\"", "\"tan\"", "(7,", "no activation 'tan'")]
    [InlineData("gaussian(scale 1, bias", "gausian(scale 1, bias", "no built-in prior", "gausian")]
    [InlineData("noise(scale 0.1)", "noise(width 0.1)", "lacks the setting 'scale'")]
    [InlineData("\"hidden\": [5]", "\"hidden\": 5", "must be a list")]
    [InlineData("\"hidden\": [5]", "\"hidden\": [0]", "at least 1")]
    [InlineData("\"activation\": \"tanh\", ", "", "needs the key 'activation'")]
    [InlineData("\"data\": { \"file\": \"rows.csv\",", "\"data\": {", "either 'set'")]
    [InlineData("\"file\": \"rows.csv\"", "\"set\": \"pmsm\"", "one of pmssm")]
    [InlineData("\"inputs\": [\"x\", \"y\"],", "", "'inputs'", "'inputSet'")]
    [InlineData("\"hidden\": [5]", "\"hidden\": [5], \"outputs\": 2", "take 2 targets; the study has 1")]
    [InlineData("\"layers\": [1, 2]", "\"layers\": [2, 1]", "must be a range")]
    [InlineData("\"name\": \"tiny\",", "\"name\": \"tiny\", \"name\": \"tiny\",", "for the second time")]
    [InlineData("\"name\": \"tiny\",", "\"name\": \"tiny\"", "this is no JSON")]
    [InlineData("\"name\": \"tiny\"", "\"format\": 2, \"name\": \"tiny\"", "is 2; this version of the library reads 1")]
    public void What_a_study_cannot_say_is_refused_at_its_place(string old, string changed, params string[] message)
    {
        Assert.Contains(old, TinyStudy.Text, StringComparison.Ordinal);
        var error = Assert.Throws<UserErrorException>(() => StudyFile.Parse(TinyStudy.Text.Replace(old, changed, StringComparison.Ordinal), "tiny.json"));
        Assert.StartsWith("tiny.json(", error.Message, StringComparison.Ordinal);
        Assert.All(message, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("susy-viability")]
    [InlineData("quick")]
    public void Shipped_studies_are_sound(string name)
    {
        var study = StudyFile.Load(Path.Combine(Datasets.Folder, "..", "environment", "studies", name + ".study.json"));
        Assert.Equal(name, study.Name);
        Assert.Equal(19, study.Model().Architecture.Inputs);
    }

    [Fact]
    public void A_notebook_exports_what_it_has()
    {
        var network = new BayesianNetwork(Mlp.Of(19, [80], 1, Activation.Tanh), Prior.Gaussian(scale: 1, outputScale: 6), Likelihood.Bernoulli());
        var options = new HmcOptions { Warmup = 150, Draws = 800, Seed = 3, TrajectoryLength = 2.5, MaximumLeapfrogs = 85, Chains = 4 };
        var study = StudyFile.Of("viability", new StudyData { Set = DataSet.Pmssm, Rows = 7_000 }, Pmssm.Parameters, [new("valid")], network, options);
        Assert.Equal(network.ToString(), study.Model().ToString());
        Assert.Equal(options, study.Sampler.ToOptions(study.Seed, 4, 0));
        Assert.Equal(new NutsOptions { Seed = 2, Chains = 4, MaximumDepth = 7 }, StudyFile.Of("n", study.Data, Pmssm.Parameters, [new("valid")], network, new NutsOptions { Seed = 2, MaximumDepth = 7 }).Sampler.ToOptions(2, 4, 0));
        Assert.Equal(new CheesOptions { Chains = 4, Map = null }, StudyFile.Of("c", study.Data, Pmssm.Parameters, [new("valid")], network, new CheesOptions { Map = null }).Sampler.ToOptions(1, 4, 0));
    }

    public static TheoryData<SamplerOptions> Settings => new()
    {
        new MamsOptions { Warmup = 70, Draws = 9, InitialTrajectoryLength = 2, MaximumLeapfrogs = 30 },
        new MclmcOptions { Warmup = 70, Draws = 9, EnergyVariance = 1e-4, MaximumSteps = 40 },
        new MalaOptions { Warmup = 700, Draws = 9, Thin = 50 },
    };

    // As settings, as text, and as settings again.
    [Theory]
    [MemberData(nameof(Settings), DisableDiscoveryEnumeration = true)]
    public void Newer_samplers_come_back(SamplerOptions settings)
    {
        var network = new BayesianNetwork(Mlp.Of(1, [3], 1, Activation.Tanh), Prior.Gaussian(), Likelihood.Bernoulli());
        var study = StudyFile.Of("n", new StudyData { File = "a.csv" }, ["x"], [new("y")], network, settings with { Seed = 4 });
        Assert.Equal(settings with { Seed = 4, Chains = 2, FirstChain = 6 }, StudyFile.Parse(study.Text, "n").Sampler.ToOptions(4, 2, 6));
    }

    [Fact]
    public void An_export_that_would_say_something_else_is_refused()
    {
        var network = new BayesianNetwork(Mlp.Of(1, [3], 1, Activation.Tanh), Prior.Gaussian(), Likelihood.Bernoulli());
        StudyFile Export(BayesianNetwork model, SamplerOptions options, params string[] inputs) =>
            StudyFile.Of("n", new StudyData { File = "a.csv" }, inputs, [new("y")], model, options);
        var sampler = Assert.Throws<ArgumentException>(() => Export(network, new BanditOptions(), "x")).Message;
        Assert.Contains("BanditOptions", sampler, StringComparison.Ordinal);
        Assert.Contains("HmcOptions, NutsOptions, CheesOptions, MamsOptions, MclmcOptions, MalaOptions", sampler, StringComparison.Ordinal);
        Assert.Contains("2 input columns", Assert.Throws<ArgumentException>(() => Export(network, new HmcOptions(), "x", "y")).Message, StringComparison.Ordinal);
        Assert.Contains("laplace noise of my own", Assert.Throws<ArgumentException>(() => Export(network with { Likelihood = new LaplaceNoise() }, new HmcOptions(), "x")).Message, StringComparison.Ordinal);
        Assert.Equal("n", Export(network, new HmcOptions(), "x").Name);
    }
}
