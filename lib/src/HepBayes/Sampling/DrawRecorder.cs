using TorchSharp;

namespace HepBayes.Sampling;

/// <summary>Collects the draws of a run on the processor.</summary>
internal sealed class DrawRecorder(int chains, int draws, int parameters)
{
    private readonly float[] positions = new float[checked(chains * draws * parameters)];
    private readonly double[,] logDensity = new double[chains, draws];
    private readonly double[,] energy = new double[chains, draws];
    private readonly double[,] acceptance = new double[chains, draws];
    private readonly bool[,] divergent = new bool[chains, draws];
    private readonly int[,] leapfrogs = new int[chains, draws];
    private int count;

    /// <summary>A transition whose state is not kept: divergences and leapfrogs count for the next kept one.</summary>
    public void AddBetween(TransitionInfo info)
    {
        for (var chain = 0; chain < chains; chain++)
        {
            divergent[chain, count] |= info.IsDivergent[chain];
            leapfrogs[chain, count] += info.Leapfrogs[chain];
        }
    }

    public void Add(torch.Tensor position, TransitionInfo info)
    {
        using var scope = torch.NewDisposeScope();
        var values = position.to(torch.float32).cpu().contiguous().data<float>().ToArray();
        for (var chain = 0; chain < chains; chain++)
        {
            values.AsSpan(chain * parameters, parameters).CopyTo(positions.AsSpan(((chain * draws) + count) * parameters, parameters));
            logDensity[chain, count] = info.LogDensity[chain];
            energy[chain, count] = info.Energy[chain];
            acceptance[chain, count] = info.AcceptProbability[chain];
            divergent[chain, count] |= info.IsDivergent[chain];
            leapfrogs[chain, count] += info.Leapfrogs[chain];
        }

        count++;
    }

    public SamplingRun Finish(SamplerOptions options, double stepSize, torch.Tensor inverseMass, double warmupSeconds, double seconds) =>
        new(options, chains, parameters, positions, logDensity, energy, acceptance, divergent, leapfrogs)
        {
            StepSize = stepSize,
            InverseMass = inverseMass.to(torch.float64).cpu().data<double>().ToArray(),
            WarmupSeconds = warmupSeconds,
            Seconds = seconds,
        };
}
