using System.Globalization;
using HepBayes.Runtime;

namespace HepBayes.Training.Search;

/// <summary>
/// A trial that is running. The objective asks it for the parameters it needs, in any order, and may ask for some only if others
/// have certain values. Asked again, a parameter keeps its value.
/// </summary>
public sealed class Trial
{
    private readonly Func<SearchParameter, double> draw;
    private readonly Func<Trial, string?>? prune;
    private readonly List<TrialValue> values = [];
    private readonly List<IntermediateValue> reports = [];

    internal Trial(int number, Func<SearchParameter, double> draw, Func<Trial, string?>? prune = null, CancellationToken cancellation = default)
    {
        (Number, this.draw, this.prune, Cancellation) = (number, draw, prune, cancellation);
    }

    /// <summary>The number of the trial, from 0; a good seed for what is random in the objective.</summary>
    public int Number { get; }

    /// <summary>Asks the objective to stop; the trial is then not recorded.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Whether the trial was given up (<see cref="Report"/> returned false). What the objective returns then is ignored.</summary>
    public bool IsPruned => PruningReason is not null;

    /// <summary>A mistake in the objective's own calls, which ends the search rather than the trial.</summary>
    internal Exception? Mistake { get; private set; }

    /// <summary>Why the trial cannot go on, though it has not thrown: a report that is not finite.</summary>
    internal string? FailureReason { get; private set; }

    /// <summary>Why the trial was given up.</summary>
    internal string? PruningReason { get; private set; }

    internal IReadOnlyList<TrialValue> Values => values;

    internal IReadOnlyList<IntermediateValue> Reports => reports;

    /// <summary>A number of a range.</summary>
    /// <param name="name">The name of the parameter.</param>
    /// <param name="low">The smallest value.</param>
    /// <param name="high">The largest value.</param>
    /// <param name="log">Whether its logarithm is searched evenly, as suits learning rates; both ends must be positive.</param>
    /// <param name="step">Only low, low + step, and so on up to the last that is not above high; null for all numbers.</param>
    /// <exception cref="ArgumentException">The range is empty, or it is logarithmic and not positive or with a step. The search ends.</exception>
    public double Float(string name, double low, double high, bool log = false, double? step = null) =>
        Ask(() => new NumericParameter(name, low, high, log, step, isInteger: false));

    /// <summary>A whole number of a range.</summary>
    /// <param name="name">The name of the parameter.</param>
    /// <param name="low">The smallest value.</param>
    /// <param name="high">The largest value.</param>
    /// <param name="log">Whether its logarithm is searched evenly; low must then be at least 1 and step 1.</param>
    /// <param name="step">The distance of neighbouring values.</param>
    /// <exception cref="ArgumentException">The range is empty, or it is logarithmic and below 1 or with a step. The search ends.</exception>
    public int Int(string name, int low, int high, bool log = false, int step = 1) =>
        (int)Math.Round(Ask(() => new NumericParameter(name, low, high, log, step, isInteger: true)));

    /// <summary>One of several choices without an order.</summary>
    /// <typeparam name="T">The type of the choices, for example text, numbers or a Boolean.</typeparam>
    /// <param name="name">The name of the parameter.</param>
    /// <param name="choices">The choices, whose texts must differ.</param>
    /// <exception cref="ArgumentException">There are no choices, or two have the same text. The search ends.</exception>
    public T Categorical<T>(string name, params T[] choices)
    {
        ArgumentNullException.ThrowIfNull(choices);
        return choices[(int)Ask(() => new CategoricalParameter(name, [.. choices.Select(c => Convert.ToString(c, CultureInfo.InvariantCulture) ?? "null")]))];
    }

    /// <summary>Tells the search how the trial is doing.</summary>
    /// <param name="step">Where on the way, for example the number of the epoch; higher each time.</param>
    /// <param name="value">The value of the objective so far.</param>
    /// <returns>False if the objective should stop: the trial lies behind earlier ones, or the value is not finite.</returns>
    /// <exception cref="ArgumentException">The step is negative or not above the one before. The search ends.</exception>
    public bool Report(int step, double value)
    {
        // A replay has no search behind it, and may be trained several times.
        if (prune is null)
            return true;
        if (step < 0 || (reports.Count > 0 && step <= reports[^1].Step))
            throw Mistaken(new ArgumentException($"Step {step} was reported after step {(reports.Count > 0 ? reports[^1].Step : -1)}; steps rise from 0 or more."));
        if (!double.IsFinite(value))
        {
            FailureReason ??= string.Create(CultureInfo.InvariantCulture, $"the value reported at step {step} is {value}");
            return false;
        }

        reports.Add(new IntermediateValue(step, value));
        PruningReason ??= prune?.Invoke(this);
        return !IsPruned && FailureReason is null;
    }

    private double Ask(Func<SearchParameter> define)
    {
        try
        {
            var parameter = define();
            var known = values.Find(v => v.Parameter.Name == parameter.Name);
            if (known is not null)
                return Known(known, parameter).Number;
            var value = parameter.OnlyValue ?? draw(parameter);
            values.Add(new TrialValue(parameter, value));
            return value;
        }
        catch (Exception e) when (e is ArgumentException or UserErrorException)
        {
            throw Mistaken(e);
        }
    }

    private static TrialValue Known(TrialValue known, SearchParameter parameter) => known.Parameter.Description == parameter.Description
        ? known
        : throw new ArgumentException($"Parameter '{parameter.Name}' is asked for twice in one trial, as '{known.Parameter.Description}' and as '{parameter.Description}'. Give the two different names.");

    private Exception Mistaken(Exception mistake)
    {
        Mistake ??= mistake;
        return mistake;
    }
}
