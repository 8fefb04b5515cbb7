using HepBayes.Runtime;
using TorchSharp;

namespace HepBayes.Sampling;

/// <summary>Trajectories of given mean length with uniform jitter.</summary>
/// <param name="options">Settings.</param>
/// <param name="stream">Tells the processes of one run apart: 0 or 1.</param>
internal sealed class JitteredTrajectory(HmcOptions options, int stream = 0) : Trajectory
{
    private const int ProcessesOfRun = 2;
    private readonly CounterRandom random = new((ulong)options.Seed, RandomStreams.Of(RandomPurpose.Trajectory, (ProcessesOfRun * options.FirstChain) + stream));

    public override int Leapfrogs(double stepSize)
    {
        var factor = 1 + (options.Jitter * ((2 * random.NextDouble()) - 1));
        var most = options.MaximumLeapfrogs * factor / (1 + options.Jitter);
        return (int)Math.Max(1, Math.Round(Math.Min(options.TrajectoryLength * factor / stepSize, most)));
    }

    public override void Save(Snapshot snapshot) => snapshot.Add("random.trajectory", random.Position);

    public override void Restore(Snapshot snapshot, torch.Device device) => random.Position = snapshot.Whole("random.trajectory");
}
