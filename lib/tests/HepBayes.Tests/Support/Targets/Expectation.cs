namespace HepBayes.Tests.Support;

/// <summary>A quantity whose mean over a target distribution is known.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">The quantity of a draw: position and log density.</param>
/// <param name="Mean">Its mean over the target.</param>
/// <param name="StandardError">Standard error of <paramref name="Mean"/>; 0 for a closed form.</param>
internal sealed record Expectation(string Name, Expectation.Quantity Value, double Mean, double StandardError = 0)
{
    public delegate double Quantity(ReadOnlySpan<double> position, double logDensity);

    /// <summary>Mean and variance of a quantity whose first two moments are known.</summary>
    public static IEnumerable<Expectation> Moments(string name, Quantity value, double mean, double variance, double meanError = 0, double varianceError = 0)
    {
        yield return new Expectation($"mean of {name}", value, mean, meanError);
        yield return new Expectation($"variance of {name}", (x, l) => (value(x, l) - mean) * (value(x, l) - mean), variance, varianceError);
    }
}
