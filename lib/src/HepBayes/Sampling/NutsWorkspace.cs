using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>
/// Memory of <see cref="NutsKernel"/>: where the chains stand, their trees, and the rows in which growing ones meet the
/// density. The result does not depend on the number of threads.
/// </summary>
internal sealed class NutsWorkspace : IDisposable
{
    private readonly ILogDensity density;
    private readonly IRowDensity<double>? rowDensity;
    private readonly NutsChain[] chains;
    private readonly int[] growing;
    private readonly StateRows state;
    private readonly StateRows rows;
    private readonly ParallelLoop whole;
    private NutsParameters parameters;
    private IReadOnlyList<CounterRandom> random = [];

    /// <summary>Makes room for chains at a state, of which it takes a copy.</summary>
    public NutsWorkspace(ILogDensity density, HmcState start)
    {
        (this.density, rowDensity) = (density, density as IRowDensity<double>);
        var single = density.NumberType == ScalarType.Float32;
        chains = [.. Enumerable.Range(0, start.Chains).Select(chain => new NutsChain(chain, density.Parameters, single))];
        growing = new int[chains.Length];
        (state, rows) = (new StateRows(chains.Length, density), new StateRows(chains.Length, density));
        whole = new ParallelLoop(Whole);
        state.Set(start);
    }

    /// <summary>Where the chains stand; belongs to the workspace and holds until the next transition.</summary>
    public HmcState State => state.State;

    /// <summary>Moves the chains elsewhere.</summary>
    /// <param name="elsewhere">A state; copied.</param>
    public void Set(HmcState elsewhere) => state.Set(elsewhere);

    /// <summary>One transition of every chain. If the density throws, the chains stay where they are.</summary>
    /// <param name="parameters">Step size, maximum depth, metric; checked.</param>
    /// <param name="random">One generator for each chain.</param>
    public TransitionInfo Move(NutsParameters parameters, IReadOnlyList<CounterRandom> random)
    {
        (this.parameters, this.random) = (parameters, random);
        _ = parameters.Metric.Host;
        if (rowDensity is not null)
            whole.Run(chains.Length);
        else
            Together();
        for (var chain = 0; chain < chains.Length; chain++)
            Store(chain);
        state.ToDevice(chains.Length);
        return Info();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        state.Dispose();
        rows.Dispose();
        whole.Dispose();
    }

    // A chain on its own, as the density allows it.
    private void Whole(int index)
    {
        Begin(index);
        for (var chain = chains[index]; !chain.IsDone;)
        {
            var position = chain.Advance();
            chain.Receive(rowDensity!.Evaluate(position, chain.Gradient));
        }
    }

    // One evaluation of the density serves every chain that still grows.
    private void Together()
    {
        for (var chain = 0; chain < chains.Length; chain++)
            Begin(chain);
        using var quiet = no_grad();
        while (Advance() is var count and > 0)
        {
            using (NewDisposeScope())
                density.Evaluate(rows.Position.First(count), rows.LogDensity.First(count), rows.Gradient.First(count));
            Receive(count);
        }
    }

    private void Begin(int chain) => chains[chain].Begin(state, parameters, random[chain]);

    // Moves every growing chain to its next position; how many there are.
    private int Advance()
    {
        var count = 0;
        for (var chain = 0; chain < chains.Length; chain++)
        {
            if (chains[chain].IsDone)
                continue;
            rows.Position.Write(count, chains[chain].Advance());
            growing[count++] = chain;
        }

        if (count > 0)
            rows.Position.ToDevice(count);
        return count;
    }

    // Hands the evaluated rows to their chains.
    private void Receive(int count)
    {
        rows.Gradient.ToHost(count);
        rows.LogDensity.ToHost(count);
        for (var i = 0; i < count; i++)
        {
            var chain = chains[growing[i]];
            rows.Gradient.Read(i, chain.Gradient);
            chain.Receive(rows.LogDensity.Row<double>(i)[0]);
        }
    }

    private void Store(int chain)
    {
        var tree = chains[chain].Tree;
        state.Position.Write(chain, tree.Position);
        state.Gradient.Write(chain, tree.Gradient);
        state.LogDensity.Row<double>(chain)[0] = tree.LogDensity;
    }

    private TransitionInfo Info()
    {
        T[] Of<T>(Func<NutsChain, T> value) => Array.ConvertAll(chains, chain => value(chain));
        return new TransitionInfo(Of(c => c.AcceptProbability), Of(c => c.HasMoved), Of(c => c.IsDivergent), Of(c => c.Energy), Of(c => c.Tree.LogDensity), Of(c => c.Leapfrogs), Of(c => c.Tree.Depth));
    }
}
