using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Generative.Exploration;

/// <summary>A box of parameters in which any point can be asked about. Each round chooses from new uniform points.</summary>
public sealed class ParameterBox : ICandidates
{
    private readonly (string Name, double Low, double High)[] ranges;

    /// <summary>Makes a box.</summary>
    /// <param name="ranges">Name and range of each parameter, all names different.</param>
    /// <exception cref="ArgumentException">No parameter, one twice, or a range that is empty or not finite.</exception>
    public ParameterBox(params (string Name, double Low, double High)[] ranges)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        if (ranges.Length == 0 || ranges.DistinctBy(r => r.Name).Count() < ranges.Length)
            throw new ArgumentException($"A box needs at least one parameter, each once (found {string.Join(", ", ranges.Select(r => r.Name))}).", nameof(ranges));
        foreach (var (name, low, high) in ranges)
        {
            if (!(low < high && double.IsFinite(high - low)))
                throw new ArgumentException($"The range of '{name}' is {low} to {high}; expected two finite numbers, the lower one first.", nameof(ranges));
        }

        this.ranges = [.. ranges];
        Parameters = [.. ranges.Select(r => r.Name)];
    }

    /// <summary>The box of the 19 pMSSM parameters, with the ranges of the bundled points.</summary>
    public static ParameterBox Pmssm() => new([.. Data.Pmssm.Parameters.Select(p => (p, Data.Pmssm.Range(p).Low, Data.Pmssm.Range(p).High))]);

    /// <summary>Uniform points that a round chooses from, at least 1. More find better points, and each costs a prediction.</summary>
    public int CandidatesPerRound { get; init; } = 4096;

    /// <inheritdoc/>
    public string Name => FormattableString.Invariant($"box {string.Join(", ", ranges.Select(r => FormattableString.Invariant($"{r.Name} {r.Low} to {r.High}")))}, {CandidatesPerRound} candidates a round");

    /// <inheritdoc/>
    public IReadOnlyList<string> Parameters { get; }

    /// <inheritdoc/>
    public int? Count => null;

    /// <summary>The range of each parameter, in the order of <see cref="Parameters"/>.</summary>
    public IReadOnlyList<(string Name, double Low, double High)> Ranges => ranges;

    /// <inheritdoc/>
    public Table Next(IReadOnlyList<float[]> asked, int round, int seed) => Uniform(CandidatesPerRound, round, seed);

    /// <summary>Uniform points of a numbered block; equal seeds and numbers give equal points.</summary>
    /// <param name="rows">Number of points, at least 1.</param>
    /// <param name="block">Which block, from 0.</param>
    /// <param name="seed">Decides every number.</param>
    public Table Uniform(int rows, int block, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        var random = new CounterRandom((ulong)seed, RandomStreams.Of(RandomPurpose.ExplorationBox, block));
        float[][] columns = [.. ranges.Select(_ => new float[rows])];
        for (var row = 0; row < rows; row++)
        {
            for (var c = 0; c < columns.Length; c++)
                columns[c][row] = (float)(ranges[c].Low + ((ranges[c].High - ranges[c].Low) * random.NextDouble()));
        }

        return Table.FromColumns([.. ranges.Select((r, c) => (r.Name, columns[c]))]).WithSource(FormattableString.Invariant($"block {block} of uniform points, seed {seed}"));
    }
}
