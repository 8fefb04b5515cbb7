namespace HepBayes.Evaluation;

/// <summary>How often intervals contain the truth, with exact binomial (Clopper-Pearson) intervals.</summary>
public static class Coverage
{
    /// <summary>The share of rows whose true value lies between two ends, ends included.</summary>
    /// <param name="low">The lower end of each row.</param>
    /// <param name="high">The upper end of each row.</param>
    /// <param name="truth">The true value of each row, in the same unit.</param>
    /// <param name="level">The confidence level of the result's own interval, between 0 and 1.</param>
    /// <exception cref="ArgumentException">No rows, different lengths, a value that is not a number, or an upper end below its lower one.</exception>
    public static Interval Of(RealValues low, RealValues high, RealValues truth, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(low);
        ArgumentNullException.ThrowIfNull(high);
        ArgumentNullException.ThrowIfNull(truth);
        low.RequireLength("lower ends", truth.Length, "true values");
        high.RequireLength("upper ends", truth.Length, "true values");
        RequireRows(truth.Length);
        truth.RequireFinite("true values");
        var inside = 0;
        for (var row = 0; row < truth.Length; row++)
        {
            if (!(low[row] <= high[row]))
                throw new ArgumentException($"The interval of row {row} runs from {low[row]} to {high[row]}; expected the lower end first.", nameof(high));
            inside += truth[row] >= low[row] && truth[row] <= high[row] ? 1 : 0;
        }

        return BinomialInterval.ClopperPearson(inside, truth.Length, level);
    }

    /// <summary>
    /// The share of rows inside the central interval of each level, from the probability integral transform u of the true
    /// values: a central interval of level c holds the truth where |2 u - 1| &lt;= c.
    /// </summary>
    /// <param name="transform">u of each row, 0 to 1, as <c>PredictiveDraws.ProbabilityBelow</c> gives it.</param>
    /// <param name="levels">The nominal levels, each between 0 and 1.</param>
    /// <param name="level">The confidence level of the results' own intervals, between 0 and 1.</param>
    /// <returns>A share for each level.</returns>
    /// <exception cref="ArgumentException">No rows, or a value outside 0 to 1.</exception>
    public static Interval[] Central(RealValues transform, IReadOnlyList<double> levels, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(transform);
        ArgumentNullException.ThrowIfNull(levels);
        RequireRows(transform.Length);
        transform.RequireRange("probabilities", 0, 1);
        var reach = new double[transform.Length];
        for (var row = 0; row < reach.Length; row++)
            reach[row] = Math.Abs((2 * transform[row]) - 1);
        Array.Sort(reach);
        return [.. levels.Select(nominal =>
        {
            Interval.CheckLevel(nominal);
            var inside = Array.FindIndex(reach, r => r > nominal);
            return BinomialInterval.ClopperPearson(inside < 0 ? reach.Length : inside, reach.Length, level);
        })];
    }

    private static void RequireRows(int rows)
    {
        if (rows == 0)
            throw new ArgumentException("There are no rows; coverage needs at least one.");
    }
}
