namespace HepBayes.Prediction;

/// <summary>Log predictive densities of rows and their mean; higher is better. Scores compare only on the same rows.</summary>
public sealed class LogScore
{
    private readonly double[] rows;

    internal LogScore(double[] rows) => this.rows = rows;

    /// <summary>Natural logarithm of the predictive density (or probability) of each row's target.</summary>
    public IReadOnlyList<double> Rows => rows;

    /// <summary>Sum over the rows.</summary>
    public double Sum => rows.Sum();

    /// <summary>Mean over the rows.</summary>
    public double Mean => rows.Average();

    /// <summary>Standard error of <see cref="Mean"/>, from the spread over rows; NaN for a single row.</summary>
    public double StandardError
    {
        get
        {
            var mean = Mean;
            return Math.Sqrt(rows.Sum(r => (r - mean) * (r - mean)) / (rows.Length - 1) / rows.Length);
        }
    }

    /// <summary>
    /// By how much this score is better than another on the same rows: the mean of the row-wise differences and its
    /// standard error, which is smaller than those of the scores themselves because rows that are hard for one are hard
    /// for the other.
    /// </summary>
    /// <param name="other">The score to compare with.</param>
    /// <exception cref="ArgumentException">The numbers of rows differ.</exception>
    public (double Mean, double StandardError) Minus(LogScore other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.rows.Length != rows.Length)
            throw new ArgumentException($"Scores of {rows.Length} and {other.rows.Length} rows; only scores on the same rows compare.", nameof(other));
        var difference = new LogScore([.. rows.Select((r, i) => r - other.rows[i])]);
        return (difference.Mean, difference.StandardError);
    }
}
