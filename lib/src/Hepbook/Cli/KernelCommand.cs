using System.CommandLine;
using System.Runtime.InteropServices;
using Hepbook.Jupyter;

namespace Hepbook.Cli;

/// <summary><c>hepbook kernel</c>: notebooks in Jupyter front ends.</summary>
internal static class KernelCommand
{
    private const string DefaultName = "hepbook";

    /// <summary>Describes the command.</summary>
    public static Command Create() => new("kernel", "Makes this program a kernel for Jupyter, JupyterLab and VS Code.") { Install(), List(), Uninstall(), Run() };

    private static Option<string> Name() => new("--name")
    {
        Description = $"The kernel's name (default: {DefaultName}); '{KernelSpecs.InteractiveName}' is the one that the notebooks ask for.",
        DefaultValueFactory = _ => DefaultName,
    };

    private static Option<string?> Prefix() => new("--prefix") { Description = "Use DIR/share/jupyter/kernels, not the user's own folder.", HelpName = "DIR" };

    private static Command Install()
    {
        var (name, prefix) = (Name(), Prefix());
        var command = new Command("install", "Makes the kernel known to front ends; again after this program was moved.") { name, prefix };
        command.SetAction(parsed => Say($"installed: {KernelSpecs.At(parsed.GetValue(prefix)).Install(parsed.GetRequiredValue(name))}"));
        return command;
    }

    private static Command Uninstall()
    {
        var (name, prefix) = (Name(), Prefix());
        var command = new Command("uninstall", "Takes that back.") { name, prefix };
        command.SetAction(parsed => Say($"removed: {KernelSpecs.At(parsed.GetValue(prefix)).Uninstall(parsed.GetRequiredValue(name))}"));
        return command;
    }

    private static Command List()
    {
        var prefix = Prefix();
        var command = new Command("list", "Shows where the kernel is installed.") { prefix };
        command.SetAction(parsed =>
        {
            var found = KernelSpecs.At(parsed.GetValue(prefix)).List();
            return Say(found.Count == 0 ? "not installed: hepbook kernel install" : string.Join('\n', found.Select(k => $"{k.Name,-14} {k.File}")));
        });
        return command;
    }

    private static Command Run()
    {
        var file = new Argument<string>("CONNECTION_FILE") { Description = "The file that the front end wrote." };
        var command = new Command("run", "Serves a front end; front ends call it.") { file };
        command.SetAction((parsed, _) => RunAsync(parsed.GetRequiredValue(file)));
        return command;
    }

    private static int Say(string text)
    {
        Console.WriteLine(text);
        return ExitCode.Done;
    }

    private static async Task<int> RunAsync(string file)
    {
        var connection = ConnectionFile.Read(file);
        var interrupts = new Interrupts();
        using var terminate = new CancellationTokenSource();
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            interrupts.Interrupt();
        });
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            terminate.Cancel();
        });
        var inOrder = await JupyterKernel.RunAsync(connection, interrupts, terminate.Token).ConfigureAwait(false);
        // Whatever the notebook's threads still do ends here.
        ProcessEnd.Now(inOrder ? ExitCode.Done : ExitCode.Failed);
        return ExitCode.Done;
    }
}
