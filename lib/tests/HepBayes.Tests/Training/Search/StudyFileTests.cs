using System.Text;
using HepBayes.Runtime;
using HepBayes.Tests.Data;
using HepBayes.Training.Search;

namespace HepBayes.Tests.Training.Search;

public class StudyFileTests
{
    [Fact]
    public void AStudyGoesOnWhereItsFileEnds()
    {
        using var folder = new TemporaryFolder();
        var options = new StudyOptions { Name = "mixed", Seed = 5, Pruner = Pruner.Median() };
        var whole = Study.Create(options).Run(Objective, 30);
        options = options with { File = folder.File("study.jsonl") };
        Study.Create(options).Run(Objective, 9);
        Study.Create(options).Run(Objective, 21);
        var resumed = Study.Create(options).Run(Objective, 30);
        Assert.Equal("", resumed.Notice);
        Assert.Equal(Content(whole), Content(resumed));
        Assert.Equal(Content(whole), Content(Study.Create(options)));
        Assert.Equal([TrialState.Complete, TrialState.Pruned, TrialState.Failed], whole.Trials.Select(t => t.State).Distinct().Order());
        // Nothing is left to do.
        Study.Create(options).Run(_ => throw new InvalidOperationException("not called"), 30);
    }

    [Fact]
    public void ALastLineThatWasCutIsDroppedWithANotice()
    {
        using var folder = new TemporaryFolder();
        var options = new StudyOptions { File = folder.File("study.jsonl") };
        var whole = Content(Study.Create(options).Run(Objective, 12));
        var bytes = File.ReadAllBytes(options.File!);
        var last = Array.LastIndexOf(bytes, (byte)'\n', bytes.Length - 2) + 1;
        foreach (var cut in new[] { last + 1, (last + bytes.Length) / 2, bytes.Length - 1 })
        {
            File.WriteAllBytes(options.File!, bytes[..cut]);
            var study = Study.Create(options);
            Assert.Equal(11, study.Trials.Count);
            Assert.Contains($"was incomplete ({cut - last} bytes)", study.Notice, StringComparison.Ordinal);
            Assert.Equal(whole, Content(study.Run(Objective, 12)));
            Assert.Equal(whole, Content(Study.Create(options)));
        }
    }

    [Fact]
    public void AFileOfAnotherStudyIsRefused()
    {
        using var folder = new TemporaryFolder();
        var options = new StudyOptions { Name = "vlq", File = folder.File("study.jsonl") };
        Study.Create(options).Run(Objective, 3);
        string Message(StudyOptions other) => Assert.Throws<UserErrorException>(() => Study.Create(other)).Message;
        Assert.Contains("belongs to another study: its name is 'vlq', here it is 'ship'", Message(options with { Name = "ship" }), StringComparison.Ordinal);
        Assert.Contains("its seed is '1', here it is '2'", Message(options with { Seed = 2 }), StringComparison.Ordinal);
        Assert.Contains("its direction is 'Minimise'", Message(options with { Direction = SearchDirection.Maximise }), StringComparison.Ordinal);
        Assert.Contains("here it is 'random'", Message(options with { Sampler = SearchSampler.Random() }), StringComparison.Ordinal);
        Assert.Contains("its pruner is 'none'", Message(options with { Pruner = Pruner.Median() }), StringComparison.Ordinal);
        // A name that stands for something else shows at the first question.
        var space = Assert.Throws<UserErrorException>(() => Study.Create(options).Run(t => t.Float("rate", 1e-3, 1, log: true), 4)).Message;
        Assert.Contains("'numbers 0.0001 to 1, logarithmic' in trial 0", space, StringComparison.Ordinal);
        Assert.Equal(3, Study.Create(options).Trials.Count);
    }

    [Fact]
    public void DamagedFilesAreRefusedWithTheLine()
    {
        using var folder = new TemporaryFolder();
        var options = new StudyOptions { File = folder.File("study.jsonl") };
        Study.Create(options).Run(Objective, 3);
        var lines = File.ReadAllLines(options.File!);
        string Message(params string[] content)
        {
            File.WriteAllText(options.File!, string.Concat(content.Select(l => l + "\n")));
            return Assert.Throws<UserErrorException>(() => Study.Create(options)).Message;
        }

        Assert.Contains("line 3", Message(lines[0], lines[1], lines[2][..^5], lines[3]), StringComparison.Ordinal);
        Assert.Contains("line 3: trial 2 stands where trial 1 was expected", Message(lines[0], lines[1], lines[3]), StringComparison.Ordinal);
        Assert.Contains("line 1: it does not begin as a study file does", Message("{\"a\":1}"), StringComparison.Ordinal);
        Assert.Contains("its format is 9", Message(lines[0].Replace("search\":1", "search\":9", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("no complete first line", Message(), StringComparison.Ordinal);
    }

    [Fact]
    public void TwoSearchesDoNotWriteIntoOneFile()
    {
        using var folder = new TemporaryFolder();
        var options = new StudyOptions { File = folder.File("study.jsonl") };
        var first = Study.Create(options);
        first.Run(t => t.Number == 0 ? Assert.Throws<UserErrorException>(() => Study.Create(options)).Message.Length : 0, 1);
        Assert.Equal(TrialState.Complete, first.Trials[0].State);
        var late = Study.Create(options);
        first.Run(_ => 0, 2);
        Assert.Contains("has changed since it was read", Assert.Throws<UserErrorException>(() => late.Run(_ => 0, 3)).Message, StringComparison.Ordinal);
        Assert.Equal(3, Study.Create(options).Run(_ => 0, 3).Trials.Count);
    }

    /// <summary>All of a study but the durations.</summary>
    internal static string Content(Study study) =>
        study.Trials.Aggregate(new StringBuilder(), (text, trial) => text.AppendLine(JournalLines.Of(trial with { Seconds = 0 }))).ToString();

    private static double Objective(Trial trial)
    {
        var value = SearchFunctions.Mixed(trial);
        if (trial.Number == 7)
            throw new InvalidDataException("said \"no\"\nand left");
        return trial.Report(1, value + 1) && trial.Report(2, value) ? value : 0;
    }
}
