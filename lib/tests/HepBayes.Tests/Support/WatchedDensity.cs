using HepBayes.Networks;
using static TorchSharp.torch;

namespace HepBayes.Tests.Support;

/// <summary>A density that tells of every gradient, with its number from 1: a place to count, to cancel or to fail.</summary>
internal sealed class WatchedDensity(ILogDensity density, Action<int> watch) : ILogDensity
{
    private int count;

    public int Parameters => density.Parameters;

    public Device Device => density.Device;

    public ScalarType NumberType => density.NumberType;

    public string Fingerprint { get; init; } = density.Fingerprint;

    public Tensor? InitialVariance() => density.InitialVariance();

    public (Tensor LogDensity, Tensor Gradient) Evaluate(Tensor position)
    {
        watch(++count);
        return density.Evaluate(position);
    }

    public void Dispose()
    {
    }
}
