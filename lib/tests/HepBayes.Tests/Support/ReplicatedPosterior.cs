using HepBayes.Networks;
using TorchSharp;
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
    /// <param name="type">The type that the sampler wants; the posteriors themselves work in float32.</param>
    public ReplicatedPosterior(DensePosterior[] posteriors, double missing = 0, ScalarType type = ScalarType.Float32) =>
        (this.posteriors, this.missing, NumberType) = (posteriors, missing, type);

    public int Parameters => posteriors[0].Parameters;

    public Device Device => CPU;

    public ScalarType NumberType { get; }

    public Tensor? InitialVariance() => posteriors[0].InitialVariance();

    public (Tensor LogDensity, Tensor Gradient) Evaluate(Tensor position)
    {
        using var scope = NewDisposeScope();
        var whole = position.to(float32).contiguous();
        var gradient = empty_like(whole);
        var logDensity = empty(posteriors.Length, dtype: float64);
        for (var chain = 0; chain < posteriors.Length; chain++)
            posteriors[chain].Evaluate(whole.narrow(0, chain, 1), logDensity.narrow(0, chain, 1), gradient.narrow(0, chain, 1));
        if (missing != 0)
        {
            using Scalar factor = missing;
            logDensity.add_(whole.select(1, Parameters - 1).to(float64), alpha: factor);
            gradient.select(1, Parameters - 1).add_(factor);
        }

        return (logDensity.MoveToOuterDisposeScope(), gradient.to(NumberType).MoveToOuterDisposeScope());
    }

    public void Dispose()
    {
        foreach (var posterior in posteriors)
            posterior.Dispose();
    }
}
