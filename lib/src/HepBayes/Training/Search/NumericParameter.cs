using System.Globalization;
using HepBayes.Runtime;

namespace HepBayes.Training.Search;

/// <summary>A range of numbers, ends included.</summary>
public sealed record NumericParameter : SearchParameter
{
    // The ends of a range with steps often carry rounding errors, as in (0.4 - 0.05) / 0.01.
    private const double Rounding = 1e-8;

    internal NumericParameter(string name, double low, double high, bool log, double? step, bool isInteger)
        : base(name)
    {
        if (!(double.IsFinite(low) && double.IsFinite(high) && low <= high))
            throw new ArgumentException($"The range of parameter '{name}' is {low} to {high}; expected two finite numbers, the smaller one first.");
        if (step is { } width && !(width > 0 && double.IsFinite(width)))
            throw new ArgumentException($"The step of parameter '{name}' is {step}; it must be a positive number.");
        if (log && low < (isInteger ? 1 : double.Epsilon))
            throw new ArgumentException($"Parameter '{name}' is logarithmic, but begins at {low}; it must begin at {(isInteger ? "1 or more" : "a positive number")}.");
        if (log && step is not null && !(isInteger && step == 1))
            throw new ArgumentException($"Parameter '{name}' is logarithmic and has a step; choose one of the two.");
        (Low, IsLogarithmic, Step, IsInteger) = (low, log, step, isInteger);
        High = step is { } s ? low + (Math.Floor(((high - low) / s) + Rounding) * s) : high;
    }

    /// <summary>The smallest value.</summary>
    public double Low { get; }

    /// <summary>The largest value; with steps the last one that is not above the end that was asked for.</summary>
    public double High { get; }

    /// <summary>Whether the logarithm of the value is what is searched evenly.</summary>
    public bool IsLogarithmic { get; }

    /// <summary>The distance of neighbouring values, counted from <see cref="Low"/>; null if the values are dense.</summary>
    public double? Step { get; }

    /// <summary>Whether the values are whole numbers.</summary>
    public bool IsInteger { get; }

    /// <inheritdoc/>
    public override string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"{(IsInteger ? "whole numbers" : "numbers")} {Low:R} to {High:R}{(IsLogarithmic ? ", logarithmic" : Step is null or 1 && IsInteger ? "" : Step is { } s ? $" in steps of {s:R}" : "")}");

    /// <inheritdoc/>
    internal override double? OnlyValue => Low == High ? Low : null;

    /// <inheritdoc/>
    public override string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    /// <summary>Whether a number is one of the values, apart from rounding.</summary>
    internal bool Allows(double value) =>
        Math.Abs(Nearest(value) - value) <= Rounding * (Step ?? Math.Abs(value));

    /// <summary>The allowed value that is nearest to a number.</summary>
    internal double Nearest(double number) =>
        Math.Clamp(Step is { } step ? Low + (Math.Round((number - Low) / step) * step) : number, Low, High);

    /// <inheritdoc/>
    internal override double DrawPrior(CounterRandom random)
    {
        var axis = new SearchAxis(this);
        return axis.ToValue(axis.Low + (random.NextDouble() * axis.Range));
    }

    /// <inheritdoc/>
    internal override IParzenEstimator Estimate(IReadOnlyList<double> values) => new NumericParzenEstimator(new SearchAxis(this), values);
}
