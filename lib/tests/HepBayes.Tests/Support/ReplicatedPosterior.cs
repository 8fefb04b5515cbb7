using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Tests.Support;

/// <summary>
/// Many data sets of one model, one for each chain: a sampler moves all their posteriors at once. Step size and mass matrix
/// are shared, which changes the cost of a chain but not its distribution.
/// </summary>
internal sealed class ReplicatedPosterior : ILogDensity
{
    private readonly DensePosterior[] posteriors;
    private readonly double missing;

    /// <param name="posteriors">The posterior of each chain.</param>
    /// <param name="missing">How many of the terms -log s of the likelihood are left out: a planted error; 0 for none.</param>
    public ReplicatedPosterior(DensePosterior[] posteriors, double missing = 0) => (this.posteriors, this.missing) = (posteriors, missing);

    public int Parameters => posteriors[0].Parameters;

    public Device Device => CPU;

    public ScalarType NumberType => ScalarType.Float32;

    public Tensor? InitialVariance() => posteriors[0].InitialVariance();

    public unsafe (Tensor LogDensity, Tensor Gradient) Evaluate(Tensor position)
    {
        using var scope = NewDisposeScope();
        var (chains, parameters) = (posteriors.Length, Parameters);
        var x = position.contiguous().data<float>().ToArray();
        var (logDensity, slopes) = (new double[chains], new float[x.Length]);
        Parallel.For(0, chains, Compute.Parallel, chain =>
        {
            fixed (float* p = x, g = slopes)
                posteriors[chain].Cpu!.Evaluate(p + (chain * parameters), 1, logDensity.AsSpan(chain, 1), g + (chain * parameters));
            logDensity[chain] += missing * x[((chain + 1) * parameters) - 1];
            slopes[((chain + 1) * parameters) - 1] += (float)missing;
        });
        var gradient = tensor(slopes).reshape(chains, parameters);
        // The prior is the same for all.
        var logPrior = posteriors[0].AddPrior(position, gradient);
        return (tensor(logDensity, dtype: float64).add(logPrior, Scalars.One).MoveToOuterDisposeScope(), gradient.MoveToOuterDisposeScope());
    }

    public void Dispose()
    {
        foreach (var posterior in posteriors)
            posterior.Dispose();
    }
}
