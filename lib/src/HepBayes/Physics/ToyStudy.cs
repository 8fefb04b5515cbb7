using HepBayes.Evaluation;
using HepBayes.Runtime;

namespace HepBayes.Physics;

/// <summary>Data sets drawn from a fitted model and fitted again: whether values and errors mean what they say.</summary>
public sealed class ToyStudy
{
    private readonly FitResult?[] fits;

    private ToyStudy(FitResult truth, FitResult?[] fits, double[] statistics, string[] failures, int bins)
    {
        (Truth, this.fits) = (truth, fits);
        Failures = failures;
        Statistics = [.. statistics.Where((_, i) => fits[i] is not null)];
        Observed = truth.Compare(bins).LikelihoodRatio;
    }

    /// <summary>The fit whose values are the truth of the toys.</summary>
    public FitResult Truth { get; }

    /// <summary>The number of toys, failed ones included.</summary>
    public int Toys => fits.Length;

    /// <summary>Why the fits of some toys failed, one message for each; they count in nothing else.</summary>
    public IReadOnlyList<string> Failures { get; }

    /// <summary>The likelihood-ratio chi-square of each toy that was fitted.</summary>
    public IReadOnlyList<double> Statistics { get; }

    /// <summary>The likelihood-ratio chi-square of the data.</summary>
    public double Observed { get; }

    /// <summary>The goodness of fit: the share of toys that agree worse with their fit than the data do, with the exact binomial interval of 95 %.</summary>
    public Interval Probability => BinomialInterval.ClopperPearson(Statistics.Count(s => s >= Observed), Statistics.Count);

    /// <summary>Values, errors, pulls and coverage of a parameter.</summary>
    /// <param name="name">A parameter that was free.</param>
    /// <exception cref="ArgumentException">No parameter has this name, or it was fixed or at a limit in every toy.</exception>
    public ToyPulls Pulls(string name)
    {
        var truth = Truth[name].Value;
        return ToyPulls.Of(name, truth, [.. fits.OfType<FitResult>().Select(f => f[name]).Where(p => p.State == FitParameterState.Free)]);
    }

    /// <summary>The pulls of all parameters that the fit left free.</summary>
    public IReadOnlyList<ToyPulls> AllPulls() => [.. Truth.Parameters.Where(p => p.State == FitParameterState.Free).Select(p => Pulls(p.Name))];

    /// <inheritdoc/>
    public override string ToString() => string.Join('\n', AllPulls().Select(p => p.ToString()).Append(
        FormattableString.Invariant($"{Toys} toys, {Failures.Count} failed; goodness of fit {Probability}")));

    /// <summary>Runs the toys.</summary>
    internal static ToyStudy Run(FitResult truth, ToyOptions options, IProgress<ProgressReport>? progress, CancellationToken cancellationToken)
    {
        options.Check();
        var run = new ToyRun(truth, options, progress, cancellationToken);
        var (fits, statistics, failures) = run.All();
        return fits.Any(f => f is not null)
            ? new ToyStudy(truth, fits, statistics, failures, options.Bins)
            : throw new FitFailedException($"None of {options.Toys} toys could be fitted. The first: {failures[0]}");
    }
}
