namespace Hepbook.Cli;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    /// <summary>Everything ran.</summary>
    public const int Done = 0;

    /// <summary>A cell failed, or a check of <c>doctor</c> did.</summary>
    public const int Failed = 1;

    /// <summary>Bad usage or input.</summary>
    public const int Usage = 2;

    /// <summary>Interrupted by the user.</summary>
    public const int Interrupted = 130;
}
