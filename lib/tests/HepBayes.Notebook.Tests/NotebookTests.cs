using HepBayes.Evaluation;
using HepBayes.Runtime;
using Microsoft.DotNet.Interactive.Formatting;

namespace HepBayes.Notebooks.Tests;

[Collection("formatters")]
public class NotebookTests
{
    [Fact]
    public void Start_registers_the_formatters_and_may_be_repeated()
    {
        Notebook.Start(threads: 1);
        Notebook.Start(threads: 1);
        Assert.Equal((1, 1), (Compute.Threads, TorchSharp.torch.get_num_threads()));
        Assert.Contains("<table", TableView.Of(["a"], [1]).ToDisplayString("text/html"), StringComparison.Ordinal);
        Assert.False(Notebook.CancellationToken.CanBeCanceled);
        Assert.InRange(Notebook.Seconds, 0, 3600);
    }

    [Fact]
    public void The_description_names_versions_device_and_host()
    {
        var lines = Notebook.Description().Split('\n');
        Assert.StartsWith("HepBayes    0.1.0, TorchSharp 0.107.0, libtorch 2.", lines[0], StringComparison.Ordinal);
        Assert.Matches("^device      (cpu|cuda).*threads?$", lines[1].TrimEnd());
        Assert.StartsWith($".NET        {Environment.Version}", lines[2], StringComparison.Ordinal);
        Assert.Equal("notebook    program", lines[3].TrimEnd());
    }

    [Fact]
    public void No_threads_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Notebook.Start(0));

    [Fact]
    public void An_interval_reads_the_same_in_a_table() =>
        Assert.Contains(new Interval(0.5, 0.4, 0.6).ToString(), TableView.Of(["a"], [new Interval(0.5, 0.4, 0.6)]).ToString(), StringComparison.Ordinal);
}
