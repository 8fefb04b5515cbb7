using System.Numerics;
using HepBayes.Networks;
using TorchSharp;

namespace HepBayes.Sampling.Microcanonical;

/// <summary>Makes chains of <see cref="MamsKernel"/>.</summary>
internal static class MamsChains
{
    /// <summary>Chains at a state, of which they take a copy.</summary>
    public static HmcChains Of(ILogDensity density, HmcState state) => density.NumberType == torch.ScalarType.Float64
        ? new MamsChains<double>(density, state)
        : new MamsChains<float>(density, state);
}

/// <summary>Trajectories of constant speed from a fresh direction, with a Metropolis test at their end.</summary>
/// <typeparam name="T">float or double, the number type of the density.</typeparam>
internal sealed class MamsChains<T>(ILogDensity density, HmcState start) : HostChains<T>(density, start) where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double[] work = new double[start.Chains];

    protected override void Begin(int chain)
    {
        var p = Momentum.Row<T>(chain);
        DrawMomentum(chain, p);
        DrawDecision(chain);
        IsokineticMotion.Normalise(Metric, chain, p, Room.Row<T>(chain));
        Info.Energy[chain] = -Current.LogDensity.Row<double>(chain)[0];
        work[chain] = IsokineticMotion.Turn(Metric, chain, p, Current.Gradient.Row<T>(chain), 0.5 * Parameters.StepSize, Room.Row<T>(chain));
        Current.Position.Row<T>(chain).CopyTo(End.Position.Row<T>(chain));
    }

    protected override void Drift(int chain, int evaluation) =>
        Metric.Drift(chain, End.Position.Row<T>(chain), Momentum.Row<T>(chain), T.CreateTruncating(Parameters.StepSize), Room.Row<T>(chain));

    // The half kicks of neighbouring steps are one.
    protected override void Kick(int chain, int evaluation) =>
        work[chain] += IsokineticMotion.Turn(Metric, chain, Momentum.Row<T>(chain), End.Gradient.Row<T>(chain), evaluation < Evaluations ? Parameters.StepSize : 0.5 * Parameters.StepSize, Room.Row<T>(chain));

    protected override void Finish(int chain) => Decide(chain, work[chain] - End.LogDensity.Row<double>(chain)[0] - Info.Energy[chain]);
}
