using HepBayes.Runtime;
using HepBayes.Sampling.Learned;
using HepBayes.Tests.Data;
using HepBayes.Tests.Support;

namespace HepBayes.Tests.Sampling.Learned;

/// <summary>The file of a learned leapfrog.</summary>
public class LearnedLeapfrogTests
{
    [Fact]
    public void AFileBringsBackTheSameBits()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("below/leapfrog.json");
        using var density = new NormalDensity([0, 1, 2], new[,] { { 1.0, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } });
        var written = L2Hmc.Train(density, new L2HmcTrainingOptions { Steps = 3, Chains = 4, Iterations = 3 }, cancellation: TestContext.Current.CancellationToken);
        written.Write(path);
        var read = LearnedLeapfrog.Read(path);
        Assert.Equal(written.Weights, read.Weights);
        Assert.Equal(written.Masks, read.Masks);
        Assert.Equal(written.Fingerprint, read.Fingerprint);
        Assert.Equal((written.Parameters, written.Hidden, written.Steps, written.StepSize, written.TrainingGradients), (read.Parameters, read.Hidden, read.Steps, read.StepSize, read.TrainingGradients));
        Assert.Equal(written.History.Loss, read.History.Loss);
        Assert.Equal(written.History.StepSize, read.History.StepSize);
        Assert.NotEqual(written.Fingerprint, RandomLeapfrogs.Of(3, 3, 0.1, 0).Fingerprint);
    }

    [Fact]
    public void DamagedFilesAreNamedWithThePlace()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("leapfrog.json");
        RandomLeapfrogs.Of(2, 3, 0.1, 0).Write(path);
        var text = File.ReadAllText(path);
        string Refused(string content)
        {
            var file = folder.Write("damaged.json", content);
            var message = Assert.Throws<UserErrorException>(() => LearnedLeapfrog.Read(file)).Message;
            Assert.Contains(file, message, StringComparison.Ordinal);
            return message;
        }

        var cut = text[..(text.Length / 2)];
        Assert.Contains($"line {cut.Count(c => c == '\n') + 1},", Refused(cut), StringComparison.Ordinal);
        Assert.Contains("line 1,", Refused(""), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Refused("[1, 2]"), StringComparison.Ordinal);
        Assert.Contains("its format is 7, expected 1", Refused(text.Replace("\"format\": 1", "\"format\": 7", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("weights, expected", Refused(text.Replace("\"hidden\": 8", "\"hidden\": 9", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("expected positive numbers", Refused(text.Replace("\"hidden\": 8", "\"hidden\": -8", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("a mask is not", Refused(text.Replace("\"01\"", "\"0\"", StringComparison.Ordinal).Replace("\"10\"", "\"1\"", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("There is no file", Assert.Throws<UserErrorException>(() => LearnedLeapfrog.Read(folder.File("none.json"))).Message, StringComparison.Ordinal);
    }
}
