namespace HepBayes.Training.Search;

/// <summary>
/// The axis on which a numeric parameter is drawn and its densities are estimated: the logarithm of a logarithmic parameter,
/// and half a step more on both sides of values with steps, so that each value owns a cell of equal width.
/// </summary>
internal readonly struct SearchAxis
{
    private readonly NumericParameter parameter;

    /// <summary>The axis of a parameter.</summary>
    public SearchAxis(NumericParameter parameter)
    {
        this.parameter = parameter;
        var half = 0.5 * (parameter.Step ?? 0);
        Low = Scaled(parameter.Low - half);
        High = Scaled(parameter.High + half);
        Cell = parameter.IsLogarithmic ? null : parameter.Step;
    }

    /// <summary>The lower end.</summary>
    public double Low { get; }

    /// <summary>The upper end.</summary>
    public double High { get; }

    /// <summary>The width that belongs to one value; null where the density itself is compared.</summary>
    public double? Cell { get; }

    /// <summary>The length of the axis.</summary>
    public double Range => High - Low;

    /// <summary>Where a value lies.</summary>
    public double ToAxis(double value) => Scaled(value);

    /// <summary>The value at a place, or the nearest one where there are steps.</summary>
    public double ToValue(double place) => parameter.Nearest(parameter.IsLogarithmic ? Math.Exp(place) : place);

    private double Scaled(double value) => parameter.IsLogarithmic ? Math.Log(value) : value;
}
