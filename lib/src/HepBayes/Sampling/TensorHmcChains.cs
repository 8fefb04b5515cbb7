using HepBayes.Networks;
using HepBayes.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>
/// Hamiltonian Monte Carlo by tensor operations, for GPUs: the Metropolis test is decided there, and the processor waits
/// for the device once a transition.
/// </summary>
internal sealed class TensorHmcChains(ILogDensity density, HmcState start) : HmcChains
{
    private const int LargeDraw = 1 << 14;
    private static readonly Scalar Threshold = HmcKernel.DivergenceThreshold;
    private HmcState state = Copy(start);
    private HmcTransition? last;

    public override HmcState State => state;

    public override void Set(HmcState state)
    {
        var copy = Copy(state);
        this.state.Dispose();
        this.state = copy;
    }

    public override HmcTransition Move(HmcParameters parameters, IReadOnlyList<CounterRandom> random)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var metric = parameters.Metric;
        var (normal, uniform) = RandomNumbers(random);
        var momentum = metric.Momentum(normal);
        var energy = metric.Kinetic(momentum).sub_(state.LogDensity);
        var end = Integrate(momentum, parameters);
        var error = metric.Kinetic(momentum).sub_(end.LogDensity).sub_(energy);
        var (next, info) = Decide(end, error, energy, uniform, parameters.Leapfrogs);
        Forget();
        var transition = new HmcTransition(state, end.Detach(), momentum.DetachFromDisposeScope(), info);
        (last, state) = (transition, next.Detach());
        return transition;
    }

    public override void Dispose()
    {
        Forget();
        state.Dispose();
    }

    private void Forget()
    {
        last?.Start.Dispose();
        last?.End.Dispose();
        last?.Momentum.Dispose();
        last = null;
    }

    // Leapfrog steps; the momentum is changed in place.
    private HmcState Integrate(Tensor momentum, HmcParameters parameters)
    {
        var end = new HmcState(state.Position.clone(), empty_like(state.LogDensity), empty_like(state.Gradient));
        using Scalar fullStep = parameters.StepSize, halfStep = 0.5 * parameters.StepSize;
        momentum.add_(state.Gradient, alpha: halfStep);
        for (var i = 1; i <= parameters.Leapfrogs; i++)
        {
            parameters.Metric.Drift(end.Position, momentum, fullStep);
            density.Evaluate(end.Position, end.LogDensity, end.Gradient);
            momentum.add_(end.Gradient, alpha: i < parameters.Leapfrogs ? fullStep : halfStep);
        }

        return end;
    }

    private (HmcState State, TransitionInfo Info) Decide(HmcState end, Tensor error, Tensor energy, Tensor uniform, int leapfrogs)
    {
        // An error that is not a number is no smaller than anything: divergent.
        var sound = error.le(Threshold);
        var probability = where(sound, error.neg().exp_().clamp_max_(Scalars.One), zeros_like(error));
        var accepted = uniform.lt(probability);
        // Select by a mask, not by arithmetic: a rejected proposal may hold infinities.
        var column = accepted.unsqueeze(1);
        var next = new HmcState(
            where(column, end.Position, state.Position),
            where(accepted, end.LogDensity, state.LogDensity),
            where(column, end.Gradient, state.Gradient));
        var packed = stack([probability, accepted.to(float64), sound.to(float64), energy, next.LogDensity]).cpu().data<double>().ToArray();
        var chains = packed.Length / 5;
        double[] Row(int row) => packed[(row * chains)..((row + 1) * chains)];
        return (next, new TransitionInfo(Row(0), [.. Row(1).Select(v => v > 0)], [.. Row(2).Select(v => v == 0)], Row(3), Row(4), [.. Enumerable.Repeat(leapfrogs, chains)]));
    }

    private (Tensor Normal, Tensor Uniform) RandomNumbers(IReadOnlyList<CounterRandom> random)
    {
        var (chains, parameters) = (state.Chains, (int)state.Position.shape[1]);
        var normal = new float[chains * parameters];
        var uniform = new double[chains];
        void Draw(int chain)
        {
            random[chain].FillNormal(normal.AsSpan(chain * parameters, parameters));
            uniform[chain] = random[chain].NextDouble();
        }

        if (normal.Length < LargeDraw)
        {
            for (var chain = 0; chain < chains; chain++)
                Draw(chain);
        }
        else
        {
            Parallel.For(0, chains, Compute.Parallel, Draw);
        }

        var device = state.Position.device;
        return (tensor(normal, dtype: state.Position.dtype, device: device).reshape(chains, parameters), tensor(uniform, dtype: float64, device: device));
    }

    private static HmcState Copy(HmcState state)
    {
        using var scope = NewDisposeScope();
        return state.Copy().Detach();
    }
}
