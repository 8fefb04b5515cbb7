namespace HepBayes.Physics;

/// <summary>
/// A parameter of a fit model: where the fit starts, and between which limits it may move. Shapes that are given parameters of
/// the same name share them.
/// </summary>
/// <remarks>Choose limits that the fit does not reach: errors at a limit mean nothing, and the result says so.</remarks>
public sealed record FitParameter
{
    /// <summary>Makes a free parameter.</summary>
    /// <param name="name">Its name, unique in a model.</param>
    /// <param name="value">The value at which the fit starts, between the limits.</param>
    /// <param name="low">The lower limit; none if not given.</param>
    /// <param name="high">The upper limit; none if not given.</param>
    /// <param name="unit">The unit that tables show, for example GeV.</param>
    /// <exception cref="ArgumentException">The name is empty, the limits do not rise, or the value is not between them.</exception>
    public FitParameter(string name, double value, double low = double.NegativeInfinity, double high = double.PositiveInfinity, string unit = "")
    {
        if (string.IsNullOrWhiteSpace(name))
            throw new ArgumentException("A fit parameter needs a name.", nameof(name));
        if (!(low < high))
            throw new ArgumentException(FormattableString.Invariant($"The limits of '{name}' are {low} and {high}; the lower one must be below the upper one. To keep a parameter at a value use Fix()."), nameof(low));
        (Name, Low, High, Unit) = (name, low, high, unit);
        Value = Checked(value);
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The starting value, or the value itself of a fixed parameter.</summary>
    public double Value { get; private init; }

    /// <summary>The lower limit; negative infinity without one.</summary>
    public double Low { get; }

    /// <summary>The upper limit; infinity without one.</summary>
    public double High { get; }

    /// <summary>The unit that tables show.</summary>
    public string Unit { get; }

    /// <summary>Whether the fit leaves the value as it is.</summary>
    public bool IsFixed { get; private init; }

    /// <summary>What another measurement says about the parameter, or null.</summary>
    public GaussianConstraint? Constraint { get; private init; }

    /// <summary>This parameter, kept at its value.</summary>
    public FitParameter Fix() => this with { IsFixed = true };

    /// <summary>This parameter, kept at a value.</summary>
    /// <param name="value">The value, between the limits.</param>
    /// <exception cref="ArgumentException">The value is not between the limits.</exception>
    public FitParameter Fix(double value) => this with { IsFixed = true, Value = Checked(value) };

    /// <summary>This parameter, free.</summary>
    public FitParameter Free() => this with { IsFixed = false };

    /// <summary>This parameter with another starting value.</summary>
    /// <param name="value">The value, between the limits.</param>
    /// <exception cref="ArgumentException">The value is not between the limits.</exception>
    public FitParameter StartAt(double value) => this with { Value = Checked(value) };

    /// <summary>This parameter with a Gaussian constraint from another measurement.</summary>
    /// <param name="mean">The other measurement, finite.</param>
    /// <param name="standardDeviation">Its standard error, above 0.</param>
    /// <exception cref="ArgumentException">The mean is not finite, or the error is not above 0.</exception>
    public FitParameter Constrain(double mean, double standardDeviation)
    {
        if (!(double.IsFinite(mean) && standardDeviation > 0 && double.IsFinite(standardDeviation)))
            throw new ArgumentException(FormattableString.Invariant($"'{Name}' cannot be constrained to {mean} +- {standardDeviation}; give a finite mean and an error above 0."), nameof(standardDeviation));
        return this with { Constraint = new GaussianConstraint(mean, standardDeviation) };
    }

    private double Checked(double value) => double.IsFinite(value) && value >= Low && value <= High
        ? value
        : throw new ArgumentException(FormattableString.Invariant($"The value {value} of '{Name}' is not between its limits {Low} and {High}. Move the value or the limits."), nameof(value));
}
