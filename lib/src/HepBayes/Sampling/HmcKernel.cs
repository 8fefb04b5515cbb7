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
/// <param name="density">The density to sample; it stays the caller's.</param>
public sealed class HmcKernel(ILogDensity density)
{
    /// <summary>A trajectory whose energy error exceeds this is divergent: the integrator has left the typical set.</summary>
    public const double DivergenceThreshold = 1000;

    /// <summary>Evaluates the density at a start.</summary>
    /// <param name="position">[chains, parameters]; copied.</param>
    /// <returns>The state; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The shape is wrong, or the density is not finite at the start of a chain.</exception>
    public HmcState Init(Tensor position)
    {
        ArgumentNullException.ThrowIfNull(position);
        if (position.dim() != 2 || position.shape[0] < 1 || position.shape[1] != density.Parameters)
            throw new ArgumentException($"The start has shape [{string.Join(", ", position.shape)}]; expected [chains, {density.Parameters}] with at least one chain.", nameof(position));
        var start = position.detach().to(density.NumberType).to(density.Device).clone();
        var (logDensity, gradient) = density.Evaluate(start);
        var values = logDensity.cpu().data<double>().ToArray();
        var bad = Array.FindIndex(values, v => !double.IsFinite(v));
        if (bad >= 0)
            throw new ArgumentException($"The log density is {values[bad]} at the start of chain {bad}. Start where the density is positive, for example at a maximum found by training.", nameof(position));
        return new HmcState(start, logDensity, gradient);
    }

    /// <summary>One transition of every chain.</summary>
    /// <param name="state">Where the chains stand; not changed and not released.</param>
    /// <param name="parameters">Step size, number of steps, inverse mass.</param>
    /// <param name="random">One generator for each chain.</param>
    /// <returns>The new state, owned by the caller, and what happened.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The step size or the number of steps is not positive.</exception>
    public (HmcState State, TransitionInfo Info) Step(HmcState state, HmcParameters parameters, IReadOnlyList<CounterRandom> random)
    {
        Check(state, parameters, random);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var inverseMass = parameters.InverseMass;
        using Scalar fullStep = parameters.StepSize, halfStep = 0.5 * parameters.StepSize;
        var momentum = DrawMomentum(state, inverseMass, random);
        var energy = Kinetic(momentum, inverseMass).sub_(state.LogDensity);

        var position = state.Position.clone();
        var scaledStep = inverseMass.mul(fullStep);
        momentum.add_(state.Gradient, alpha: halfStep);
        var end = new HmcState(position, state.LogDensity, state.Gradient);
        for (var i = 1; i <= parameters.Leapfrogs; i++)
        {
            using var step = NewDisposeScope();
            position.addcmul_(momentum, scaledStep, Scalars.One);
            var (logDensity, gradient) = density.Evaluate(position);
            momentum.add_(gradient, alpha: i < parameters.Leapfrogs ? fullStep : halfStep);
            if (i == parameters.Leapfrogs)
                end = new HmcState(position, logDensity.MoveToOuterDisposeScope(), gradient.MoveToOuterDisposeScope());
        }

        var error = Kinetic(momentum, inverseMass).sub_(end.LogDensity).sub_(energy).cpu().data<double>().ToArray();
        return Decide(state, end, error, energy, parameters.Leapfrogs, random);
    }

    private static (HmcState State, TransitionInfo Info) Decide(HmcState state, HmcState end, double[] error, Tensor energy, int leapfrogs, IReadOnlyList<CounterRandom> random)
    {
        var chains = error.Length;
        var (probability, accepted, divergent) = (new double[chains], new bool[chains], new bool[chains]);
        for (var chain = 0; chain < chains; chain++)
        {
            divergent[chain] = !(error[chain] <= DivergenceThreshold);
            probability[chain] = divergent[chain] ? 0 : Math.Min(1, Math.Exp(-error[chain]));
            accepted[chain] = random[chain].NextDouble() < probability[chain];
        }

        // Select by a mask, not by arithmetic: a rejected proposal may hold infinities.
        var mask = tensor(accepted, device: state.Position.device);
        var column = mask.unsqueeze(1);
        var next = new HmcState(
            where(column, end.Position, state.Position),
            where(mask, end.LogDensity, state.LogDensity),
            where(column, end.Gradient, state.Gradient)).MoveToOuterDisposeScope();
        var info = new TransitionInfo(probability, accepted, divergent, energy.cpu().data<double>().ToArray(), next.LogDensity.cpu().data<double>().ToArray(), [.. Enumerable.Repeat(leapfrogs, chains)]);
        return (next, info);
    }

    private static Tensor DrawMomentum(HmcState state, Tensor inverseMass, IReadOnlyList<CounterRandom> random)
    {
        var parameters = (int)state.Position.shape[1];
        var normal = new float[state.Chains * parameters];
        for (var chain = 0; chain < state.Chains; chain++)
            random[chain].FillNormal(normal.AsSpan(chain * parameters, parameters));
        return tensor(normal, dtype: state.Position.dtype, device: state.Position.device).reshape(state.Chains, parameters).div_(inverseMass.sqrt());
    }

    // p^T M^-1 p / 2 for each chain, in float64.
    private static Tensor Kinetic(Tensor momentum, Tensor inverseMass)
    {
        using var scope = NewDisposeScope();
        return momentum.to(float64).square().mul_(inverseMass).sum(1).mul_(Scalars.Half).MoveToOuterDisposeScope();
    }

    private static void Check(HmcState state, HmcParameters parameters, IReadOnlyList<CounterRandom> random)
    {
        if (!(parameters.StepSize > 0 && double.IsFinite(parameters.StepSize)))
            throw new ArgumentOutOfRangeException(nameof(parameters), parameters.StepSize, "The step size must be a positive number.");
        if (parameters.Leapfrogs < 1)
            throw new ArgumentOutOfRangeException(nameof(parameters), parameters.Leapfrogs, "A trajectory needs at least one leapfrog step.");
        if (random.Count != state.Chains)
            throw new ArgumentException($"{random.Count} random generators for {state.Chains} chains; each chain needs its own.", nameof(random));
    }
}
