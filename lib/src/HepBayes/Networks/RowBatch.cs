namespace HepBayes.Networks;

/// <summary>Part of the sum over rows that an <see cref="IBatchedDensity"/> is to evaluate, and the factors of its terms.</summary>
/// <param name="Blocks">
/// Numbers of the blocks, from 0: one array that all chains share, or an array for each chain, all of one length. The same
/// block may stand in several arrays.
/// </param>
/// <param name="LikelihoodFactor">Factor of the log likelihood of these blocks: all blocks / chosen blocks for an unbiased estimate of the whole.</param>
/// <param name="PriorFactor">Factor of the log prior.</param>
public readonly record struct RowBatch(IReadOnlyList<int[]> Blocks, double LikelihoodFactor = 1, double PriorFactor = 1)
{
    /// <summary>Whether all chains take the same blocks.</summary>
    public bool IsShared => Blocks.Count == 1;

    /// <summary>Number of blocks that a chain takes.</summary>
    public int Count => Blocks[0].Length;

    /// <summary>Blocks of a chain.</summary>
    /// <param name="chain">Chain, from 0.</param>
    public int[] Of(int chain) => Blocks[IsShared ? 0 : chain];

    /// <summary>Refuses a batch that does not fit.</summary>
    /// <param name="chains">Number of chains.</param>
    /// <param name="blocks">Number of blocks that the density has.</param>
    /// <exception cref="ArgumentException">There are no blocks, arrays of several lengths, too few arrays, or a block that does not exist.</exception>
    public void Check(int chains, int blocks)
    {
        if (Blocks is null || Blocks.Count == 0 || (Blocks.Count != 1 && Blocks.Count != chains))
            throw new ArgumentException($"The batch has {Blocks?.Count ?? 0} lists of blocks for {chains} chains; expected one for all chains, or one for each.");
        foreach (var own in Blocks)
        {
            if (own.Length == 0 || own.Length != Blocks[0].Length)
                throw new ArgumentException($"A list of the batch has {own.Length} blocks and the first {Blocks[0].Length}; every chain needs the same number, at least one.");
            foreach (var block in own)
            {
                if ((uint)block >= (uint)blocks)
                    throw new ArgumentException($"The batch asks for block {block}; there are blocks 0 to {blocks - 1}.");
            }
        }
    }
}
