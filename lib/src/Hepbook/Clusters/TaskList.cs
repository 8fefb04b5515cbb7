using System.Globalization;

namespace Hepbook.Clusters;

/// <summary>Which units each task of a submission runs, one after another.</summary>
/// <param name="Tasks">The units of each task; every task has at least one.</param>
internal sealed record TaskList(IReadOnlyList<int[]> Tasks)
{
    /// <summary>Deals units out, neighbours together.</summary>
    /// <param name="units">The units, in the order in which they should run.</param>
    /// <param name="perTask">Units of a task, at least 1.</param>
    public static TaskList Of(IEnumerable<int> units, int perTask) => new([.. units.Chunk(perTask)]);

    /// <summary>Reads the list of a submission.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="UserErrorException">It cannot be read.</exception>
    public static TaskList Read(string file)
    {
        try
        {
            return new([.. File.ReadLines(file).Select(line => line.Split(' ').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray())]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or OverflowException)
        {
            throw new UserErrorException($"'{file}' cannot be read: {e.Message} It says which units each task runs and is written by 'hepbook submit'.", e);
        }
    }

    /// <summary>The list as text: a line for each task, which a shell reads.</summary>
    public string Text => string.Concat(Tasks.Select(units => string.Join(' ', units.Select(u => u.ToString(CultureInfo.InvariantCulture))) + "\n"));
}
