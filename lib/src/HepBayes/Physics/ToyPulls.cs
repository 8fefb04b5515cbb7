using HepBayes.Evaluation;

namespace HepBayes.Physics;

/// <summary>What toys say about one parameter.</summary>
/// <param name="Parameter">The name.</param>
/// <param name="Truth">The value that the toys were made with.</param>
/// <param name="Values">The fitted value of each toy in which the parameter ended between its limits.</param>
/// <param name="Errors">The standard error of each.</param>
/// <param name="Covered">Whether the interval of each, asymmetric where there is one, holds the truth.</param>
public sealed record ToyPulls(string Parameter, double Truth, IReadOnlyList<double> Values, IReadOnlyList<double> Errors, IReadOnlyList<bool> Covered)
{
    /// <summary>(value - truth) / error of each toy; distributed with mean 0 and width 1 if the errors are right and there is no bias.</summary>
    public IReadOnlyList<double> Pulls => [.. Values.Zip(Errors, (v, e) => (v - Truth) / e)];

    /// <summary>The mean of the pulls.</summary>
    public double Mean => Pulls.Average();

    /// <summary>The standard error of the mean.</summary>
    public double MeanError => Width / Math.Sqrt(Values.Count);

    /// <summary>The standard deviation of the pulls.</summary>
    public double Width => MathNet.Numerics.Statistics.ArrayStatistics.StandardDeviation([.. Pulls]);

    /// <summary>The standard error of the width, for a normal distribution.</summary>
    public double WidthError => Width / Math.Sqrt(2.0 * (Values.Count - 1));

    /// <summary>The share of intervals that hold the truth, 0.683 if all is well, with its exact binomial interval of 95 %.</summary>
    public Interval Coverage => BinomialInterval.ClopperPearson(Covered.Count(c => c), Covered.Count);

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"{Parameter}: pull mean {Mean:F3} ± {MeanError:F3}, width {Width:F3} ± {WidthError:F3}, coverage {Coverage}");

    internal static ToyPulls Of(string name, double truth, IReadOnlyList<FittedParameter> fits)
    {
        if (fits.Count < 2)
            throw new ArgumentException($"'{name}' was free in {fits.Count} toys only; pulls need at least two.", nameof(name));
        return new ToyPulls(name, truth, [.. fits.Select(f => f.Value)], [.. fits.Select(f => f.Error)], [.. fits.Select(f => Covers(f, truth))]);
    }

    // A side that meets a limit first is open.
    private static bool Covers(FittedParameter fit, double truth)
    {
        var (low, high) = (fit.ErrorLow ?? fit.Error, fit.ErrorHigh ?? fit.Error);
        return !(truth < fit.Value - low) && !(truth > fit.Value + high);
    }
}
