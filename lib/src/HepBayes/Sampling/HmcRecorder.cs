using TorchSharp;

namespace HepBayes.Sampling;

/// <summary>Collects the draws of a run on the processor.</summary>
internal sealed class HmcRecorder(int chains, int draws, int parameters)
{
    private readonly float[] positions = new float[checked(chains * draws * parameters)];
    private readonly double[,] logDensity = new double[chains, draws];
    private readonly double[,] energy = new double[chains, draws];
    private readonly double[,] acceptance = new double[chains, draws];
    private readonly bool[,] divergent = new bool[chains, draws];
    private readonly int[] leapfrogs = new int[draws];
    private int count;

    public void Add(torch.Tensor position, HmcInfo info)
    {
        using var scope = torch.NewDisposeScope();
        var values = position.to(torch.float32).cpu().contiguous().data<float>().ToArray();
        for (var chain = 0; chain < chains; chain++)
        {
            values.AsSpan(chain * parameters, parameters).CopyTo(positions.AsSpan(((chain * draws) + count) * parameters, parameters));
            logDensity[chain, count] = info.LogDensity[chain];
            energy[chain, count] = info.Energy[chain];
            acceptance[chain, count] = info.AcceptProbability[chain];
            divergent[chain, count] = info.IsDivergent[chain];
        }

        leapfrogs[count++] = info.Leapfrogs;
    }

    public HmcRun Finish(HmcOptions options, double stepSize, torch.Tensor inverseMass, double warmupSeconds, double seconds) =>
        new(options, chains, parameters, positions, logDensity, energy, acceptance, divergent, leapfrogs)
        {
            StepSize = stepSize,
            InverseMass = inverseMass.to(torch.float64).cpu().data<double>().ToArray(),
            WarmupSeconds = warmupSeconds,
            Seconds = seconds,
        };
}
