using TorchSharp;

namespace HepBayes.Sampling.Langevin;

/// <summary>Trajectories of one leapfrog step.</summary>
internal sealed class SingleStep : Trajectory
{
    public override int Leapfrogs(double stepSize) => 1;

    public override void Save(Snapshot snapshot)
    {
        // Nothing is learnt or drawn.
    }

    public override void Restore(Snapshot snapshot, torch.Device device)
    {
        // Nothing was saved.
    }
}
