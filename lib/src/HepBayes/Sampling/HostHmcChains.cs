using System.Numerics;
using HepBayes.Networks;

namespace HepBayes.Sampling;

/// <summary>
/// Hamiltonian Monte Carlo on the processor: chain by chain on plain memory, without calls into the tensor library other
/// than those of the density.
/// </summary>
/// <typeparam name="T">float or double, the number type of the density.</typeparam>
internal sealed class HostHmcChains<T>(ILogDensity density, HmcState start) : HostChains<T>(density, start) where T : unmanaged, IFloatingPointIeee754<T>
{
    // Momentum and half a kick.
    protected override void Begin(int chain)
    {
        var p = Momentum.Row<T>(chain);
        DrawMomentum(chain, p);
        DrawDecision(chain);
        Info.Energy[chain] = Metric.Kinetic(chain, p, Room.Row<T>(chain)) - Current.LogDensity.Row<double>(chain)[0];
        Vectors.AddScaled<T>(p, Current.Gradient.Row<T>(chain), T.CreateTruncating(0.5 * Parameters.StepSize));
        Current.Position.Row<T>(chain).CopyTo(End.Position.Row<T>(chain));
    }

    protected override void Drift(int chain, int evaluation) =>
        Metric.Drift(chain, End.Position.Row<T>(chain), Momentum.Row<T>(chain), T.CreateTruncating(Parameters.StepSize), Room.Row<T>(chain));

    // The half kicks of neighbouring steps are one.
    protected override void Kick(int chain, int evaluation) =>
        Vectors.AddScaled<T>(Momentum.Row<T>(chain), End.Gradient.Row<T>(chain), T.CreateTruncating(evaluation < Evaluations ? Parameters.StepSize : 0.5 * Parameters.StepSize));

    protected override void Finish(int chain) =>
        Decide(chain, Metric.Kinetic(chain, Momentum.Row<T>(chain), Room.Row<T>(chain)) - End.LogDensity.Row<double>(chain)[0] - Info.Energy[chain]);
}
