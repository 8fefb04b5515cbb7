using System.Diagnostics;
using System.Globalization;
using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Training.Search;

/// <summary>
/// A search for the parameters with the best value of an objective, trial after trial. The objective is an ordinary function that
/// asks its trial for each parameter. Random numbers follow from the seed and the number of the trial, so a search that was
/// interrupted and goes on from its file gives the trials of one that was not.
/// </summary>
/// <example><code>
/// var study = Study.Create(new StudyOptions { Direction = SearchDirection.Maximise, Seed = 3, File = "out/search.jsonl" });
/// study.Optimise(trial =>
/// {
///     var units = trial.Int("units", 20, 150);
///     var rate = trial.Float("learning rate", 1e-4, 1e-1, log: true);
///     return ValidationAuc(units, rate);
/// }, trials: 30);
/// Console.WriteLine(study.Best["units"]);
/// </code></example>
public sealed class Study
{
    private readonly List<FinishedTrial> trials = [];
    private readonly Journal? journal;
    private readonly SearchHistory history;

    private Study(StudyOptions options)
    {
        Options = options;
        journal = options.File is null ? null : Journal.Open(options.File, options);
        trials.AddRange(journal?.Trials ?? []);
        history = new SearchHistory(options.Direction, trials);
    }

    /// <summary>The settings.</summary>
    public StudyOptions Options { get; }

    /// <summary>All finished trials in order.</summary>
    public IReadOnlyList<FinishedTrial> Trials => trials;

    /// <summary>What was put right when the file was read; empty if nothing was.</summary>
    public string Notice => journal?.Notice ?? "";

    /// <summary>The complete trial with the best value, the first of equal ones.</summary>
    /// <exception cref="InvalidOperationException">No trial is complete; the message has the reason of the last failure.</exception>
    public FinishedTrial Best => history.Complete.MinBy(t => history.Loss(t.Value))
        ?? throw new InvalidOperationException(trials.Count == 0
            ? "The study has no trials yet; call Optimise first."
            : $"None of the {trials.Count} trials is complete. The last one ended because {trials[^1].Reason}.");

    /// <summary>Every parameter that a trial has used, in the order in which they came up.</summary>
    public IReadOnlyList<SearchParameter> Parameters => [.. trials.SelectMany(t => t.Values).Select(v => v.Parameter).DistinctBy(p => p.Name)];

    /// <summary>Makes a study, or reads it from its file and goes on there.</summary>
    /// <param name="options">The settings.</param>
    /// <exception cref="UserErrorException">The file is damaged or belongs to another study; the message says what differs.</exception>
    public static Study Create(StudyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new Study(options);
    }

    /// <summary>
    /// Runs trials until the study has a number of them. A trial whose objective throws, or gives a value that is not finite, is recorded
    /// with the reason, and the search goes on.
    /// </summary>
    /// <param name="objective">Asks the trial for parameters and returns the value, for example a validation loss. It is called by this thread.</param>
    /// <param name="trials">The number of trials in all, those of the file and of earlier calls included; a grid may end before.</param>
    /// <param name="progress">Told after every trial.</param>
    /// <param name="cancellation">Ends the search; the trial that is running is not recorded.</param>
    /// <returns>This study.</returns>
    /// <exception cref="ArgumentException">The objective defines a parameter in an impossible way.</exception>
    /// <exception cref="UserErrorException">A parameter is defined in another way than in earlier trials, or the file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public Study Optimise(Func<Trial, double> objective, int trials, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        var total = Math.Min(trials, Options.Sampler.MaximumTrials ?? trials);
        using var stream = this.trials.Count < total ? journal?.Append() : null;
        while (this.trials.Count < total)
        {
            cancellation.ThrowIfCancellationRequested();
            var finished = Run(objective, cancellation);
            if (stream is not null)
                journal!.Add(stream, finished);
            this.trials.Add(finished);
            progress?.Report(new ProgressReport((double)this.trials.Count / total, Message(finished, total)));
        }

