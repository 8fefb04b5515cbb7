using HepBayes.Networks;
using static TorchSharp.torch;

namespace HepBayes.Sampling.Tempering;

/// <summary>A density to the power of an inverse temperature, which every row of positions has its own of.</summary>
internal sealed class TemperedDensity : ILogDensity
{
    private readonly ILogDensity density;
    private readonly Tensor ofValues;
    private readonly Tensor ofGradients;

    /// <summary>Makes room; all inverse temperatures are 1.</summary>
    /// <param name="density">The density; stays the caller's.</param>
    /// <param name="rows">Rows of positions.</param>
    public TemperedDensity(ILogDensity density, int rows)
    {
        this.density = density;
        using var scope = NewDisposeScope();
        ofValues = ones(rows, dtype: float64, device: density.Device).DetachFromDisposeScope();
        ofGradients = ones(rows, 1, dtype: density.NumberType, device: density.Device).DetachFromDisposeScope();
    }

    /// <summary>A density for the replicas of some chains, row = chain x temperatures + temperature.</summary>
    /// <param name="density">The density; stays the caller's.</param>
    /// <param name="chains">Number of chains.</param>
    /// <param name="inverseTemperatures">The ladder of each.</param>
    public static TemperedDensity Of(ILogDensity density, int chains, IReadOnlyList<double> inverseTemperatures)
    {
        var tempered = new TemperedDensity(density, chains * inverseTemperatures.Count);
        tempered.SetLadder(inverseTemperatures);
        return tempered;
    }

    public int Parameters => density.Parameters;

    public Device Device => density.Device;

    public ScalarType NumberType => density.NumberType;

    public Tensor? InitialVariance() => density.InitialVariance();

    /// <summary>Gives all chains the same inverse temperatures.</summary>
    /// <param name="inverseTemperatures">The ladder.</param>
    public void SetLadder(IReadOnlyList<double> inverseTemperatures)
    {
        using var scope = NewDisposeScope();
        double[] rows = [.. Enumerable.Range(0, (int)ofValues.shape[0]).Select(row => inverseTemperatures[row % inverseTemperatures.Count])];
        ofValues.copy_(tensor(rows, dtype: float64));
        ofGradients.copy_(ofValues.unsqueeze(1));
    }

    public (Tensor LogDensity, Tensor Gradient) Evaluate(Tensor position) => NewTensors.Evaluate(this, position);

    public void Evaluate(Tensor position, Tensor logDensity, Tensor gradient)
    {
        density.Evaluate(position, logDensity, gradient);
        using var scope = NewDisposeScope();
        logDensity.mul_(ofValues);
        gradient.mul_(ofGradients);
    }

    public void Dispose()
    {
        ofValues.Dispose();
        ofGradients.Dispose();
    }
}
