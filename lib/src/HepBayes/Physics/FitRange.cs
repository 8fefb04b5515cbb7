namespace HepBayes.Physics;

/// <summary>The range of the observable in which a model is fitted and normalised; both ends belong to it.</summary>
public readonly record struct FitRange
{
    /// <summary>Makes a range; <c>(2.9, 3.3)</c> converts by itself.</summary>
    /// <param name="low">The lower end, finite.</param>
    /// <param name="high">The upper end, finite and above <paramref name="low"/>.</param>
    /// <exception cref="ArgumentException">An end is not finite, or the range is empty.</exception>
    public FitRange(double low, double high)
    {
        if (!(double.IsFinite(low) && double.IsFinite(high) && low < high))
            throw new ArgumentException(FormattableString.Invariant($"The range {low} to {high} is empty; a fit range needs two finite ends, the lower one first, as in (2.9, 3.3)."));
        (Low, High) = (low, high);
    }

    /// <summary>The lower end.</summary>
    public double Low { get; }

    /// <summary>The upper end.</summary>
    public double High { get; }

    /// <summary>The distance of the ends.</summary>
    public double Width => High - Low;

    /// <summary>The middle.</summary>
    public double Middle => Low + (0.5 * Width);

    /// <summary>Whether a value lies inside, ends included; NaN does not.</summary>
    /// <param name="value">A value in the unit of the ends.</param>
    public bool Contains(double value) => value >= Low && value <= High;

    /// <summary>Makes a range from its ends.</summary>
    /// <param name="ends">The lower and the upper end.</param>
    /// <exception cref="ArgumentException">An end is not finite, or the range is empty.</exception>
    public static implicit operator FitRange((double Low, double High) ends) => new(ends.Low, ends.High);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Low:G6} to {High:G6}");
}
