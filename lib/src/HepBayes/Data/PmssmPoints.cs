using HepBayes.Runtime;

namespace HepBayes.Data;

/// <summary>New points of the phenomenological MSSM, uniform in <see cref="Pmssm.Range"/> as those of <see cref="Datasets.Pmssm"/>.</summary>
public static class PmssmPoints
{
    /// <summary>Makes the points of a numbered block; equal seeds and numbers give equal points on every computer.</summary>
    /// <param name="rows">Number of points, at least 1.</param>
    /// <param name="seed">Decides every number.</param>
    /// <param name="block">Which block, from 0; blocks share no random numbers.</param>
    /// <returns>A table with the 19 parameters.</returns>
    public static Table Uniform(int rows, int seed, int block = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(block);
        var columns = Pmssm.Parameters.Select(name => (Name: name, Values: new float[rows])).ToArray();
        var ranges = Pmssm.Parameters.Select(Pmssm.Range).ToArray();
        var random = new CounterRandom((ulong)seed, RandomStreams.Of(RandomPurpose.TheoryPoints, block));
        for (var row = 0; row < rows; row++)
        {
            for (var c = 0; c < columns.Length; c++)
                columns[c].Values[row] = (float)(ranges[c].Low + ((ranges[c].High - ranges[c].Low) * random.NextDouble()));
        }

        return Table.FromColumns(columns).WithSource(FormattableString.Invariant($"block {block} of uniform pMSSM points, seed {seed}"));
    }
}
