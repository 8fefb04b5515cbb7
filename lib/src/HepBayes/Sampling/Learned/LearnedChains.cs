using HepBayes.Networks;

namespace HepBayes.Sampling.Learned;

/// <summary>Trajectories of a learned leapfrog in a random direction, with a Metropolis test that knows their Jacobian.</summary>
internal sealed class LearnedChains : HostChains<double>
{
    private readonly LearnedLeapfrog learned;
    private readonly LeapfrogUpdate[] updates;
    private readonly bool[] isForward;
    private readonly double[] logJacobian;

    /// <summary>Takes a copy of a state.</summary>
    public LearnedChains(ILogDensity density, LearnedLeapfrog learned, HmcState start)
        : base(density, start)
    {
        this.learned = learned;
        updates = [.. Enumerable.Range(0, start.Chains).Select(_ => new LeapfrogUpdate(learned.Layout))];
        (isForward, logJacobian) = (new bool[start.Chains], new double[start.Chains]);
    }

    protected override void Begin(int chain)
    {
        var p = Momentum.Row<double>(chain);
        DrawMomentum(chain, p);
        isForward[chain] = Random[chain].NextDouble() < 0.5;
        DrawDecision(chain);
        Info.Energy[chain] = Kinetic(p) - Current.LogDensity.Row<double>(chain)[0];
        Current.Position.Row<double>(chain).CopyTo(End.Position.Row<double>(chain));
        logJacobian[chain] = Kicked(chain, 1, Current);
    }

    protected override void Drift(int chain, int evaluation)
    {
        Half(chain, evaluation, isFirst: true);
        Half(chain, evaluation, isFirst: false);
    }

    // The end of one step and the beginning of the next share their gradient.
    protected override void Kick(int chain, int evaluation)
    {
        logJacobian[chain] += Kicked(chain, evaluation, End);
        if (evaluation < Evaluations)
            logJacobian[chain] += Kicked(chain, evaluation + 1, End);
    }

    protected override void Finish(int chain) =>
        Decide(chain, Kinetic(Momentum.Row<double>(chain)) - End.LogDensity.Row<double>(chain)[0] - logJacobian[chain] - Info.Energy[chain]);

    private double Kicked(int chain, int evaluation, StateRows at) =>
        updates[chain].Kick(learned, Step(chain, evaluation), isForward[chain], at.Position.Row<double>(chain), at.Gradient.Row<double>(chain), Momentum.Row<double>(chain));

    private void Half(int chain, int evaluation, bool isFirst) =>
        logJacobian[chain] += updates[chain].Drift(learned, Step(chain, evaluation), isForward[chain], isFirst, Momentum.Row<double>(chain), End.Position.Row<double>(chain));

    private int Step(int chain, int evaluation) => isForward[chain] ? evaluation - 1 : learned.Steps - evaluation;

    private static double Kinetic(ReadOnlySpan<double> momentum) => 0.5 * Vectors.PreciseDot(momentum, momentum);
}
