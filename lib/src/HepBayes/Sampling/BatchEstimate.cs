using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>Unbiased estimates of a log density and its gradient from random blocks of rows.</summary>
internal static class BatchEstimate
{
    /// <summary>Blocks for each chain, without replacement, in ascending order (Floyd's algorithm).</summary>
    /// <param name="density">The density.</param>
    /// <param name="count">Blocks of a chain, at least 1, at most those of the density.</param>
    /// <param name="random">A generator for each chain; not used if all blocks are taken.</param>
    /// <returns>The batch, with the factor that makes it unbiased.</returns>
    public static RowBatch Draw(IBatchedDensity density, int count, IReadOnlyList<CounterRandom> random)
    {
        var all = density.Blocks;
        var lists = new int[random.Count][];
        for (var chain = 0; chain < lists.Length; chain++)
            lists[chain] = count == all ? [.. Enumerable.Range(0, all)] : Chosen(all, count, random[chain]);
        return new RowBatch(lists, (double)all / count);
    }

    /// <summary>Value [chains] and gradient [chains, parameters] from one batch, in float64; the caller owns both.</summary>
    /// <param name="density">The density; stays the caller's.</param>
    /// <param name="position">[chains, parameters].</param>
    /// <param name="batch">The blocks.</param>
    /// <param name="control">The control variate; null for the plain estimate.</param>
    public static (Tensor LogDensity, Tensor Gradient) Evaluate(IBatchedDensity density, Tensor position, RowBatch batch, ControlPoint? control)
    {
        using var scope = NewDisposeScope();
        var (logDensity, gradient) = Plain(density, position.to(density.NumberType).contiguous(), batch);
        if (control is not null)
        {
            var (there, slope) = Plain(density, control.Position, batch);
            logDensity.sub_(there).add_(control.LogDensity, Scalars.One);
            gradient.sub_(slope).add_(control.Gradient, Scalars.One);
        }

        return (logDensity.MoveToOuterDisposeScope(), gradient.MoveToOuterDisposeScope());
    }

    /// <summary>Blocks of a batch of so many rows.</summary>
    /// <exception cref="ArgumentException">There are not so many rows.</exception>
    public static int BlocksOf(IBatchedDensity density, int batchRows) => batchRows <= density.Rows
        ? Math.Min(density.Blocks, (batchRows + density.BlockRows - 1) / density.BlockRows)
        : throw new ArgumentException($"A batch of {batchRows} rows cannot be drawn from {density.Rows} rows of data. Ask for smaller batches, or sample with all rows (Hmc).", nameof(batchRows));

    private static (Tensor LogDensity, Tensor Gradient) Plain(IBatchedDensity density, Tensor position, RowBatch batch)
    {
        using var scope = NewDisposeScope();
        var (logDensity, gradient) = (empty(position.shape[0], dtype: float64), empty_like(position));
        density.Evaluate(position, batch, logDensity, gradient);
        return (logDensity.MoveToOuterDisposeScope(), gradient.to(float64).MoveToOuterDisposeScope());
    }

    private static int[] Chosen(int all, int count, CounterRandom random)
    {
        var chosen = new HashSet<int>(count);
        for (var last = all - count; last < all; last++)
        {
            if (!chosen.Add(random.NextInt(last + 1)))
                chosen.Add(last);
        }

        int[] sorted = [.. chosen];
        Array.Sort(sorted);
        return sorted;
    }
}
