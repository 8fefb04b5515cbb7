using System.CommandLine;
using Hepbook.Converting;

namespace Hepbook.Cli;

/// <summary><c>hepbook convert</c>: notebooks into other formats, and solutions into exercises.</summary>
internal static class ConvertCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var source = new Argument<string>("IN") { Description = "The notebook to read: .ipynb, .dib or .cs." };
        var target = new Argument<string>("OUT") { Description = "The file to write: .ipynb, .dib, or .cs (a program for 'dotnet run')." };
        var exercise = new Option<bool>("--exercise") { Description = "Leave the solutions out: makes an exercise from its solution." };
        var force = new Option<bool>("--force") { Description = "Replace OUT if it exists." };
        var command = new Command("convert", "Converts a notebook between .ipynb, .dib and .cs, or a solution into an exercise.") { source, target, exercise, force };
        command.SetAction(parsed => Execute(parsed.GetRequiredValue(source), parsed.GetRequiredValue(target), parsed.GetValue(exercise), parsed.GetValue(force)));
        return command;
    }

    private static int Execute(string source, string target, bool exercise, bool force)
    {
        foreach (var note in NotebookConverter.Convert(source, target, exercise, force))
            Console.Error.WriteLine($"note: {note}");
        Console.WriteLine($"wrote {target}");
        return ExitCode.Done;
    }
}
