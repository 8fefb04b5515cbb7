using HepBayes.Networks;
using static TorchSharp.torch;

namespace HepBayes.Sampling.Microcanonical;

/// <summary>
/// The time L over which microcanonical Langevin dynamics forgets its direction. First the root of the mean variance in
/// units of the metric, which is the size of the density; at the end of the warm-up 0.4 times the mean integrated
/// autocorrelation time of the parameters (arXiv 2212.08549, section 4.3).
/// </summary>
internal sealed class DecoherenceTuner : IDisposable
{
    private const double OfAutocorrelation = 0.4;
    private const int FewestDraws = 16;

    // Neighbouring draws while the autocorrelation is measured are closer than L, or they would not show it.
    private const double DrawsOfLength = 4;

    // More parameters cost memory and change the mean little.
    private const int MostParameters = 256;
    private readonly RunningVariance spread;
    private readonly Tensor draws;
    private readonly int stride;
    private int count;

    /// <summary>Makes room.</summary>
    /// <param name="chains">Number of chains.</param>
    /// <param name="density">Decides length and device.</param>
    /// <param name="measured">Transitions that measure the autocorrelation.</param>
    public DecoherenceTuner(int chains, ILogDensity density, int measured)
    {
        spread = new RunningVariance(chains, density.Parameters, density.Device);
        stride = (density.Parameters + MostParameters - 1) / MostParameters;
        draws = zeros(Math.Max(1, measured), chains, (density.Parameters + stride - 1) / stride, dtype: float64).DetachFromDisposeScope();
    }

    /// <summary>L, above 0.</summary>
    public double Length { get; private set; } = 1;

    /// <summary>Time between draws while the autocorrelation is measured.</summary>
    public double ShortTime => Length / DrawsOfLength;

    /// <summary>Adds where the chains stand in a window of the metric.</summary>
    public void AddToWindow(Tensor position) => spread.Add(position);

    /// <summary>A window is over: L becomes the size of the density.</summary>
    /// <param name="metric">The metric that was learnt in it.</param>
    public void EndWindow(Metric metric)
    {
        using var scope = NewDisposeScope();
        var size = spread.Value().div(metric.InverseMass).mean().sqrt().cpu().item<double>();
        if (size > 0 && double.IsFinite(size))
            Length = size;
        spread.Reset();
    }

    /// <summary>Adds where the chains stand, <see cref="ShortTime"/> after the last call.</summary>
    public void AddDraw(Tensor position)
    {
        using var scope = NewDisposeScope();
        draws[count++].copy_(position.slice(1, 0, position.shape[1], stride));
    }

    /// <summary>The draws are complete: L from their autocorrelation, of each chain about its own mean.</summary>
    /// <param name="spacing">Time between them.</param>
    public void EndDraws(double spacing)
    {
        if (count < FewestDraws)
            return;
        var values = TensorMemory.Span<double>(draws);
        var (chains, parameters) = ((int)draws.shape[1], (int)draws.shape[2]);
        var (sum, used, trace) = (0.0, 0, new double[count]);
        for (var series = 0; series < chains * parameters; series++)
        {
            for (var draw = 0; draw < count; draw++)
                trace[draw] = values[(draw * chains * parameters) + series];
            var size = EffectiveSize.Of(trace, 1);
            if (!double.IsFinite(size))
                continue;
            sum += count / size;
            used++;
        }

        if (used > 0)
            Length = OfAutocorrelation * spacing * sum / used;
    }

    public void Save(Snapshot snapshot)
    {
        snapshot.Add("decoherence.length", Length);
        snapshot.Add("decoherence.count", (ulong)count);
        snapshot.Add("decoherence.draws", draws);
        spread.Save(snapshot, "decoherence.spread");
    }

    public void Restore(Snapshot snapshot)
    {
        Length = snapshot.Real("decoherence.length");
        count = (int)snapshot.Whole("decoherence.count");
        using var scope = NewDisposeScope();
        draws.copy_(snapshot.Tensor("decoherence.draws"));
        spread.Restore(snapshot, "decoherence.spread");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        spread.Dispose();
        draws.Dispose();
    }
}
