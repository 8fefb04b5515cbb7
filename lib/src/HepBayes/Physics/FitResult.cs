using HepBayes.Runtime;

namespace HepBayes.Physics;

/// <summary>
/// The result of a fit that converged: the values at the maximum of the likelihood, their errors and correlations. It displays as
/// a table.
/// </summary>
public sealed record FitResult
{
    private readonly double[,] covariance;

    internal FitResult(FitModel model, FitData data, IReadOnlyList<FittedParameter> parameters, double[,] covariance)
    {
        (Model, Data, Parameters) = (model, data, parameters);
        this.covariance = covariance;
    }

    /// <summary>The model with the fitted values.</summary>
    public FitModel Model { get; }

    /// <summary>The parameters, in the order of the model.</summary>
    public IReadOnlyList<FittedParameter> Parameters { get; private init; }

    /// <summary>The range of the fit.</summary>
    public FitRange Range => Data.Range;

    /// <summary>The number of events in the range.</summary>
    public double Events => Data.Events;

    /// <summary>Whether counts in bins were fitted, not single events.</summary>
    public bool IsBinned => Data.IsBinned;

    /// <summary>The minimum of -ln L. For a binned fit twice this is the likelihood-ratio chi-square of Baker and Cousins, apart from constraints.</summary>
    public double NegativeLogLikelihood { get; internal init; }

    /// <summary>The distance by which -ln L is still expected to fall (EDM); below 1e-9.</summary>
    public double EstimatedDistance { get; internal init; }

    /// <summary>How often the likelihood and its gradient were evaluated.</summary>
    public int Evaluations { get; internal init; }

    /// <summary>What to know before believing the numbers, for example a parameter at a limit.</summary>
    public IReadOnlyList<string> Warnings { get; internal init; } = [];

    /// <summary>The number of parameters that the data determine: free, not at a limit and without a constraint of their own.</summary>
    public int FittedCount => Parameters.Count(p => p.State == FitParameterState.Free && Model.Parameters[Model.IndexOf(p.Name)].Constraint is null);

    /// <summary>What was fitted.</summary>
    internal FitData Data { get; }

    /// <summary>The parameter of a name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">No parameter has this name.</exception>
    public FittedParameter this[string name] => Parameters[Model.IndexOf(name)];

    /// <summary>The covariance of two parameters; 0 for a parameter that is fixed or at a limit.</summary>
    /// <param name="first">A name.</param>
    /// <param name="second">A name.</param>
    /// <exception cref="ArgumentException">No parameter has this name.</exception>
    public double Covariance(string first, string second) => covariance[Model.IndexOf(first), Model.IndexOf(second)];

    /// <summary>The correlation of two parameters, -1 to 1; NaN for a parameter that is fixed or at a limit.</summary>
    /// <param name="first">A name.</param>
    /// <param name="second">A name.</param>
    /// <exception cref="ArgumentException">No parameter has this name.</exception>
    public double Correlation(string first, string second) =>
        Covariance(first, second) / Math.Sqrt(Covariance(first, first) * Covariance(second, second));

    /// <summary>
    /// The result with asymmetric errors: the places where -ln L, minimised over all other parameters, is 1/2 above its minimum
    /// (MINOS; F. James and M. Roos, Comput. Phys. Commun. 10 (1975) 343).
    /// </summary>
    /// <param name="names">The parameters; all free ones if none is named.</param>
    /// <returns>A new result.</returns>
    /// <exception cref="ArgumentException">No parameter has this name, or it is fixed or at a limit.</exception>
    /// <exception cref="FitFailedException">A fit along the way did not converge, or found a lower minimum.</exception>
    public FitResult WithAsymmetricErrors(params string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        string[] wanted = names.Length > 0 ? names : [.. Parameters.Where(p => p.State == FitParameterState.Free).Select(p => p.Name)];
        var parameters = Parameters.ToArray();
        var warnings = Warnings.ToList();
        using var profiler = new Profiler(this);
        foreach (var name in wanted)
        {
            var index = Model.IndexOf(name);
            var (low, high) = (profiler.Distance(index, -1), profiler.Distance(index, 1));
            parameters[index] = parameters[index] with { ErrorLow = low, ErrorHigh = high };
            if (double.IsNaN(low) || double.IsNaN(high))
                warnings.Add($"{name} meets its {(double.IsNaN(low) ? "lower" : "upper")} limit before -ln L has risen by 1/2: no error on that side.");
        }

        return this with { Parameters = parameters, Warnings = warnings };
    }

    /// <summary>-ln L above its minimum for fixed values of a parameter, minimised over all others.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="points">The number of values, at least 3.</param>
    /// <param name="reach">How many standard errors to each side; less where a limit comes first.</param>
    /// <returns>The scan.</returns>
    /// <exception cref="ArgumentException">No parameter has this name, it is fixed or at a limit, or there are too few points.</exception>
    /// <exception cref="FitFailedException">A fit along the way did not converge, or found a lower minimum.</exception>
    public ProfileScan Profile(string name, int points = 25, double reach = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 3);
        if (!(reach > 0))
            throw new ArgumentOutOfRangeException(nameof(reach), reach, "The reach is a number of standard errors above 0.");
        using var profiler = new Profiler(this);
        return profiler.Scan(Model.IndexOf(name), points, reach);
    }

    /// <summary>The comparison of the data with the fitted model in bins: counts, expectations, pulls and chi-square.</summary>
    /// <param name="bins">The number of equal bins, at least 1; a binned fit keeps its own.</param>
    /// <returns>The comparison.</returns>
    public FitComparison Compare(int bins = 50) => new(this, bins);

    /// <summary>
    /// A toy study: data sets drawn from the fitted model and fitted again, for the goodness of fit, the pulls and the coverage.
    /// Toys run on all threads; the same seed gives the same toys for any number of them.
    /// </summary>
    /// <param name="options">How many toys, and what to look at.</param>
    /// <param name="progress">Gets the share of toys that is done.</param>
    /// <param name="cancellationToken">Stops the study.</param>
    /// <returns>The study.</returns>
    /// <exception cref="FitFailedException">Not one fit converged.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public ToyStudy Toys(ToyOptions? options = null, IProgress<ProgressReport>? progress = null, CancellationToken cancellationToken = default) =>
        ToyStudy.Run(this, options ?? new ToyOptions(), progress, cancellationToken);

    /// <summary>The parameters as aligned text, with the warnings.</summary>
    /// <returns>One line per parameter and warning.</returns>
    public override string ToString() => FitTable.Text(this);

    /// <summary>The covariance of two parameters by index.</summary>
    internal double CovarianceAt(int first, int second) => covariance[first, second];
}
