using System.Numerics;
using HepBayes.Networks;
using HepBayes.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>
/// One transition of Hamiltonian Monte Carlo for several chains at once (Neal, MCMC using Hamiltonian dynamics, Handbook
/// of Markov Chain Monte Carlo, 2011, section 5.3): fresh normal momenta, leapfrog steps, Metropolis test. The kernel has
/// no memory: the same state, parameters and random numbers give the same result.
/// </summary>
/// <remarks>
/// A leapfrog step allocates no tensor if the density does not; the Metropolis test is decided where the density lives,
/// and the processor waits for that device once a transition. Energies are float64.
/// </remarks>
/// <param name="density">The density to sample; it stays the caller's.</param>
public sealed class HmcKernel(ILogDensity density)
{
    /// <summary>A trajectory whose energy error exceeds this is divergent: the integrator has left the typical set.</summary>
    public const double DivergenceThreshold = 1000;

    private const int LargeDraw = 1 << 14;
    private static readonly Scalar Threshold = DivergenceThreshold;

    /// <summary>Evaluates the density at a start.</summary>
    /// <param name="position">[chains, parameters]; copied.</param>
    /// <returns>The state; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The shape is wrong, or the density is not finite at the start of a chain.</exception>
    public HmcState Init(Tensor position)
    {
        CheckStart(position, density);
        using var scope = NewDisposeScope();
        var start = position.detach().to(density.NumberType).to(density.Device).contiguous().clone();
        var (logDensity, gradient) = density.Evaluate(start);
        var values = logDensity.cpu().data<double>().ToArray();
        var bad = Array.FindIndex(values, v => !double.IsFinite(v));
        if (bad >= 0)
            throw new ArgumentException($"The log density is {values[bad]} at the start of chain {bad}. Start where the density is positive, for example at a maximum found by training.", nameof(position));
        return new HmcState(start, logDensity, gradient).MoveToOuterDisposeScope();
    }

    /// <summary>One transition of every chain.</summary>
    /// <param name="state">Where the chains stand; not changed and not released.</param>
    /// <param name="parameters">Step size, number of steps, metric.</param>
    /// <param name="random">One generator for each chain.</param>
    /// <returns>The new state, owned by the caller, and what happened.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The step size or the number of steps is not positive.</exception>
    public (HmcState State, TransitionInfo Info) Step(HmcState state, HmcParameters parameters, IReadOnlyList<CounterRandom> random)
    {
        using var scope = NewDisposeScope();
        var transition = Transition(state, parameters, random);
        return (transition.Next.MoveToOuterDisposeScope(), transition.Info);
    }

    /// <summary>The same with the end of the trajectory; everything belongs to the current dispose scope.</summary>
    internal HmcTransition Transition(HmcState state, HmcParameters parameters, IReadOnlyList<CounterRandom> random)
    {
        Check(state, parameters, random);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var metric = parameters.Metric;
        var (normal, uniform) = RandomNumbers(state, random);
        var momentum = metric.Momentum(normal);
        var energy = metric.Kinetic(momentum).sub_(state.LogDensity);
        var end = Integrate(state, momentum, parameters);
        var error = metric.Kinetic(momentum).sub_(end.LogDensity).sub_(energy);
        var (next, info) = Decide(state, end, error, energy, uniform, parameters.Leapfrogs);
        return new HmcTransition(next.MoveToOuterDisposeScope(), end.MoveToOuterDisposeScope(), momentum.MoveToOuterDisposeScope(), info);
    }

    // Leapfrog steps; the momentum is changed in place.
    private HmcState Integrate(HmcState state, Tensor momentum, HmcParameters parameters)
    {
        var end = new HmcState(state.Position.clone(), empty_like(state.LogDensity), empty_like(state.Gradient));
        using Scalar halfStep = 0.5 * parameters.StepSize;
        momentum.add_(state.Gradient, alpha: halfStep);
        if (!parameters.Metric.IsDiagonal || end.Position.device_type != DeviceType.CPU)
            TensorSteps(end, momentum, parameters);
        else if (end.Position.dtype == ScalarType.Float64)
            SpanSteps<double>(end, momentum, parameters);
        else
            SpanSteps<float>(end, momentum, parameters);
        return end;
    }

    private void TensorSteps(HmcState end, Tensor momentum, HmcParameters parameters)
    {
        using Scalar fullStep = parameters.StepSize, halfStep = 0.5 * parameters.StepSize;
        for (var i = 1; i <= parameters.Leapfrogs; i++)
        {
            parameters.Metric.Drift(end.Position, momentum, fullStep);
            density.Evaluate(end.Position, end.LogDensity, end.Gradient);
            momentum.add_(end.Gradient, alpha: i < parameters.Leapfrogs ? fullStep : halfStep);
        }
    }

    // The same for a diagonal metric on the processor, without the cost of calling into the tensor library.
    private void SpanSteps<T>(HmcState end, Tensor momentum, HmcParameters parameters) where T : unmanaged, INumber<T>
    {
        var step = T.CreateTruncating(parameters.StepSize);
        var inverseMass = TensorMemory.Span<T>(parameters.Metric.InverseMass.expand_as(momentum).contiguous());
        var position = TensorMemory.Span<T>(end.Position);
        var p = TensorMemory.Span<T>(momentum);
        var gradient = TensorMemory.Span<T>(end.Gradient);
        for (var i = 1; i <= parameters.Leapfrogs; i++)
        {
            Vectors.AddProduct<T>(position, p, inverseMass, step);
            density.Evaluate(end.Position, end.LogDensity, end.Gradient);
            Vectors.AddScaled<T>(p, gradient, i < parameters.Leapfrogs ? step : T.CreateTruncating(0.5 * parameters.StepSize));
        }
    }

    private static (HmcState State, TransitionInfo Info) Decide(HmcState state, HmcState end, Tensor error, Tensor energy, Tensor uniform, int leapfrogs)
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

    private static (Tensor Normal, Tensor Uniform) RandomNumbers(HmcState state, IReadOnlyList<CounterRandom> random)
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

    /// <summary>Refuses a start of the wrong shape.</summary>
    internal static void CheckStart(Tensor position, ILogDensity density)
    {
        ArgumentNullException.ThrowIfNull(position);
        if (position.dim() != 2 || position.shape[0] < 1 || position.shape[1] != density.Parameters)
            throw new ArgumentException($"The start has shape [{string.Join(", ", position.shape)}]; expected [chains, {density.Parameters}] with at least one chain.", nameof(position));
    }

    private static void Check(HmcState state, HmcParameters parameters, IReadOnlyList<CounterRandom> random)
    {
        ArgumentNullException.ThrowIfNull(parameters.Metric);
        if (!(parameters.StepSize > 0 && double.IsFinite(parameters.StepSize)))
            throw new ArgumentOutOfRangeException(nameof(parameters), parameters.StepSize, "The step size must be a positive number.");
        if (parameters.Leapfrogs < 1)
            throw new ArgumentOutOfRangeException(nameof(parameters), parameters.Leapfrogs, "A trajectory needs at least one leapfrog step.");
        if (random.Count != state.Chains)
            throw new ArgumentException($"{random.Count} random generators for {state.Chains} chains; each chain needs its own.", nameof(random));
    }
}
