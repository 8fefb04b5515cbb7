using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>Memory of <see cref="NutsKernel"/>: the trees of all chains, and the rows in which growing ones meet the density.</summary>
internal sealed class NutsWorkspace : IDisposable
{
    private readonly NutsChain[] chains;
    private readonly int[] growing;
    private readonly double[] row;

    public NutsWorkspace(int chains, ILogDensity density)
    {
        var single = density.NumberType == ScalarType.Float32;
        this.chains = [.. Enumerable.Range(0, chains).Select(chain => new NutsChain(chain, density.Parameters, single))];
        growing = new int[chains];
        row = new double[density.Parameters];
        Positions = new RowBuffer(chains, density.Parameters, density.NumberType, density.Device);
        Gradients = new RowBuffer(chains, density.Parameters, density.NumberType, density.Device);
        LogDensities = new RowBuffer(chains, 1, ScalarType.Float64, density.Device);
    }

    /// <summary>Where the density is wanted.</summary>
    public RowBuffer Positions { get; }

    /// <summary>Receives the gradients.</summary>
    public RowBuffer Gradients { get; }

    /// <summary>Receives the log densities.</summary>
    public RowBuffer LogDensities { get; }

    public void Begin(HmcState state, NutsParameters parameters, IReadOnlyList<CounterRandom> random)
    {
        Positions.First(chains.Length).copy_(state.Position);
        Gradients.First(chains.Length).copy_(state.Gradient);
        LogDensities.First(chains.Length).view(chains.Length).copy_(state.LogDensity);
        ToHost(chains.Length);
        var gradient = new double[row.Length];
        var logDensity = new double[1];
        for (var chain = 0; chain < chains.Length; chain++)
        {
            Positions.Read(chain, row);
            Gradients.Read(chain, gradient);
            LogDensities.Read(chain, logDensity);
            chains[chain].Begin(row, gradient, logDensity[0], parameters, random[chain]);
        }
    }

    /// <summary>Moves every growing chain to its next position; how many there are.</summary>
    public int Advance()
    {
        var rows = 0;
        for (var chain = 0; chain < chains.Length; chain++)
        {
            if (chains[chain].IsDone)
                continue;
            Positions.Write(rows, chains[chain].Advance());
            growing[rows++] = chain;
        }

        if (rows > 0)
            Positions.ToDevice(rows);
        return rows;
    }

    /// <summary>Hands the evaluated rows to their chains.</summary>
    public void Receive(int rows)
    {
        Gradients.ToHost(rows);
        LogDensities.ToHost(rows);
        var logDensity = new double[1];
        for (var i = 0; i < rows; i++)
        {
            Gradients.Read(i, row);
            LogDensities.Read(i, logDensity);
            chains[growing[i]].Receive(row, logDensity[0]);
        }
    }

    /// <summary>The drawn states; belongs to the current dispose scope.</summary>
    public HmcState Result()
    {
        for (var chain = 0; chain < chains.Length; chain++)
        {
            var tree = chains[chain].Tree;
            Positions.Write(chain, tree.Position);
            Gradients.Write(chain, tree.Gradient);
            LogDensities.Write(chain, [tree.LogDensity]);
        }

        Positions.ToDevice(chains.Length);
        Gradients.ToDevice(chains.Length);
        LogDensities.ToDevice(chains.Length);
        return new HmcState(Positions.First(chains.Length).clone(), LogDensities.First(chains.Length).view(chains.Length).clone(), Gradients.First(chains.Length).clone());
    }

    public TransitionInfo Info() => new(
        [.. chains.Select(c => c.AcceptProbability)], [.. chains.Select(c => c.HasMoved)], [.. chains.Select(c => c.IsDivergent)],
        [.. chains.Select(c => c.Energy)], [.. chains.Select(c => c.Tree.LogDensity)], [.. chains.Select(c => c.Leapfrogs)], [.. chains.Select(c => c.Tree.Depth)]);

    /// <inheritdoc/>
    public void Dispose()
    {
        Positions.Dispose();
        Gradients.Dispose();
        LogDensities.Dispose();
    }

    private void ToHost(int rows)
    {
        Positions.ToHost(rows);
        Gradients.ToHost(rows);
        LogDensities.ToHost(rows);
    }
}
