using System.Numerics;
using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>
/// Chains whose trajectories alternate between drifts of the position and kicks of the momentum, on plain memory of the
/// processor: the loops over steps and chains, without the dynamics. Only the density is called in between, for all chains
/// at once or chain by chain as it allows. The result does not depend on the number of threads.
/// </summary>
/// <typeparam name="T">float or double, the number type of the density.</typeparam>
internal abstract class HostChains<T> : HmcChains where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ILogDensity density;
    private readonly IRowDensity<T>? rows;
    private readonly float[] normal;
    private readonly double[] uniform;
    private readonly ParallelLoop begin;
    private readonly ParallelLoop finish;
    private readonly ParallelLoop whole;
    private StateRows next;

    /// <summary>Takes a copy of a state.</summary>
    protected HostChains(ILogDensity density, HmcState start)
    {
        (this.density, rows, Chains) = (density, density as IRowDensity<T>, start.Chains);
        (Current, End, next) = (new StateRows(Chains, density), new StateRows(Chains, density), new StateRows(Chains, density));
        Momentum = RowBuffer.Matrix(Chains, density.Parameters, density.NumberType, density.Device);
        Room = RowBuffer.Matrix(Chains, density.Parameters, density.NumberType, CPU);
        (normal, uniform) = (new float[Chains * density.Parameters], new double[Chains]);
        (begin, finish, whole) = (new(Begin), new(Finish), new(Whole));
        Current.Set(start);
    }

    public override HmcState State => Current.State;

    /// <summary>Number of chains.</summary>
    protected int Chains { get; }

    /// <summary>Where the trajectories started.</summary>
    protected StateRows Current { get; private set; }

    /// <summary>Where the trajectories are.</summary>
    protected StateRows End { get; }

    /// <summary>The momenta there, [chains, parameters].</summary>
    protected RowBuffer Momentum { get; }

    /// <summary>Room for a vector of each chain, [chains, parameters].</summary>
    protected RowBuffer Room { get; }

    /// <summary>Step size, number of steps and metric of this transition.</summary>
    protected HmcParameters Parameters { get; private set; }

    /// <summary>The metric in this number type.</summary>
    protected HostMetric<T> Metric { get; private set; } = null!;

    /// <summary>What happens in this transition.</summary>
    protected TransitionInfo Info { get; private set; } = null!;

    /// <summary>The generators of the chains.</summary>
    protected IReadOnlyList<CounterRandom> Random { get; private set; } = [];

    /// <summary>Gradients of a trajectory, each after a drift and before a kick.</summary>
    protected virtual int Evaluations => Parameters.Leapfrogs;

    public override void Set(HmcState state) => Current.Set(state);

    public override HmcTransition Move(HmcParameters parameters, IReadOnlyList<CounterRandom> random)
    {
        (Parameters, Metric, Random) = (parameters, parameters.Metric.On<T>(), random);
        Info = new TransitionInfo(new double[Chains], new bool[Chains], new bool[Chains], new double[Chains], new double[Chains], new int[Chains]);
        if (rows is not null)
            whole.Run(Chains);
        else
            Together();
        (Current, next) = (next, Current);
        Current.ToDevice(Chains);
        Momentum.ToDevice(Chains);
        return new HmcTransition(next.State, End.State, Momentum.All, Info);
    }

    public override void Dispose()
    {
        Current.Dispose();
        End.Dispose();
        next.Dispose();
        Momentum.Dispose();
        Room.Dispose();
        begin.Dispose();
        finish.Dispose();
        whole.Dispose();
    }

    /// <summary>Starts a chain's trajectory: its momentum and the kick before the first drift.</summary>
    protected abstract void Begin(int chain);

    /// <summary>Moves the position.</summary>
    /// <param name="chain">Chain.</param>
    /// <param name="evaluation">The gradient that follows, from 1.</param>
    protected abstract void Drift(int chain, int evaluation);

    /// <summary>Changes the momentum by the gradient.</summary>
    /// <param name="chain">Chain.</param>
    /// <param name="evaluation">The gradient's number, from 1.</param>
    protected abstract void Kick(int chain, int evaluation);

    /// <summary>Ends a chain's trajectory by <see cref="Decide"/>.</summary>
    protected abstract void Finish(int chain);

    /// <summary>Standard normal momenta of a chain.</summary>
    /// <param name="chain">Chain.</param>
    /// <param name="target">Receives a draw of N(0, M).</param>
    protected void DrawMomentum(int chain, Span<T> target)
    {
        var own = normal.AsSpan(chain * target.Length, target.Length);
        Random[chain].FillNormal(own);
        for (var i = 0; i < own.Length; i++)
            target[i] = T.CreateTruncating(own[i]);
        Metric.Momentum(chain, target);
    }

    /// <summary>Draws the number that decides the Metropolis test; without it the test is passed unless it is impossible.</summary>
    protected void DrawDecision(int chain) => uniform[chain] = Random[chain].NextDouble();

    /// <summary>Takes the end of the trajectory or leaves the chain where it was.</summary>
    /// <param name="chain">Chain.</param>
    /// <param name="error">Energy error of the trajectory.</param>
    /// <param name="isTested">Whether the end is accepted with probability exp(-error), or always if the error is sound.</param>
    protected void Decide(int chain, double error, bool isTested = true)
    {
        // An error that is not a number is no smaller than anything: divergent.
        var sound = error <= HmcKernel.DivergenceThreshold;
        var probability = !sound ? 0 : isTested ? Math.Min(1, Math.Exp(-error)) : 1;
        var accepted = uniform[chain] < probability;
        next.Take<T>(chain, accepted ? End : Current);
        (Info.AcceptProbability[chain], Info.IsAccepted[chain], Info.IsDivergent[chain]) = (probability, accepted, !sound);
        (Info.LogDensity[chain], Info.Leapfrogs[chain]) = (next.LogDensity.Row<double>(chain)[0], Evaluations);
    }

    // One evaluation of the density serves all chains.
    private void Together()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        begin.Run(Chains);
        Integrate();
        finish.Run(Chains);
    }

    /// <summary>Moves positions and momenta of all chains along their trajectories and evaluates the density at the ends.</summary>
    protected virtual void Integrate()
    {
        for (var i = 1; i <= Evaluations; i++)
        {
            for (var chain = 0; chain < Chains; chain++)
                Drift(chain, i);
            End.Position.ToDevice(Chains);
            density.Evaluate(End.Position.All, End.LogDensity.All, End.Gradient.All);
            End.Gradient.ToHost(Chains);
            End.LogDensity.ToHost(Chains);
            for (var chain = 0; chain < Chains; chain++)
                Kick(chain, i);
        }
    }

    // A chain on its own, as the density allows it.
    private void Whole(int chain)
    {
        Begin(chain);
        for (var i = 1; i <= Evaluations; i++)
        {
            Drift(chain, i);
            End.LogDensity.Row<double>(chain)[0] = rows!.Evaluate(End.Position.Row<T>(chain), End.Gradient.Row<T>(chain));
            Kick(chain, i);
        }

        Finish(chain);
    }
}
