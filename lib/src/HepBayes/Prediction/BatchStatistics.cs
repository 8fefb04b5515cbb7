namespace HepBayes.Prediction;

/// <summary>What <see cref="BatchPredictor"/> computes for each row and output, and nothing else.</summary>
public sealed record BatchStatistics
{
    /// <summary>Mean over the networks, column <c>mean</c>.</summary>
    public bool Mean { get; init; } = true;

    /// <summary>Standard deviation over the networks, column <c>sd</c>.</summary>
    public bool StandardDeviation { get; init; } = true;

    /// <summary>Standard deviation of a new event's target, column <c>total_sd</c>: networks and noise together.</summary>
    public bool TotalStandardDeviation { get; init; }

    /// <summary>Probabilities of the quantiles over the networks, without noise; columns such as <c>q0.025</c>.</summary>
    public IReadOnlyList<double> Quantiles { get; init; } = [];

    /// <summary>
    /// Means over the networks of functions of their predictions, each with the name of its column: for example the share of networks that
    /// predict a value in a window, or with the noise the probability of an event there. The functions are called from several threads.
    /// </summary>
    public IReadOnlyList<(string Column, Func<double, double> Function)> MeansOf { get; init; } = [];

    /// <summary>Names of the columns; with several outputs each name ends in <c>_</c> and the output, from 0.</summary>
    /// <param name="outputs">Numbers predicted for a row.</param>
    internal string[] Columns(int outputs)
    {
        foreach (var probability in Quantiles)
            RowStatistics.CheckProbability(probability, nameof(Quantiles));
        IEnumerable<string> names = [
            .. Mean ? new[] { "mean" } : [], .. StandardDeviation ? new[] { "sd" } : [], .. TotalStandardDeviation ? new[] { "total_sd" } : [],
            .. Quantiles.Select(p => FormattableString.Invariant($"q{p}")), .. MeansOf.Select(f => f.Column)];
        if (!names.Any() || names.Distinct().Count() != names.Count())
            throw new ArgumentException($"Choose at least one statistic, each column once; found {string.Join(", ", names)}.");
        return [.. names.SelectMany(name => Enumerable.Range(0, outputs).Select(o => outputs == 1 ? name : FormattableString.Invariant($"{name}_{o}")))];
    }
}
