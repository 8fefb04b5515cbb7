using HepBayes.Networks;
using static TorchSharp.torch;

namespace HepBayes.Tests.Support;

/// <summary>A multivariate normal density with given mean and covariance: the simplest closed form.</summary>
internal sealed class NormalDensity : ILogDensity
{
    private readonly Tensor mean;
    private readonly Tensor precision;

    public NormalDensity(double[] mean, double[,] covariance)
    {
        HepBayes.Runtime.NativeLibraries.EnsureLoaded();
        this.mean = tensor(mean);
        using var c = tensor(covariance);
        precision = c.inverse();
        Parameters = mean.Length;
    }

    public int Parameters { get; }

    public Device Device => CPU;

    public ScalarType NumberType => ScalarType.Float64;

    public Tensor? InitialVariance() => null;

    public (Tensor LogDensity, Tensor Gradient) Evaluate(Tensor position)
    {
        using var scope = NewDisposeScope();
        var z = position.sub(mean);
        var gradient = z.matmul(precision).neg();
        return (z.mul(gradient).sum(1).mul_(0.5).MoveToOuterDisposeScope(), gradient.MoveToOuterDisposeScope());
    }

    public void Dispose()
    {
        mean.Dispose();
        precision.Dispose();
    }
}
