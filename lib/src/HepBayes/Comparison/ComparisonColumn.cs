namespace HepBayes.Comparison;

/// <summary>A figure of the comparison, for tables and files.</summary>
/// <param name="Name">Name in files.</param>
/// <param name="Title">Heading in tables.</param>
/// <param name="Value">Reads the figure.</param>
/// <param name="Write">Sets the figure from a file; null for a figure that follows from others.</param>
public sealed record ComparisonColumn(string Name, string Title, Func<ComparisonFigures, double> Value, Func<ComparisonFigures, double, ComparisonFigures>? Write = null)
{
    /// <summary>All figures.</summary>
    public static IReadOnlyList<ComparisonColumn> All { get; } =
    [
        new("log_density", "log density", f => f.LogDensity, (f, v) => f with { LogDensity = v }),
        new("error", "error", f => f.Error, (f, v) => f with { Error = v }),
        new("coverage68", "in 68 %", f => f.Coverage68, (f, v) => f with { Coverage68 = v }),
        new("coverage95", "in 95 %", f => f.Coverage95, (f, v) => f with { Coverage95 = v }),
        new("calibration_error", "calibration error", f => f.CalibrationError, (f, v) => f with { CalibrationError = v }),
        new("ess", "ESS", f => f.EffectiveSize, (f, v) => f with { EffectiveSize = v }),
        new("ess_per_second", "ESS/s", f => f.EffectiveSizePerSecond),
        new("ess_per_1000_gradients", "ESS/1,000 gradients", f => f.EffectiveSizePerThousandGradients),
        new("rhat", "R-hat", f => f.Rhat, (f, v) => f with { Rhat = v }),
        new("divergences", "divergences", f => f.Divergences, (f, v) => f with { Divergences = v }),
        new("gradients", "gradients", f => f.Gradients, (f, v) => f with { Gradients = v }),
        new("seconds", "seconds", f => f.Seconds, (f, v) => f with { Seconds = v }),
        new("distance", "distance", f => f.Distance, (f, v) => f with { Distance = v }),
        new("chance_distance", "by chance", f => f.ChanceDistance, (f, v) => f with { ChanceDistance = v }),
        new("spread", "spread", f => f.Spread, (f, v) => f with { Spread = v }),
    ];

    /// <summary>A figure by its name.</summary>
    /// <param name="name">One of the names in <see cref="All"/>.</param>
    /// <exception cref="ArgumentException">There is no such figure.</exception>
    public static ComparisonColumn Of(string name) => All.FirstOrDefault(c => c.Name == name)
        ?? throw new ArgumentException($"There is no figure '{name}'; known are {string.Join(", ", All.Select(c => c.Name))}.", nameof(name));
}
