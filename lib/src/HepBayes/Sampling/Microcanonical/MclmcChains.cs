using System.Numerics;
using HepBayes.Networks;
using TorchSharp;

namespace HepBayes.Sampling.Microcanonical;

/// <summary>Makes chains of microcanonical Langevin dynamics.</summary>
internal static class MclmcChains
{
    /// <summary>Chains at a state, of which they take a copy; they are <see cref="IMclmcChains"/> too.</summary>
    public static HmcChains Of(ILogDensity density, HmcState state) => density.NumberType == torch.ScalarType.Float64
        ? new MclmcChains<double>(density, state)
        : new MclmcChains<float>(density, state);
}

/// <summary>
/// Microcanonical Langevin dynamics (Robnik, Seljak, arXiv 2303.18221): steps at constant speed, and before each a random
/// turn that forgets the direction over the time <see cref="Decoherence"/>. No Metropolis test: a transition fails only
/// where its energy error is not sound. The energy of a transition is the mean squared energy error of its steps for each
/// parameter.
/// </summary>
/// <remarks>
/// Steps are the symmetric scheme of two gradients whose error in the energy is least (McLachlan, SIAM J. Sci. Comput. 16
/// (1995) 151): kick a, drift 1/2, kick 1 - 2 a, drift 1/2, kick a.
/// </remarks>
/// <typeparam name="T">float or double, the number type of the density.</typeparam>
internal sealed class MclmcChains<T>(ILogDensity density, HmcState start) : HostChains<T>(density, start), IMclmcChains where T : unmanaged, IFloatingPointIeee754<T>
{
    private const double OuterKick = 0.1931833275037836;
    private readonly double[] work = new double[start.Chains];
    private readonly double[] error = new double[start.Chains];
    private readonly double[] logDensity = new double[start.Chains];

    public double Decoherence { get; set; } = 1;

    protected override int Evaluations => 2 * Parameters.Leapfrogs;

    torch.Tensor IMclmcChains.Momentum => Momentum.All;

    public void SetMomentum(torch.Tensor momentum) => Momentum.Set(momentum);

    protected override void Begin(int chain)
    {
        Current.Position.Row<T>(chain).CopyTo(End.Position.Row<T>(chain));
        (work[chain], error[chain], Info.Energy[chain]) = (0, 0, 0);
        logDensity[chain] = Current.LogDensity.Row<double>(chain)[0];
        Refresh(chain, !HasDirection(chain));
        Turn(chain, Current.Gradient.Row<T>(chain), OuterKick);
    }

    protected override void Drift(int chain, int evaluation) =>
        Metric.Drift(chain, End.Position.Row<T>(chain), Momentum.Row<T>(chain), T.CreateTruncating(0.5 * Parameters.StepSize), Room.Row<T>(chain));

    protected override void Kick(int chain, int evaluation)
    {
        var gradient = End.Gradient.Row<T>(chain);
        if (evaluation % 2 == 1)
        {
            Turn(chain, gradient, 1 - (2 * OuterKick));
            return;
        }

        Turn(chain, gradient, OuterKick);
        EndStep(chain);
        if (evaluation == Evaluations)
            return;
        Refresh(chain, isNew: false);
        Turn(chain, gradient, OuterKick);
    }

    protected override void Finish(int chain)
    {
        Decide(chain, error[chain], isTested: false);
        if (Info.IsDivergent[chain])
            Momentum.Row<T>(chain).Clear();
    }

    private bool HasDirection(int chain) => Momentum.Row<T>(chain).IndexOfAnyExcept(T.Zero) >= 0;

    private void EndStep(int chain)
    {
        var change = work[chain] - (End.LogDensity.Row<double>(chain)[0] - logDensity[chain]);
        // One unsound step spoils the transition: what follows a leap out of the typical set does not make it good.
        error[chain] = change <= HmcKernel.DivergenceThreshold ? Math.Max(error[chain], change) : double.NaN;
        Info.Energy[chain] += change * change / (Parameters.Leapfrogs * Momentum.Row<T>(chain).Length);
        (work[chain], logDensity[chain]) = (0, End.LogDensity.Row<double>(chain)[0]);
    }

    // u' = (u + nu z) / |u + nu z| with z normal and nu^2 = (exp(2 eps / L) - 1) / d.
    private void Refresh(int chain, bool isNew)
    {
        var p = Momentum.Row<T>(chain);
        var noise = Room.Row<T>(chain);
        DrawMomentum(chain, isNew ? p : noise);
        if (!isNew)
            Vectors.AddScaled<T>(p, noise, T.CreateTruncating(Math.Sqrt(Math.Exp(2 * Parameters.StepSize / Decoherence) - 1)));

        IsokineticMotion.Normalise(Metric, chain, p, noise);
    }

    private void Turn(int chain, ReadOnlySpan<T> gradient, double share) =>
        work[chain] += IsokineticMotion.Turn(Metric, chain, Momentum.Row<T>(chain), gradient, share * Parameters.StepSize, Room.Row<T>(chain));
}
