using System.Globalization;
using HepBayes.Runtime;

namespace HepBayes.Training.Search;

/// <summary>All combinations of given values.</summary>
internal sealed record GridSampler : SearchSampler
{
    private readonly (string Name, string[] Texts)[] axes;

    /// <summary>Takes the values as text, so that numbers and choices are treated alike.</summary>
    public GridSampler((string Name, object[] Values)[] axes)
    {
        ArgumentNullException.ThrowIfNull(axes);
        if (axes.Length == 0 || axes.Any(a => a.Values.Length == 0))
            throw new ArgumentException("A grid needs at least one parameter, and each at least one value.", nameof(axes));
        if (axes.DistinctBy(a => a.Name).Count() < axes.Length)
            throw new ArgumentException("A parameter is on the grid twice; give each its values once.", nameof(axes));
        this.axes = [.. axes.Select(a => (a.Name, a.Values.Select(v => Convert.ToString(v, CultureInfo.InvariantCulture) ?? "null").ToArray()))];
    }

    /// <inheritdoc/>
    public override string Description => "grid of " + string.Join(" and ", axes.Select(a => $"{a.Name} = {string.Join(", ", a.Texts)}"));

    /// <inheritdoc/>
    internal override int? MaximumTrials => axes.Aggregate(1, (cells, a) => checked(cells * a.Texts.Length));

    /// <inheritdoc/>
    internal override double Draw(SearchParameter parameter, SearchHistory history, int trial, CounterRandom random)
    {
        var place = Array.FindIndex(axes, a => a.Name == parameter.Name);
        if (place < 0)
            throw new ArgumentException($"The objective asks for '{parameter.Name}', which is not on the grid ({string.Join(", ", axes.Select(a => a.Name))}). Give it values there.");
        // The same order in every trial: it belongs to the seed, not to the trial.
        var order = new CounterRandom(random.Seed, RandomStreams.Of(RandomPurpose.SearchGrid)).Permutation(MaximumTrials!.Value);
        var stride = axes[..place].Aggregate(1, (cells, a) => cells * a.Texts.Length);
        var texts = axes[place].Texts;
        return Value(parameter, texts[order[trial] / stride % texts.Length]);
    }

    private static double Value(SearchParameter parameter, string text)
    {
        var value = parameter switch
        {
            CategoricalParameter c => c.Choices.ToList().IndexOf(text) is >= 0 and var choice ? choice : double.NaN,
            NumericParameter n when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && n.Allows(number) => number,
            _ => double.NaN,
        };
        return double.IsNaN(value)
            ? throw new ArgumentException($"The grid has '{text}' for '{parameter.Name}', which is defined as {parameter.Description}. Put values on the grid that the definition allows.")
            : value;
    }
}
