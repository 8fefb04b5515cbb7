namespace HepBayes.Sampling.Tempering;

/// <summary>
/// Inverse temperatures from 1 down. They start in equal ratios and move so that every pair of neighbours refuses the same
/// share of exchanges, which makes replicas travel fastest (Syed, Bouchard-Cote, Deligiannidis, Doucet, J. R. Statist. Soc.
/// B 84 (2022) 321, section 5). Both ends stay.
/// </summary>
internal sealed class TemperatureLadder
{
    // No pair so close that the map from refusals to temperatures is flat there.
    private const double LeastRefusal = 0.01;

    /// <summary>Equal ratios.</summary>
    /// <param name="count">Number of temperatures, at least 2.</param>
    /// <param name="minimum">The last inverse temperature.</param>
    public TemperatureLadder(int count, double minimum) =>
        Inverse = [.. Enumerable.Range(0, count).Select(k => Math.Pow(minimum, k / (count - 1.0)))];

    /// <summary>The inverse temperatures, the first 1.</summary>
    public double[] Inverse { get; }

    /// <summary>Moves the temperatures.</summary>
    /// <param name="acceptance">Mean acceptance of exchanges of each pair of neighbours.</param>
    public void Equalise(double[] acceptance)
    {
        // Refusals as a function of the logarithm of the inverse temperature, cut into equal parts.
        var path = new double[Inverse.Length];
        for (var k = 1; k < path.Length; k++)
            path[k] = path[k - 1] + Math.Max(LeastRefusal, 1 - acceptance[k - 1]);
        var old = Array.ConvertAll(Inverse, Math.Log);
        var pair = 0;
        for (var k = 1; k < path.Length - 1; k++)
        {
            var wanted = path[^1] * k / (path.Length - 1);
            while (path[pair + 1] < wanted)
                pair++;
            var share = (wanted - path[pair]) / (path[pair + 1] - path[pair]);
            Inverse[k] = Math.Exp(old[pair] + (share * (old[pair + 1] - old[pair])));
        }
    }

    public void Save(Snapshot snapshot)
    {
        for (var k = 0; k < Inverse.Length; k++)
            snapshot.Add($"ladder.{k}", Inverse[k]);
    }

    public void Restore(Snapshot snapshot)
    {
        for (var k = 0; k < Inverse.Length; k++)
            Inverse[k] = snapshot.Real($"ladder.{k}");
    }
}
