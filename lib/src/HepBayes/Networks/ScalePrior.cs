namespace HepBayes.Networks;

/// <summary>
/// The prior density of a scale s above 0 (a standard deviation, say). It is sampled as u = log s, and the densities are
/// those of u: p(u) = p(s) s.
/// </summary>
public sealed class ScalePrior
{
    private ScalePrior(string name, LocationScaleFamily family, double centre, double width)
    {
        (Name, Family, Location, Width) = (name, family, Math.Log(centre), width);
    }

    /// <summary>The name with its settings, as saved in files.</summary>
    public string Name { get; }

    /// <summary>Shape of the density of z = (u - log centre) / width.</summary>
    internal LocationScaleFamily Family { get; }

    /// <summary>Logarithm of the centre, where chains start.</summary>
    internal double Location { get; }

    internal double Width { get; }

    /// <summary>log s is normal: N(log median, spread^2). No value of s is excluded, and it is never pulled to 0.</summary>
    /// <param name="median">Median of s, above 0.</param>
    /// <param name="spread">Standard deviation of log s, above 0; 1 means a factor of e either way.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not a positive number.</exception>
    public static ScalePrior LogNormal(double median, double spread = 1.0) => new(
        FormattableString.Invariant($"log-normal({median}, {spread})"),
        LocationScaleFamily.Gaussian,
        Positive.Check(median, nameof(median)),
        Positive.Check(spread, nameof(spread)));

    /// <summary>s is normal, cut off at 0 (TensorBNN's choice; see lib/docs/densities.md).</summary>
    /// <param name="mean">Mean before the cut, above 0.</param>
    /// <param name="standardDeviation">Standard deviation before the cut, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not a positive number.</exception>
    public static ScalePrior Normal(double mean, double standardDeviation)
    {
        var ratio = Positive.Check(standardDeviation, nameof(standardDeviation)) / Positive.Check(mean, nameof(mean));
        var family = new BuiltInFamily<LogTruncatedNormalShape>(new LogTruncatedNormalShape(ratio), "log truncated normal", double.NaN);
        return new(FormattableString.Invariant($"normal({mean}, {standardDeviation})"), family, mean, ratio);
    }

    /// <summary>s is the size of a normal number: p(s) = sqrt(2 / pi) / scale exp(-s^2 / (2 scale^2)).</summary>
    /// <param name="scale">Scale, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not a positive number.</exception>
    public static ScalePrior HalfNormal(double scale) => new(
        FormattableString.Invariant($"half-normal({scale})"),
        new BuiltInFamily<LogHalfNormalShape>(default, "log half-normal", double.NaN),
        Positive.Check(scale, nameof(scale)),
        1);

    /// <summary>p(s) = 2 / (pi scale (1 + (s / scale)^2)) (Gelman, Bayesian Analysis 1 (2006) 515).</summary>
    /// <param name="scale">Scale, which is the median, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not a positive number.</exception>
    public static ScalePrior HalfCauchy(double scale) => new(
        FormattableString.Invariant($"half-cauchy({scale})"),
        new BuiltInFamily<LogHalfCauchyShape>(default, "log half-cauchy", Math.PI * Math.PI / 4),
        Positive.Check(scale, nameof(scale)),
        1);

    /// <summary>Log density of u = log s, Jacobian included, and its slope.</summary>
    /// <param name="u">The logarithm of the scale.</param>
    public (double LogDensity, double Slope) Evaluate(double u)
    {
        var z = (u - Location) / Width;
        return (Family.LogDensity(z) - Math.Log(Width), Family.Slope(z) / Width);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
