namespace HepBayes.Generative.Exploration;

/// <summary>The probability that points are wanted, as several networks see it.</summary>
public sealed class RegionPrediction
{
    /// <summary>Collects what the networks say.</summary>
    /// <param name="networks">The probability of each point, [networks][points], each from 0 to 1.</param>
    /// <exception cref="ArgumentException">No network, or different numbers of points.</exception>
    public RegionPrediction(IReadOnlyList<double[]> networks)
    {
        ArgumentNullException.ThrowIfNull(networks);
        if (networks.Count == 0 || networks.Any(n => n.Length != networks[0].Length))
            throw new ArgumentException("A prediction needs at least one network, and all must answer for the same points.", nameof(networks));
        var points = networks[0].Length;
        (Networks, Mean, StandardDeviation) = (networks.Count, new double[points], new double[points]);
        for (var i = 0; i < points; i++)
        {
            var mean = networks.Average(n => n[i]);
            var squares = networks.Sum(n => (n[i] - mean) * (n[i] - mean));
            (Mean[i], StandardDeviation[i]) = (mean, Math.Sqrt(squares / Math.Max(1, networks.Count - 1)));
        }
    }

    /// <summary>Number of networks.</summary>
    public int Networks { get; }

    /// <summary>The probability averaged over the networks, [points].</summary>
    public double[] Mean { get; }

    /// <summary>The standard deviation of the probability between networks (divisor networks - 1), [points]; 0 for a single one.</summary>
    public double[] StandardDeviation { get; }
}
