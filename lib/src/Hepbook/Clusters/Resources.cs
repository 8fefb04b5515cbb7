namespace Hepbook.Clusters;

/// <summary>What a task asks the batch system for; what is null is left to the site's defaults.</summary>
internal sealed record Resources
{
    private static readonly TimeSpan LongestNotice = TimeSpan.FromSeconds(120);

    /// <summary>The longest a task may run.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>Memory of a task, in MiB.</summary>
    public long? MemoryMiB { get; init; }

    /// <summary>Processor cores, and threads, of a task.</summary>
    public int Cores { get; init; } = 1;

    /// <summary>Generic resources as Slurm writes them, such as gpu:1.</summary>
    public string? Gres { get; init; }

    /// <summary>Slurm's partition.</summary>
    public string? Partition { get; init; }

    /// <summary>The account that is charged.</summary>
    public string? Account { get; init; }

    /// <summary>The most tasks that may run at a time.</summary>
    public int? MaxRunning { get; init; }

    /// <summary>How long before the end of <see cref="Time"/> a task is told: enough to save its state.</summary>
    public TimeSpan Notice => Time is { } time && time < 5 * LongestNotice ? time / 5 : LongestNotice;
}
