using System.Globalization;
using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Runtime;
using HepBayes.TensorBnn;
using HepBayes.Tests.Data;

namespace HepBayes.Tests.TensorBnn;

public class TensorBnnFolderTests
{
    private static readonly string Golden = Path.Combine(AppContext.BaseDirectory, "TensorBnn", "Golden");

    [Theory]
    [InlineData("regression", "2-4-3-2 tanh", 6)]
    [InlineData("classifier", "3-4-1 square prelu", 4)]
    [InlineData("slopes", "1-3-2-1 prelu", 3)]
    [InlineData("linear", "2-3-1 identity", 2)]
    public void PredictionsAreThoseOfTheOriginalsFormula(string name, string architecture, int count)
    {
        var networks = TensorBnnFolder.Read(Path.Combine(Golden, name), LikelihoodOf(name));
        Assert.Equal(architecture, networks.Network.Architecture.ToString());
        Assert.Equal((1, count), (networks.Chains, networks.Draws));
        RequirePredictions(name, networks);
    }

    [Fact]
    public void HyperParametersAreLocationsAndLogarithmsOfScales()
    {
        var networks = TensorBnnFolder.Read(Path.Combine(Golden, "regression"), LikelihoodOf("regression"));
        var (network, theirs) = (networks.Network, File.ReadAllLines(Path.Combine(Golden, "regression", "hypers1.txt")).Select(l => double.Parse(l, CultureInfo.InvariantCulture)).ToArray());
        Assert.Equal(Prior.TensorBnnGaussian().Name, network.Prior.Name);
        var values = network.ParameterNames.Zip(networks.Position(0, 4).ToArray()).ToDictionary(p => p.First, p => (double)p.Second);
        var own = theirs[13..26];
        Assert.Equal(own[0], values["layer1.weight.location"], 1e-6);
        Assert.Equal(own[1] * own[1], Math.Exp(values["layer1.weight.log_scale"]), 1e-6);
        Assert.Equal(own[6], values["layer2.bias.location"], 1e-6);
        Assert.Equal(own[11] * own[11], Math.Exp(values["layer3.bias.log_scale"]), 1e-6);
        Assert.Equal(own[12] * own[12], Math.Exp(values["noise.log_scale"]), 1e-6);
    }

