namespace Hepbook.Clusters;

/// <summary>What the tasks of a submission do: all that scripts are written from.</summary>
/// <param name="Run">The folder of the run, which exists.</param>
/// <param name="Program">hepbook, as a command with its first arguments.</param>
/// <param name="Arguments">The command of a unit without its number.</param>
/// <param name="Tasks">Which task runs which units.</param>
/// <param name="Resources">What a task needs.</param>
internal sealed record Work(RunFolder Run, IReadOnlyList<string> Program, IReadOnlyList<string> Arguments, TaskList Tasks, Resources Resources)
{
    /// <summary>Name of the jobs: letters, digits, dots and dashes only, which every batch system takes.</summary>
    public string JobName => string.Concat($"{Run.Kind}-{Run.Name}".Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '-'));

    /// <summary>The command that merges.</summary>
    public IEnumerable<string> Merge => [.. Program, "merge", Run.Path];
}
