using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>Moves chains by a mini-batch kernel; measures the gradients' noise and from it the scale during the warm-up.</summary>
internal sealed class MiniBatchProcess : ChainProcess
{
    // Pairs of batches before the first step, and steps from one pair to the next.
    private const int FirstPairs = 16;
    private const int StepsPerPair = 4;

    private readonly MiniBatchKernel kernel;
    private readonly MiniBatchOptions options;
    private readonly CounterRandom[] random;
    private readonly NoiseEstimate noise;
    private readonly int width;
    private MiniBatchParameters parameters;
    private MiniBatchState state;
    private ControlPoint? control;
    private Tensor inverseMass;
    private long steps;

    /// <summary>Starts chains.</summary>
    /// <param name="density">The density; it stays the caller's.</param>
    /// <param name="kernel">The steps.</param>
    /// <param name="start">Start of each chain, [chains, parameters].</param>
    /// <param name="options">Settings.</param>
    public MiniBatchProcess(IBatchedDensity density, MiniBatchKernel kernel, Tensor start, MiniBatchOptions options)
    {
        HmcKernel.CheckStart(start, density);
        var (chains, blocks) = ((int)start.shape[0], BatchEstimate.BlocksOf(density, options.BatchRows));
        (this.kernel, this.options, width) = (kernel, options, density.Parameters);
        random = [.. Enumerable.Range(0, chains).Select(chain => ChainRandom.Of(options, RandomPurpose.MiniBatch, chain: chain))];
        noise = new NoiseEstimate(density, blocks, chains);
        // A run that continues has them in its checkpoint.
        if (options.Checkpoint is not { HasRun: true })
            Measure(density, start);
        parameters = new MiniBatchParameters(options.Steps.At(0), blocks, noise.Scale(options.Scale)) { Control = control };
        if (options is SghmcOptions sghmc)
            parameters = parameters with { Friction = sghmc.Friction };
        state = kernel.Init(start, parameters, random).Detach();
        inverseMass = NewInverseMass();
        Adopt();
    }

    public override int Chains => random.Length;

    public override Tensor Position => state.Position;

    /// <inheritdoc/>
    /// <remarks>The scale G.</remarks>
    public override Tensor InverseMass => inverseMass;

    public override double StepSize => parameters.StepSize;

    public override TransitionInfo Warm(int step)
    {
        if (step % StepsPerPair == 0)
        {
            noise.Learn(state.Position, control, random);
            Adopt();
        }

        return Move();
    }

    public override TransitionInfo Draw()
    {
        var info = Move();
        var gradients = info.Leapfrogs;
        var divergent = info.IsDivergent;
        // What only explores is on the way to a draw.
        while (options.Steps.IsExploring(steps - 1))
        {
            info = Move();
            for (var chain = 0; chain < Chains; chain++)
                (gradients[chain], divergent[chain]) = (gradients[chain] + info.Leapfrogs[chain], divergent[chain] || info.IsDivergent[chain]);
        }

        return info with { Leapfrogs = gradients, IsDivergent = divergent };
    }

    public override void Save(Snapshot snapshot)
    {
        state.Save(snapshot);
        control?.Save(snapshot);
        noise.Save(snapshot);
        snapshot.Add("steps", (ulong)steps);
        ChainRandom.Save(snapshot, random);
    }

    public override void Restore(Snapshot snapshot)
    {
        using var scope = NewDisposeScope();
        state.Dispose();
        state = MiniBatchState.Restored(snapshot);
        if (options.ControlVariates)
        {
            control?.Dispose();
            control = ControlPoint.Restored(snapshot);
        }

        noise.Restore(snapshot);
        steps = (long)snapshot.Whole("steps");
        ChainRandom.Restore(snapshot, random);
        Adopt();
        parameters = parameters with { StepSize = options.Steps.At(Math.Max(0, steps - 1)) };
    }

    public override void Dispose()
    {
        state.Dispose();
        control?.Dispose();
        inverseMass.Dispose();
    }

    private void Measure(IBatchedDensity density, Tensor start)
    {
        if (options.ControlVariates)
            control = ControlPoint.At(density, start);
        for (var pair = 0; pair < FirstPairs; pair++)
            noise.Learn(start, control, random);
    }

    // Scale and noise as they are known now.
    private void Adopt()
    {
        parameters = parameters with
        {
            Scale = noise.Scale(options.Scale),
            Control = control,
            NoiseVariance = options is SghmcOptions { SubtractNoise: true } ? (double[])noise.Used.Clone() : null,
        };
        inverseMass.Dispose();
        inverseMass = NewInverseMass();
    }

    private Tensor NewInverseMass()
    {
        using var scope = NewDisposeScope();
        return HostMemory.Tensor(parameters.Scale, [Chains, width], CPU).DetachFromDisposeScope();
    }

    private TransitionInfo Move()
    {
        parameters = parameters with { StepSize = options.Steps.At(steps), IsExploring = options.Steps.IsExploring(steps) };
        var (next, info) = kernel.Step(state, parameters, random);
        state.Dispose();
        state = next.Detach();
        steps++;
        return info;
    }
}