    [Fact]
    public void SlopesOfSquarePreluBringTheirHyperParametersAndThoseOfPreluStartAtTheCentre()
    {
        var square = TensorBnnFolder.Read(Path.Combine(Golden, "classifier"), LikelihoodOf("classifier"));
        var values = square.Network.ParameterNames.Zip(square.Position(0, 0).ToArray()).ToDictionary(p => p.First, p => (double)p.Second);
        var theirs = File.ReadAllLines(Path.Combine(Golden, "classifier", "hypers0.txt")).Select(l => double.Parse(l, CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(theirs[4], values["layer1.slope.location"], 1e-6);
        Assert.Equal(theirs[5], Math.Exp(values["layer1.slope.log_scale"]), 1e-6);
        Assert.Equal(theirs[6], values["layer2.weight.location"], 1e-6);
        var plain = TensorBnnFolder.Read(Path.Combine(Golden, "slopes"), LikelihoodOf("slopes"));
        values = plain.Network.ParameterNames.Zip(plain.Position(0, 0).ToArray()).ToDictionary(p => p.First, p => (double)p.Second);
        Assert.Equal(0, values["layer1.slope.location"]);
        Assert.Equal(0.3, Math.Exp(values["layer1.slope.log_scale"]), 1e-6);
    }

    [Theory]
    [InlineData("regression")]
    [InlineData("classifier")]
    [InlineData("linear")]
    public void WhatIsWrittenIsReadBack(string name)
    {
        using var folder = new TemporaryFolder();
        var networks = TensorBnnFolder.Read(Path.Combine(Golden, name), LikelihoodOf(name));
        TensorBnnFolder.Write(networks, folder.File("copy"));
        var again = TensorBnnFolder.Read(folder.File("copy"), LikelihoodOf(name));
        Assert.Equal(networks.Draws, again.Draws);
        for (var draw = 0; draw < networks.Draws; draw++)
        {
            foreach (var (a, b) in networks.Position(0, draw).ToArray().Zip(again.Position(0, draw).ToArray()))
                Assert.Equal(a, b, 1e-6f);
        }

        Assert.Equal(File.ReadAllText(Path.Combine(Golden, name, "architecture.txt")), File.ReadAllText(Path.Combine(folder.File("copy"), "architecture.txt")));
        RequirePredictions(name, again);
    }

    [Theory]
    [InlineData("missing tensor", "2.1.txt", "There is no file")]
    [InlineData("missing summary", "summary.txt", "after the first full file")]
    [InlineData("cut tensor", "0.1.txt", "line 10: found the end of the file; expected 12 lines")]
    [InlineData("cut line", "0.0.txt", "line 2: found 1 numbers; expected 2")]
    [InlineData("no number", "1.0.txt", "line 3: found 'nan'; expected a finite number")]
    [InlineData("cut summary", "summary.txt", "The file is cut")]
    [InlineData("shape", "summary.txt", "line 3: found the shape 3 x 5; expected 3 x 4")]
    [InlineData("tensors", "summary.txt", "found 7 tensors; expected 6")]
    [InlineData("no networks", "summary.txt", "found 0 networks in 0 files")]
    [InlineData("word", "summary.txt", "line 1: found 'four'; expected a whole number")]
    [InlineData("layer", "architecture.txt", "line 2: found the layer 'mylayer'")]
    [InlineData("mixed priors", "architecture.txt", "one network has one prior")]
    [InlineData("mixed activations", "architecture.txt", "share one activation")]
    [InlineData("too few layers", "architecture.txt", "found the shapes of 6 tensors; expected 4")]
    [InlineData("two activations", "architecture.txt", "line 3: found 'tanh'; expected a dense layer")]
    [InlineData("cut hypers", "hypers1.txt", "line 39: found the end of the file; expected 39 lines")]
    public void FoldersThatCannotBeReadAreRefusedByFileAndLine(string damage, string file, string message)
    {
        using var folder = new TemporaryFolder();
        foreach (var source in Directory.GetFiles(Path.Combine(Golden, "regression")))
            File.Copy(source, folder.File(Path.GetFileName(source)));
        var path = folder.File(file);
        if (damage.StartsWith("missing", StringComparison.Ordinal))
            File.Delete(path);
        else
            File.WriteAllLines(path, Damaged(damage, File.ReadAllLines(path)));
        var error = Assert.Throws<UserErrorException>(() => TensorBnnFolder.Read(folder.Path, LikelihoodOf("regression")));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherLikelihoodThanThatOfTheTrainingIsRefused()
    {
        string Refused(string name, Likelihood likelihood) => Assert.Throws<UserErrorException>(() => TensorBnnFolder.Read(Path.Combine(Golden, name), likelihood)).Message;
        Assert.Contains("found 13 hyper-parameters; expected 12", Refused("regression", Likelihood.Gaussian(0.1)), StringComparison.Ordinal);
        Assert.Contains("expected 'sigmoid'", Refused("regression", Likelihood.Bernoulli()), StringComparison.Ordinal);
        Assert.Contains("expected no activation", Refused("classifier", Likelihood.Gaussian(0.1)), StringComparison.Ordinal);
        Assert.Contains("no folder", Refused("nowhere", Likelihood.Gaussian(0.1)), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatTheOriginalLacksIsNotWritten()
    {
        using var folder = new TemporaryFolder();
        string Refused(Activation activation, Prior prior, Likelihood likelihood) =>
            Assert.Throws<ArgumentException>(() => TensorBnnFolder.Write(new BayesianNetwork(Mlp.Of(1, [2], 2, activation), prior, likelihood).PriorNetworks(2, seed: 1), folder.File("new"))).Message;
        Assert.Contains("prior", Refused(Activation.Tanh, Prior.Gaussian(), Likelihood.Gaussian(0.1)), StringComparison.Ordinal);
        Assert.Contains("activation", Refused(Activation.Gelu, Prior.TensorBnnGaussian(), Likelihood.Gaussian(0.1)), StringComparison.Ordinal);
        Assert.Contains("likelihood", Refused(Activation.Tanh, Prior.TensorBnnGaussian(), Likelihood.Categorical()), StringComparison.Ordinal);
        Assert.Contains("slopes", Refused(Activation.Prelu, Prior.TensorBnnGaussian(), Likelihood.Gaussian(0.1)), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("new")));
    }

    private static Likelihood LikelihoodOf(string name) => name switch
    {
        "classifier" => Likelihood.Bernoulli(),
        "linear" => Likelihood.Gaussian(0.1),
        _ => Likelihood.GaussianWithSampledNoise(0.1),
    };

    private static void RequirePredictions(string name, NetworkSamples networks)
    {
        var inputs = Numbers(name, "inputs.csv").SelectMany(r => r).Select(v => (float)v).ToArray();
        var expected = Numbers(name, "predictions.csv");
        var predictive = networks.Predict(inputs);
        for (var n = 0; n < networks.Draws; n++)
        {
            for (var output = 0; output < predictive.Outputs; output++)
            {
                var found = predictive.Network(n, output);
                for (var row = 0; row < found.Length; row++)
                    Assert.Equal(expected[(n * found.Length) + row][output], found[row], 1e-5);
            }
        }
    }

    private static double[][] Numbers(string name, string file) =>
        [.. File.ReadAllLines(Path.Combine(Golden, name, file)).Select(l => l.Split(',').Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray())];

    private static string[] Damaged(string damage, string[] lines) => damage switch
    {
        "cut tensor" => lines[..9],
        "cut line" => [lines[0], lines[1].Split(' ')[0], .. lines[2..]],
        "no number" => [.. lines[..2], "nan", .. lines[3..]],
        "cut summary" => lines[..5],
        "shape" => [.. lines[..2], "3 5", .. lines[3..]],
        "tensors" => [.. lines[..^2], "6 2 7", lines[^1]],
        "no networks" => [.. lines[..^2], "0 0 6", lines[^1]],
        "word" => ["four 2", .. lines[1..]],
        "layer" => [lines[0], "mylayer", .. lines[2..]],
        "mixed priors" => ["dense", .. lines[1..]],
        "mixed activations" => [lines[0], "relu", .. lines[2..]],
        "too few layers" => lines[..3],
        "two activations" => [.. lines[..2], "tanh", .. lines[2..]],
        "cut hypers" => lines[..^1],
        _ => throw new ArgumentException(damage),
    };
}
