using System.Numerics;
using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>
/// Hamiltonian Monte Carlo on the processor: chain by chain on plain memory, without calls into the tensor library other
/// than those of the density. The result does not depend on the number of threads.
/// </summary>
/// <typeparam name="T">float or double, the number type of the density.</typeparam>
internal class HostHmcChains<T> : HmcChains where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ILogDensity density;
    private readonly IRowDensity<T>? rows;
    private readonly int chains;
    private readonly RowBuffer velocity;
    private readonly float[] normal;
    private readonly double[] uniform;
    private readonly ParallelLoop begin;
    private readonly ParallelLoop finish;
    private readonly ParallelLoop whole;
    private StateRows state;
    private StateRows next;
    private HmcParameters parameters;
    private HostMetric<T> metric = null!;
    private IReadOnlyList<CounterRandom> random = [];
    private TransitionInfo info = null!;

    /// <summary>Takes a copy of a state.</summary>
    public HostHmcChains(ILogDensity density, HmcState start)
    {
        (this.density, rows, chains) = (density, density as IRowDensity<T>, start.Chains);
        RowBuffer Matrix() => RowBuffer.Matrix(chains, density.Parameters, density.NumberType, CPU);
        (state, End, next) = (new StateRows(chains, density), new StateRows(chains, density), new StateRows(chains, density));
        (Momentum, velocity) = (Matrix(), Matrix());
        (normal, uniform) = (new float[chains * density.Parameters], new double[chains]);
        (begin, finish, whole) = (new(Begin), new(Finish), new(Whole));
        state.Set(start);
    }

    public override HmcState State => state.State;

    /// <summary>Where the trajectories are, and end.</summary>
    private protected StateRows End { get; }

    /// <summary>The momenta, [chains, parameters].</summary>
    private protected RowBuffer Momentum { get; }

    /// <summary>Settings of the transition.</summary>
    private protected HmcParameters Parameters => parameters;

    /// <summary>Gradients of a transition.</summary>
    private protected virtual int Gradients => parameters.Leapfrogs;

    public override void Set(HmcState state) => this.state.Set(state);

    public override HmcTransition Move(HmcParameters parameters, IReadOnlyList<CounterRandom> random)
    {
        (this.parameters, metric, this.random) = (parameters, parameters.Metric.On<T>(), random);
        info = new TransitionInfo(new double[chains], new bool[chains], new bool[chains], new double[chains], new double[chains], new int[chains]);
        if (rows is not null)
            whole.Run(chains);
        else
            Together();
        (state, next) = (next, state);
        return new HmcTransition(next.State, End.State, Momentum.All, info);
    }

    public override void Dispose()
    {
        state.Dispose();
        End.Dispose();
        next.Dispose();
        Momentum.Dispose();
        velocity.Dispose();
        begin.Dispose();
        finish.Dispose();
        whole.Dispose();
    }

    // One evaluation of the density serves all chains.
    private void Together()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        begin.Run(chains);
        Integrate();
        finish.Run(chains);
    }

    /// <summary>Moves positions and momenta of all chains along their trajectories and evaluates the density at the ends.</summary>
    private protected virtual void Integrate()
    {
        Kick(state.Gradient, 0.5);
        for (var i = 1; i <= parameters.Leapfrogs; i++)
        {
            Drift(1);
            density.Evaluate(End.Position.All, End.LogDensity.All, End.Gradient.All);
            Kick(End.Gradient, i < parameters.Leapfrogs ? 1 : 0.5);
        }
    }

    /// <summary>Adds a gradient to the momenta of all chains.</summary>
    /// <param name="gradient">The gradient, [chains, parameters].</param>
    /// <param name="steps">Time in step sizes.</param>
    private protected void Kick(RowBuffer gradient, double steps)
    {
        for (var chain = 0; chain < chains; chain++)
            Kick(chain, gradient, steps);
    }

    /// <summary>Moves the positions of all chains with their momenta.</summary>
    /// <param name="steps">Time in step sizes.</param>
    private protected void Drift(double steps)
    {
        for (var chain = 0; chain < chains; chain++)
            Drift(chain, steps);
    }

    // A chain on its own, as the density allows it.
    private void Whole(int chain)
    {
        Begin(chain);
        Kick(chain, state.Gradient, 0.5);
        var logDensity = 0.0;
        for (var i = 1; i <= parameters.Leapfrogs; i++)
        {
            Drift(chain, 1);
            logDensity = rows!.Evaluate(End.Position.Row<T>(chain), End.Gradient.Row<T>(chain));
            Kick(chain, End.Gradient, i < parameters.Leapfrogs ? 1 : 0.5);
        }

        End.LogDensity.Row<double>(chain)[0] = logDensity;
        Finish(chain);
    }

    // Momentum and energy.
    private void Begin(int chain)
    {
        var p = Momentum.Row<T>(chain);
        var own = normal.AsSpan(chain * p.Length, p.Length);
        random[chain].FillNormal(own);
        uniform[chain] = random[chain].NextDouble();
        for (var i = 0; i < p.Length; i++)
            p[i] = T.CreateTruncating(own[i]);
        metric.Momentum(chain, p);
        info.Energy[chain] = metric.Kinetic(chain, p, velocity.Row<T>(chain)) - state.LogDensity.Row<double>(chain)[0];
        state.Position.Row<T>(chain).CopyTo(End.Position.Row<T>(chain));
    }

    private void Drift(int chain, double steps) =>
        metric.Drift(chain, End.Position.Row<T>(chain), Momentum.Row<T>(chain), T.CreateTruncating(steps * parameters.StepSize), velocity.Row<T>(chain));

    private void Kick(int chain, RowBuffer gradient, double steps) =>
        Vectors.AddScaled<T>(Momentum.Row<T>(chain), gradient.Row<T>(chain), T.CreateTruncating(steps * parameters.StepSize));

    private void Finish(int chain)
    {
        var error = metric.Kinetic(chain, Momentum.Row<T>(chain), velocity.Row<T>(chain)) - End.LogDensity.Row<double>(chain)[0] - info.Energy[chain];
        // An error that is not a number is no smaller than anything: divergent.
        var sound = error <= HmcKernel.DivergenceThreshold;
        var probability = sound ? Math.Min(1, Math.Exp(-error)) : 0;
        var accepted = uniform[chain] < probability;
        next.Take<T>(chain, accepted ? End : state);
        (info.AcceptProbability[chain], info.IsAccepted[chain], info.IsDivergent[chain]) = (probability, accepted, !sound);
        (info.LogDensity[chain], info.Leapfrogs[chain]) = (next.LogDensity.Row<double>(chain)[0], Gradients);
    }
}
