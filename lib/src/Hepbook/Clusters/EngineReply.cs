namespace Hepbook.Clusters;

/// <summary>What a command of a batch system answered.</summary>
/// <param name="Code">Its exit code; -1 if it did not end in time.</param>
/// <param name="Output">What it wrote.</param>
/// <param name="Error">What it complained about.</param>
internal sealed record EngineReply(int Code, string Output, string Error)
{
    /// <summary>Whether it did what it was told.</summary>
    public bool Succeeded => Code == 0;
}
