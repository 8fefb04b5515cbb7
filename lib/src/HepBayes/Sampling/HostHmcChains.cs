using System.Numerics;
using HepBayes.Networks;

namespace HepBayes.Sampling;

/// <summary>
/// Hamiltonian Monte Carlo on the processor: chain by chain on plain memory, without calls into the tensor library other
/// than those of the density.
/// </summary>
/// <typeparam name="T">float or double, the number type of the density.</typeparam>
internal class HostHmcChains<T>(ILogDensity density, HmcState start) : HostChains<T>(density, start) where T : unmanaged, IFloatingPointIeee754<T>
{
    // Momentum and half a kick.
    protected override void Begin(int chain)
    {
        Start(chain);
        Kick(chain, Current.Gradient, 0.5);
    }

    protected override void Drift(int chain, int evaluation) => Drift(chain, 1.0);

    // The half kicks of neighbouring steps are one.
    protected override void Kick(int chain, int evaluation) => Kick(chain, End.Gradient, evaluation < Evaluations ? 1 : 0.5);

    protected override void Finish(int chain) =>
        Decide(chain, Metric.Kinetic(chain, Momentum.Row<T>(chain), Room.Row<T>(chain)) - End.LogDensity.Row<double>(chain)[0] - Info.Energy[chain]);

    /// <summary>Draws a chain's momentum and notes its energy.</summary>
    protected void Start(int chain)
    {
        var p = Momentum.Row<T>(chain);
        DrawMomentum(chain, p);
        DrawDecision(chain);
        Info.Energy[chain] = Metric.Kinetic(chain, p, Room.Row<T>(chain)) - Current.LogDensity.Row<double>(chain)[0];
        Current.Position.Row<T>(chain).CopyTo(End.Position.Row<T>(chain));
    }

    /// <summary>Moves a chain's position with its momentum.</summary>
    /// <param name="chain">Chain.</param>
    /// <param name="steps">Time in step sizes.</param>
    protected void Drift(int chain, double steps) =>
        Metric.Drift(chain, End.Position.Row<T>(chain), Momentum.Row<T>(chain), T.CreateTruncating(steps * Parameters.StepSize), Room.Row<T>(chain));

    /// <summary>Adds a gradient to a chain's momentum.</summary>
    /// <param name="chain">Chain.</param>
    /// <param name="gradient">The gradient, [chains, parameters].</param>
    /// <param name="steps">Time in step sizes.</param>
    protected void Kick(int chain, RowBuffer gradient, double steps) =>
        Vectors.AddScaled<T>(Momentum.Row<T>(chain), gradient.Row<T>(chain), T.CreateTruncating(steps * Parameters.StepSize));
}
