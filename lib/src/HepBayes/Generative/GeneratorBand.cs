using HepBayes.Evaluation;

namespace HepBayes.Generative;

/// <summary>
/// The share of events in each bin that several networks of a posterior generate: mean and standard deviation over the networks. The
/// spread of counts contains the Poisson part of each network's own sample, which is subtracted in quadrature.
/// </summary>
/// <param name="Axis">The bins.</param>
/// <param name="Mean">Mean share of events, [bins].</param>
/// <param name="StandardDeviation">Standard deviation over networks without the Poisson part, [bins]; 0 where that part is larger than the whole.</param>
/// <param name="PoissonPart">The part that was subtracted, [bins]: sqrt(p (1 - p) / n) for n events a network.</param>
public sealed record GeneratorBand(BinAxis Axis, double[] Mean, double[] StandardDeviation, double[] PoissonPart)
{
    /// <summary>Bins a quantity of the events of each network.</summary>
    /// <param name="samples">The quantity of each event of each network, [networks][events]; at least two networks of as many events.</param>
    /// <param name="bins">The number of bins, at least 1.</param>
    /// <param name="range">The outer edges.</param>
    /// <exception cref="ArgumentException">Fewer than two networks, or different numbers of events.</exception>
    public static GeneratorBand Of(IReadOnlyList<double[]> samples, int bins, (double Low, double High) range)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Count < 2 || samples.Any(s => s.Length != samples[0].Length) || samples[0].Length == 0)
            throw new ArgumentException($"A band needs two or more networks with equal numbers of events; got samples of {string.Join(", ", samples.Select(s => s.Length))}.", nameof(samples));
        var shares = samples.Select(s => Histogram1D.Of(s, bins, range).Sums.Select(n => n / s.Length).ToArray()).ToArray();
        var events = samples[0].Length;
        double[] mean = [.. Enumerable.Range(0, bins).Select(b => shares.Average(s => s[b]))];
        double[] poisson = [.. mean.Select(p => Math.Sqrt(p * (1 - p) / events))];
        double[] spread = [.. mean.Select((m, b) => shares.Sum(s => (s[b] - m) * (s[b] - m)) / (shares.Length - 1))];
        return new GeneratorBand(new BinAxis(range.Low, range.High, bins), mean, [.. spread.Zip(poisson, (v, p) => Math.Sqrt(Math.Max(0, v - (p * p))))], poisson);
    }
}
