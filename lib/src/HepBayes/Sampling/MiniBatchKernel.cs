using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>
/// One step of a sampler that sees a random batch of the rows, for several chains at once, without a Metropolis test. Every
/// chain has batches of its own, so chains are independent. The kernel has no memory: the same state, parameters and random
/// numbers give the same result. On the processor; positions are float64 whatever the number type of the density.
/// </summary>
public abstract class MiniBatchKernel
{
    private readonly IBatchedDensity density;

    private protected MiniBatchKernel(IBatchedDensity density)
    {
        ArgumentNullException.ThrowIfNull(density);
        NativeLibraries.EnsureLoaded();
        this.density = density;
    }

    /// <summary>Estimates the density at a start.</summary>
    /// <param name="position">[chains, parameters]; copied.</param>
    /// <param name="parameters">Batch size and control variates.</param>
    /// <param name="random">One generator for each chain.</param>
    /// <returns>The state, with velocities 0; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The shape is wrong, or the density is not finite at the start of a chain.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of range.</exception>
    public MiniBatchState Init(Tensor position, MiniBatchParameters parameters, IReadOnlyList<CounterRandom> random)
    {
        HmcKernel.CheckStart(position, density);
        Check((int)position.shape[0], parameters, random);
        using var scope = NewDisposeScope();
        var start = position.detach().to(float64).cpu().contiguous().clone();
        var (logDensity, gradient) = Estimate(start, parameters, random);
        if (!logDensity.isfinite().all().item<bool>() || !gradient.isfinite().all().item<bool>())
            throw new ArgumentException("The log density or its gradient is not finite at the start of a chain. Start where the density is positive, for example at a maximum found by training.", nameof(position));
        return new MiniBatchState(start, zeros_like(start), logDensity, gradient).MoveToOuterDisposeScope();
    }

    /// <summary>One step of every chain.</summary>
    /// <param name="state">Where the chains stand; not changed and not released.</param>
    /// <param name="parameters">Step size, batch size, scale.</param>
    /// <param name="random">One generator for each chain: its noise and its batch.</param>
    /// <returns>
    /// The new state, owned by the caller, and what happened. A chain whose position, density or gradient would not be finite
    /// stays where it is with velocity 0 and is reported as divergent; otherwise the acceptance is 1. Log densities are estimates.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of range.</exception>
    public (MiniBatchState State, TransitionInfo Info) Step(MiniBatchState state, MiniBatchParameters parameters, IReadOnlyList<CounterRandom> random)
    {
        Check(state.Chains, parameters, random);
        using var scope = NewDisposeScope();
        var (chains, width) = (state.Chains, density.Parameters);
        var (position, velocity) = (state.Position.clone(), state.Velocity.clone());
        var q = TensorMemory.Span<double>(position);
        var v = TensorMemory.Span<double>(velocity);
        var g = TensorMemory.Span<double>(state.Gradient);
        for (var chain = 0; chain < chains; chain++)
        {
            var (first, noise) = (chain * width, parameters.NoiseVariance);
            Move(q.Slice(first, width), v.Slice(first, width), g.Slice(first, width), parameters.Scale.AsSpan(first, width), noise is null ? default : noise.AsSpan(first, width), parameters, random[chain]);
        }

        var (logDensity, gradient) = Estimate(position, parameters, random);
        var next = new MiniBatchState(position, velocity, logDensity, gradient);
        var divergent = HoldBack(state, next);
        var values = TensorMemory.Span<double>(logDensity).ToArray();
        var info = new TransitionInfo(
            [.. divergent.Select(d => d ? 0.0 : 1)], [.. divergent.Select(d => !d)], divergent, [.. values.Select(l => -l)], values,
            [.. divergent.Select(_ => parameters.Control is null ? 1 : 2)]);
        return (next.MoveToOuterDisposeScope(), info);
    }

    /// <summary>Moves one chain by one step.</summary>
    /// <param name="position">Changed.</param>
    /// <param name="velocity">Changed.</param>
    /// <param name="gradient">Estimate of the gradient at the position.</param>
    /// <param name="scale">G, above 0.</param>
    /// <param name="noise">Variance of the gradient's noise to take into account; empty for none.</param>
    /// <param name="parameters">Step size and the rest.</param>
    /// <param name="random">The chain's random numbers.</param>
    private protected abstract void Move(Span<double> position, Span<double> velocity, ReadOnlySpan<double> gradient, ReadOnlySpan<double> scale, ReadOnlySpan<double> noise, MiniBatchParameters parameters, CounterRandom random);

    private (Tensor LogDensity, Tensor Gradient) Estimate(Tensor position, MiniBatchParameters parameters, IReadOnlyList<CounterRandom> random)
    {
        using var quiet = no_grad();
        return BatchEstimate.Evaluate(density, position, BatchEstimate.Draw(density, parameters.Blocks, random), parameters.Control);
    }

    // Chains that left the numbers stay; says which.
    private static bool[] HoldBack(MiniBatchState state, MiniBatchState next)
    {
        var (chains, width) = (state.Chains, (int)state.Position.shape[1]);
        var held = new bool[chains];
        for (var chain = 0; chain < chains; chain++)
        {
            Span<double> Row(Tensor tensor) => TensorMemory.Span<double>(tensor).Slice(chain * width, width);
            held[chain] = !(double.IsFinite(TensorMemory.Span<double>(next.LogDensity)[chain]) && AreFinite(Row(next.Position)) && AreFinite(Row(next.Gradient)));
            if (!held[chain])
                continue;
            Row(state.Position).CopyTo(Row(next.Position));
            Row(state.Gradient).CopyTo(Row(next.Gradient));
            Row(next.Velocity).Clear();
            TensorMemory.Span<double>(next.LogDensity)[chain] = TensorMemory.Span<double>(state.LogDensity)[chain];
        }

        return held;
    }

    private static bool AreFinite(ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            if (!double.IsFinite(value))
                return false;
        }

        return true;
    }

    private void Check(int chains, MiniBatchParameters parameters, IReadOnlyList<CounterRandom> random)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(random);
        if (!(parameters.StepSize > 0 && double.IsFinite(parameters.StepSize)))
            throw new ArgumentOutOfRangeException(nameof(parameters), parameters.StepSize, "The step size must be a positive number.");
        if (!(parameters.Friction > 0 && double.IsFinite(parameters.Friction)))
            throw new ArgumentOutOfRangeException(nameof(parameters), parameters.Friction, "The friction must be a positive number.");
        if (parameters.Blocks < 1 || parameters.Blocks > density.Blocks)
            throw new ArgumentOutOfRangeException(nameof(parameters), parameters.Blocks, $"A batch has at least 1 block of rows and at most all {density.Blocks}.");
        if (random.Count != chains || parameters.Scale.Length != chains * density.Parameters)
            throw new ArgumentException($"{random.Count} random generators and {parameters.Scale.Length} scales for {chains} chains of {density.Parameters} parameters; each chain needs a generator, each of its parameters a scale.", nameof(random));
    }
}
