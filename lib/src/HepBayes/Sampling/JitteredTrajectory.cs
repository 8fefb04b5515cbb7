using HepBayes.Runtime;

namespace HepBayes.Sampling;

/// <summary>Trajectories of given mean length with uniform jitter.</summary>
internal sealed class JitteredTrajectory(HmcOptions options) : Trajectory
{
    private readonly CounterRandom random = new((ulong)options.Seed, RandomStreams.Of(RandomPurpose.Trajectory));

    public override int Leapfrogs(double stepSize)
    {
        var factor = 1 + (options.Jitter * ((2 * random.NextDouble()) - 1));
        var most = options.MaximumLeapfrogs * factor / (1 + options.Jitter);
        return (int)Math.Max(1, Math.Round(Math.Min(options.TrajectoryLength * factor / stepSize, most)));
    }

    public override void Save(Snapshot snapshot) => snapshot.Add("random.trajectory", random.Position);

    public override void Restore(Snapshot snapshot) => random.Position = snapshot.Whole("random.trajectory");
}