        return this;
    }

    /// <summary>The best value up to and including each trial; NaN before the first complete one.</summary>
    public double[] BestSoFar()
    {
        var best = double.NaN;
        return [.. trials.Select(t => best = t.State == TrialState.Complete && !(history.Loss(best) <= history.Loss(t.Value)) ? t.Value : best)];
    }

    /// <summary>
    /// One row a trial: columns trial, value, seconds and the numeric parameters; text columns state, reason and the categorical
    /// parameters. A parameter that a trial did not use is NaN, or an empty text; one that has the name of another column gets
    /// "parameter " before its name.
    /// </summary>
    public Table ToTable()
    {
        float[] Column(Func<FinishedTrial, double> of) => [.. trials.Select(t => (float)of(t))];
        var table = Table.FromColumns(("trial", Column(t => t.Number)), ("value", Column(t => t.Value)), ("seconds", Column(t => t.Seconds)))
            .WithText("state", [.. trials.Select(t => t.State.ToString())]);
        table = table.WithText("reason", [.. trials.Select(t => t.Reason)]).WithSource($"{trials.Count} trials");
        foreach (var parameter in Parameters)
        {
            var name = table.Has(parameter.Name) ? "parameter " + parameter.Name : parameter.Name;
            table = parameter is NumericParameter
                ? table.WithColumn(name, Column(t => t.Has(parameter.Name) ? t[parameter.Name] : double.NaN))
                : table.WithText(name, [.. trials.Select(t => t.Text(parameter.Name))]);
        }

        return table;
    }

    private FinishedTrial Run(Func<Trial, double> objective, CancellationToken cancellation)
    {
        var number = trials.Count;
        var random = new CounterRandom((ulong)Options.Seed, RandomStreams.Of(RandomPurpose.Search, number));
        var trial = new Trial(number, p => Options.Sampler.Draw(Consistent(p), history, number, random), t => Options.Pruner?.Judge(history, t.Reports), cancellation);
        var clock = Stopwatch.StartNew();
        double value;
        string? failure;
        try
        {
            value = objective(trial);
            failure = trial.FailureReason ?? (double.IsFinite(value) ? null : string.Create(CultureInfo.InvariantCulture, $"the objective is {value}"));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // A trial that fails is a result like any other.
        catch (Exception e) when (trial.Mistake is null)
#pragma warning restore CA1031
        {
            (value, failure) = (double.NaN, $"{e.GetType().Name}: {e.Message}");
        }

        // An objective that catches it must not hide it.
        if (trial.Mistake is { } mistake)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(mistake);
        return Finished(trial, value, failure, clock.Elapsed.TotalSeconds);
    }

    private static FinishedTrial Finished(Trial trial, double value, string? failure, double seconds)
    {
        var (state, own, reason) = trial switch
        {
            { IsPruned: true } => (TrialState.Pruned, trial.Reports[^1].Value, trial.PruningReason!),
            _ when failure is not null => (TrialState.Failed, double.NaN, failure),
            _ => (TrialState.Complete, value, ""),
        };
        return new FinishedTrial(trial.Number, state, own, [.. trial.Values], [.. trial.Reports], seconds, reason);
    }

    private SearchParameter Consistent(SearchParameter parameter)
    {
        var before = trials.SelectMany(t => t.Values, (t, v) => (t.Number, v.Parameter)).FirstOrDefault(p => p.Parameter.Name == parameter.Name);
        return before.Parameter is null || before.Parameter.Description == parameter.Description
            ? parameter
            : throw new UserErrorException($"Parameter '{parameter.Name}' was '{before.Parameter.Description}' in trial {before.Number} and is now '{parameter.Description}'; in a study a parameter keeps its definition. Give it back the old one, or begin a new study{(Options.File is null ? "" : $" in another file than '{Options.File}'")}.");
    }

    private string Message(FinishedTrial trial, int total)
    {
        var outcome = trial.State == TrialState.Complete ? string.Create(CultureInfo.InvariantCulture, $"{trial.Value:G6}") : $"{trial.State.ToString().ToLowerInvariant()} ({trial.Reason})";
        var best = history.Complete.Any() ? string.Create(CultureInfo.InvariantCulture, $", best {Best.Value:G6} in trial {Best.Number}") : "";
        return $"trial {trial.Number + 1} of {total}: {outcome}{best}";
    }
}
