using HepBayes.Studies;

namespace HepBayes.Tests.Studies;

/// <summary>A command of the studies and what it answered.</summary>
internal sealed record CommandRun(int Code, string Output, string Error)
{
    public static CommandRun Of(string command, params string[] arguments) => Cancellable(command, arguments, CancellationToken.None);

    public static CommandRun Cancellable(string command, string[] arguments, CancellationToken cancellation)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = StudyCommands.Run(command, arguments, output, error, cancellation);
        return new CommandRun(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs a command that must succeed.</summary>
    public static string Good(string command, params string[] arguments)
    {
        var run = Of(command, arguments);
        Assert.True(run.Code == 0, $"{command} gave {run.Code}: {run.Error}");
        return run.Output;
    }

    /// <summary>Runs a command that must fail with a code and a message that holds all the texts.</summary>
    public static void Refused(int code, string[] texts, string command, params string[] arguments)
    {
        var run = Of(command, arguments);
        Assert.Equal(code, run.Code);
        foreach (var text in texts)
            Assert.Contains(text, run.Error, StringComparison.Ordinal);
    }
}
