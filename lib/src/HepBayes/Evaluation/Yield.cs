namespace HepBayes.Evaluation;

/// <summary>A weighted number of events with what its statistical error needs.</summary>
/// <param name="Sum">The sum of weights: the expected number of events.</param>
/// <param name="SquaredSum">The sum of squared weights.</param>
/// <param name="Rows">The number of simulated rows behind it.</param>
public readonly record struct Yield(double Sum, double SquaredSum, int Rows)
{
    /// <summary>The standard error from the finite number of simulated rows: the root of the sum of squared weights.</summary>
    public double Error => Math.Sqrt(SquaredSum);

    /// <summary>(sum w)² / sum w²: the number of equally weighted rows with the same relative error; 0 for an empty yield.</summary>
    public double EffectiveEntries => SquaredSum > 0 ? Sum * Sum / SquaredSum : 0;

    /// <summary>The yield with its normal interval.</summary>
    /// <param name="level">The confidence level, between 0 and 1.</param>
    public Interval Interval(double level = 0.95) => Evaluation.Interval.Normal(Sum, Error, level);

    /// <summary>Two yields of different rows together.</summary>
    /// <param name="first">One.</param>
    /// <param name="second">The other.</param>
    public static Yield operator +(Yield first, Yield second) => first.Add(second);

    /// <summary>Two yields of different rows together.</summary>
    /// <param name="other">The other yield.</param>
    public Yield Add(Yield other) => new(Sum + other.Sum, SquaredSum + other.SquaredSum, Rows + other.Rows);

    /// <summary>The yield with one more row.</summary>
    internal Yield With(double weight) => new(Sum + weight, SquaredSum + (weight * weight), Rows + 1);

    /// <summary>"12.3 ± 0.4 (1,024 rows, 950 effective)".</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Sum:G5} ± {Error:G2} ({Rows:N0} rows, {EffectiveEntries:F0} effective)");
}
