namespace HepBayes.Physics;

/// <summary>How SOFTSUSY is called.</summary>
public sealed record SoftSusyOptions
{
    /// <summary>The program: a path, or a name that is looked for in PATH.</summary>
    public string Executable { get; init; } = "softpoint.x";

    /// <summary>Its arguments; the point goes to its standard input.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = ["leshouches"];

    /// <summary>The longest a point may take; then it is stopped and recorded.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Points that are computed side by side.</summary>
    public int Parallel { get; init; } = Environment.ProcessorCount;
}
