using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Sampling;
using TorchSharp;

namespace HepBayes.Prediction;

/// <summary>
/// Weights for draws of one posterior that make them draws of another, over the same parameters: under a new prior, a new
/// likelihood, or new data. log w = [log p2 + log L2] - [log p1 + log L1] at each draw.
/// </summary>
/// <remarks>
/// Good for small changes; with many parameters even a mild change of a prior adds up over them. Look at
/// <see cref="ImportanceWeights.ParetoK"/> before anything else. Predict with the network of the new posterior.
/// </remarks>
public static class Reweighting
{
    // Parameters of the draws that are evaluated together; the gradients that come with them take memory.
    private const int BatchParameters = 1 << 18;

    /// <summary>Weights from the whole densities.</summary>
    /// <param name="networks">Draws of <paramref name="from"/>.</param>
    /// <param name="from">The posterior that was sampled, with its data.</param>
    /// <param name="to">The wanted posterior.</param>
    /// <param name="every">Use every n-th draw of each chain, as in the prediction.</param>
    /// <exception cref="ArgumentException">The parameters differ in number, or a density is not a number at a draw.</exception>
    public static ImportanceWeights To(INetworkEnsemble networks, DensePosterior from, DensePosterior to, int every = 1) =>
        Of(networks, from, to, every, (posterior, position) => posterior.Evaluate(position).LogDensity);

    /// <summary>Weights from the whole densities.</summary>
    /// <param name="run">Draws of <paramref name="from"/>.</param>
    /// <param name="from">The posterior that was sampled, with its data.</param>
    /// <param name="to">The wanted posterior.</param>
    /// <param name="every">Use every n-th draw of each chain, as in the prediction.</param>
    /// <exception cref="ArgumentException">The parameters differ in number, or a density is not a number at a draw.</exception>
    public static ImportanceWeights To(SamplingRun run, DensePosterior from, DensePosterior to, int every = 1)
    {
        ArgumentNullException.ThrowIfNull(from);
        return To(new SampledNetworks(run, from.Network), from, to, every);
    }

    /// <summary>Weights for a new prior alone: the likelihood of the same data cancels and is never computed.</summary>
    /// <param name="networks">Draws of <paramref name="from"/>.</param>
    /// <param name="from">The posterior that was sampled.</param>
    /// <param name="to">A posterior with another prior, the same likelihood and the same data.</param>
    /// <param name="every">Use every n-th draw of each chain, as in the prediction.</param>
    /// <exception cref="ArgumentException">Likelihood or number of rows differ, the parameters differ in number, or a density is not a number at a draw.</exception>
    public static ImportanceWeights ToPrior(INetworkEnsemble networks, DensePosterior from, DensePosterior to, int every = 1)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (from.Network.Likelihood.Name != to.Network.Likelihood.Name || from.Network.Architecture != to.Network.Architecture || from.Rows != to.Rows)
            throw new ArgumentException($"The likelihood changes too: from '{from.Network.Likelihood.Name}' of {from.Network.Architecture} over {from.Rows} rows to '{to.Network.Likelihood.Name}' of {to.Network.Architecture} over {to.Rows}. Use Reweighting.To.", nameof(to));
        return Of(networks, from, to, every, (posterior, position) => posterior.LogPrior(position));
    }

    /// <summary>Weights for a new prior alone: the likelihood of the same data cancels and is never computed.</summary>
    /// <param name="run">Draws of <paramref name="from"/>.</param>
    /// <param name="from">The posterior that was sampled.</param>
    /// <param name="to">A posterior with another prior, the same likelihood and the same data.</param>
    /// <param name="every">Use every n-th draw of each chain, as in the prediction.</param>
    /// <exception cref="ArgumentException">Likelihood or number of rows differ, the parameters differ in number, or a density is not a number at a draw.</exception>
    public static ImportanceWeights ToPrior(SamplingRun run, DensePosterior from, DensePosterior to, int every = 1)
    {
        ArgumentNullException.ThrowIfNull(from);
        return ToPrior(new SampledNetworks(run, from.Network), from, to, every);
    }

    /// <summary>Effective draws over draws of exp(log ratio), from the chains; 1 where it cannot be estimated.</summary>
    internal static double Efficiency(double[] logRatios, int chains)
    {
        var largest = logRatios.Max();
        var ratios = logRatios.Select(r => Math.Exp(r - largest)).Chunk(logRatios.Length / chains).ToArray();
        if (ratios[0].Length < 4)
            return 1;
        var efficiency = Diagnostics.EssMean(ratios) / logRatios.Length;
        return double.IsFinite(efficiency) ? efficiency : 1;
    }

    private static ImportanceWeights Of(INetworkEnsemble networks, DensePosterior from, DensePosterior to, int every, Func<DensePosterior, torch.Tensor, torch.Tensor> logDensity)
    {
        ArgumentNullException.ThrowIfNull(networks);
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        if (networks.Network.Parameters != from.Parameters || from.Parameters != to.Parameters)
            throw new ArgumentException($"The draws have {networks.Network.Parameters} parameters, the old posterior {from.Parameters}, the new one {to.Parameters}; weights need the same parameters in all three. Sample the new posterior instead.", nameof(to));
        NativeLibraries.EnsureLoaded();
        var kept = (networks.Draws + every - 1) / every;
        var ratios = new double[networks.Chains * kept];
        var batch = Math.Clamp(BatchParameters / from.Parameters, 1, 256);
        for (var first = 0; first < ratios.Length; first += batch)
        {
            using var scope = torch.NewDisposeScope();
            var count = Math.Min(batch, ratios.Length - first);
            var values = new float[count * from.Parameters];
            for (var i = 0; i < count; i++)
                networks.Position((first + i) / kept, (first + i) % kept * every).CopyTo(values.AsSpan(i * from.Parameters));
            var position = torch.tensor(values).reshape(count, from.Parameters);
            var difference = logDensity(to, position.to(to.Device)).cpu().sub(logDensity(from, position.to(from.Device)).cpu());
            difference.data<double>().CopyTo(ratios, first);
        }

        return ImportanceWeights.Of(ratios, Efficiency(ratios, networks.Chains));
    }
}
