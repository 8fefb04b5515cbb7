namespace HepBayes.Training.Search;

/// <summary>What a trial tried and what came of it.</summary>
/// <param name="Number">The number of the trial, from 0.</param>
/// <param name="State">How it ended.</param>
/// <param name="Value">The value of the objective; of a pruned trial the last one that it reported, of a failed one NaN.</param>
/// <param name="Values">The parameters in the order in which the objective asked for them.</param>
/// <param name="Reports">The values on the way, by rising step.</param>
/// <param name="Seconds">The duration in seconds.</param>
/// <param name="Reason">Why it was pruned or failed; empty if it is complete.</param>
public sealed record FinishedTrial(
    int Number,
    TrialState State,
    double Value,
    IReadOnlyList<TrialValue> Values,
    IReadOnlyList<IntermediateValue> Reports,
    double Seconds,
    string Reason)
{
    /// <summary>The value of a numeric parameter, or the place of the choice of a categorical one.</summary>
    /// <param name="parameter">The name.</param>
    /// <exception cref="ArgumentException">The trial did not use the parameter.</exception>
    public double this[string parameter] => Find(parameter).Number;

    /// <summary>Whether the trial used a parameter; conditional ones are not in every trial.</summary>
    /// <param name="parameter">The name.</param>
    public bool Has(string parameter) => Values.Any(v => v.Parameter.Name == parameter);

    /// <summary>The value of a parameter as text; empty if the trial did not use it.</summary>
    /// <param name="parameter">The name.</param>
    public string Text(string parameter) => Values.FirstOrDefault(v => v.Parameter.Name == parameter)?.Text ?? "";

    /// <summary>
    /// A trial that answers with this one's values, so that the function that turned parameters into a model can be called once
    /// more. It reports to nobody and is never pruned.
    /// </summary>
    public Trial Replay() => new(Number, parameter =>
        Find(parameter.Name) is { } value && value.Parameter.Description == parameter.Description
            ? value.Number
            : throw new ArgumentException($"Parameter '{parameter.Name}' was '{Find(parameter.Name).Parameter.Description}' in trial {Number} and is now '{parameter.Description}'; replay it with the definition that it had."));

    private TrialValue Find(string parameter) => Values.FirstOrDefault(v => v.Parameter.Name == parameter)
        ?? throw new ArgumentException($"Trial {Number} did not use a parameter '{parameter}'; it used {string.Join(", ", Values.Select(v => $"'{v.Parameter.Name}'"))}.");
}
