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
    private readonly bool[] hasDirection = new bool[start.Chains];

    public double Decoherence { get; set; } = 1;

    protected override int Evaluations => 2 * Parameters.Leapfrogs;

    public void Save(Snapshot snapshot)
    {
        snapshot.Add("mclmc.momentum", Momentum.All);
        for (var chain = 0; chain < Chains; chain++)
            snapshot.Add($"mclmc.has_direction.{chain}", hasDirection[chain] ? 1UL : 0);
    }

    public void Restore(Snapshot snapshot)
    {
        Momentum.Set(snapshot.Tensor("mclmc.momentum"));
        for (var chain = 0; chain < Chains; chain++)
            hasDirection[chain] = snapshot.Whole($"mclmc.has_direction.{chain}") != 0;
    }

    protected override void Begin(int chain)
    {
        Current.Position.Row<T>(chain).CopyTo(End.Position.Row<T>(chain));
        (work[chain], error[chain], Info.Energy[chain]) = (0, 0, 0);
        logDensity[chain] = Current.LogDensity.Row<double>(chain)[0];
        BeginStep(chain, Current.Gradient.Row<T>(chain));
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
        if (evaluation < Evaluations)
            BeginStep(chain, gradient);
    }

    protected override void Finish(int chain)
    {
        Decide(chain, error[chain], isTested: false);
        hasDirection[chain] = !Info.IsDivergent[chain];
    }

    private void BeginStep(int chain, ReadOnlySpan<T> gradient)
    {
        Refresh(chain);
        Turn(chain, gradient, OuterKick);
    }

    private void EndStep(int chain)
    {
        var change = work[chain] - (End.LogDensity.Row<double>(chain)[0] - logDensity[chain]);
        // One unsound step spoils the transition: what follows a leap out of the typical set does not make it good.
        error[chain] = change <= HmcKernel.DivergenceThreshold ? Math.Max(error[chain], change) : double.NaN;
        Info.Energy[chain] += change * change / (Parameters.Leapfrogs * Momentum.Row<T>(chain).Length);
        (work[chain], logDensity[chain]) = (0, End.LogDensity.Row<double>(chain)[0]);
    }

    // u' = (u + nu z) / |u + nu z| with z normal and nu^2 = (exp(2 eps / L) - 1) / d.
    private void Refresh(int chain)
    {
        var p = Momentum.Row<T>(chain);
        var noise = Room.Row<T>(chain);
        if (hasDirection[chain])
        {
            DrawMomentum(chain, noise);
            Vectors.AddScaled<T>(p, noise, T.CreateTruncating(Math.Sqrt(Math.Exp(2 * Parameters.StepSize / Decoherence) - 1)));
        }
        else
        {
            DrawMomentum(chain, p);
            hasDirection[chain] = true;
        }

        IsokineticMotion.Normalise(Metric, chain, p, noise);
    }

    private void Turn(int chain, ReadOnlySpan<T> gradient, double share) =>
        work[chain] += IsokineticMotion.Turn(Metric, chain, Momentum.Row<T>(chain), gradient, share * Parameters.StepSize, Room.Row<T>(chain));
}
