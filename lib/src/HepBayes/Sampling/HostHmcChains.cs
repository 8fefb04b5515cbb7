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
internal sealed class HostHmcChains<T> : HmcChains where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ILogDensity density;
    private readonly IRowDensity<T>? rows;
    private readonly int chains;
    private readonly StateRows end;
    private readonly RowBuffer momentum;
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
        (state, end, next) = (new StateRows(chains, density), new StateRows(chains, density), new StateRows(chains, density));
        (momentum, velocity) = (Matrix(), Matrix());
        (normal, uniform) = (new float[chains * density.Parameters], new double[chains]);
        (begin, finish, whole) = (new(Begin), new(Finish), new(Whole));
        state.Set(start);
    }

    public override HmcState State => state.State;

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
        return new HmcTransition(next.State, end.State, momentum.All, info);
    }

    public override void Dispose()
    {
        state.Dispose();
        end.Dispose();
        next.Dispose();
        momentum.Dispose();
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
        for (var i = 1; i <= parameters.Leapfrogs; i++)
        {
            for (var chain = 0; chain < chains; chain++)
                Drift(chain);
            density.Evaluate(end.Position.All, end.LogDensity.All, end.Gradient.All);
            for (var chain = 0; chain < chains; chain++)
                Kick(chain, i < parameters.Leapfrogs);
        }

        finish.Run(chains);
    }

    // A chain on its own, as the density allows it.
    private void Whole(int chain)
    {
        Begin(chain);
        var logDensity = 0.0;
        for (var i = 1; i <= parameters.Leapfrogs; i++)
        {
            Drift(chain);
            logDensity = rows!.Evaluate(end.Position.Row<T>(chain), end.Gradient.Row<T>(chain));
            Kick(chain, i < parameters.Leapfrogs);
        }

        end.LogDensity.Row<double>(chain)[0] = logDensity;
        Finish(chain);
    }

    // Momentum and half a kick.
    private void Begin(int chain)
    {
        var p = momentum.Row<T>(chain);
        var own = normal.AsSpan(chain * p.Length, p.Length);
        random[chain].FillNormal(own);
        uniform[chain] = random[chain].NextDouble();
        for (var i = 0; i < p.Length; i++)
            p[i] = T.CreateTruncating(own[i]);
        metric.Momentum(chain, p);
        info.Energy[chain] = metric.Kinetic(chain, p, velocity.Row<T>(chain)) - state.LogDensity.Row<double>(chain)[0];
        Vectors.AddScaled<T>(p, state.Gradient.Row<T>(chain), T.CreateTruncating(0.5 * parameters.StepSize));
        state.Position.Row<T>(chain).CopyTo(end.Position.Row<T>(chain));
    }

    private void Drift(int chain) =>
        metric.Drift(chain, end.Position.Row<T>(chain), momentum.Row<T>(chain), T.CreateTruncating(parameters.StepSize), velocity.Row<T>(chain));

    private void Kick(int chain, bool isFull) =>
        Vectors.AddScaled<T>(momentum.Row<T>(chain), end.Gradient.Row<T>(chain), T.CreateTruncating(isFull ? parameters.StepSize : 0.5 * parameters.StepSize));

    private void Finish(int chain)
    {
        var error = metric.Kinetic(chain, momentum.Row<T>(chain), velocity.Row<T>(chain)) - end.LogDensity.Row<double>(chain)[0] - info.Energy[chain];
        // An error that is not a number is no smaller than anything: divergent.
        var sound = error <= HmcKernel.DivergenceThreshold;
        var probability = sound ? Math.Min(1, Math.Exp(-error)) : 0;
        var accepted = uniform[chain] < probability;
        next.Take<T>(chain, accepted ? end : state);
        (info.AcceptProbability[chain], info.IsAccepted[chain], info.IsDivergent[chain]) = (probability, accepted, !sound);
        (info.LogDensity[chain], info.Leapfrogs[chain]) = (next.LogDensity.Row<double>(chain)[0], parameters.Leapfrogs);
    }
}
