namespace HepBayes.Studies;

/// <summary>
/// A random search for the settings of a plain network of the study's kind, trained by Adam with the study's prior and judged
/// by its smallest validation loss (minus the mean log likelihood of a row). What is null stays as in the study. Ranges are a
/// lower and an upper limit, both included.
/// </summary>
public sealed record StudySearch
{
    /// <summary>Number of trials, each a unit of work.</summary>
    public int Trials { get; init; } = 50;

    /// <summary>Passes over the training rows of a trial.</summary>
    public int Epochs { get; init; } = 40;

    /// <summary>Range of the number of hidden layers.</summary>
    public IReadOnlyList<int>? Layers { get; init; }

    /// <summary>Range of the units of each hidden layer.</summary>
    public IReadOnlyList<int>? Units { get; init; }

    /// <summary>Activations to choose from.</summary>
    public IReadOnlyList<string>? Activations { get; init; }

    /// <summary>Range of the learning rate, searched evenly on its logarithm.</summary>
    public IReadOnlyList<double>? LearningRate { get; init; }

    /// <summary>Rows of a mini-batch to choose from.</summary>
    public IReadOnlyList<int>? BatchRows { get; init; }

    internal static StudySearch Read(StudyNode node)
    {
        var section = new StudySection(node, "'search'", "trials", "epochs", "layers", "units", "activations", "learningRate", "batchRows");
        IReadOnlyList<int>? Wholes(string key) => section.Has(key) ? section.Wholes(key, 1) : null;
        var search = new StudySearch
        {
            Trials = section.OptionalWhole("trials", 1, RunPlan.MostUnits) ?? 50,
            Epochs = section.OptionalWhole("epochs", 1) ?? 40,
            Layers = Wholes("layers"),
            Units = Wholes("units"),
            Activations = section.OptionalTexts("activations"),
            LearningRate = section.OptionalReals("learningRate", 1e-12, 1e3),
            BatchRows = Wholes("batchRows"),
        };
        Range(section, "layers", search.Layers);
        Range(section, "units", search.Units);
        Range(section, "learningRate", search.LearningRate);
        section.Placed("activations", () => (search.Activations ?? []).Select(Networks.Activation.Parse).ToArray());
        if (search.Layers is not null && search.Units is null)
            throw section.Wrong("units", "must be there where 'layers' is.");
        if (search is { Units: null, Activations: null, LearningRate: null, BatchRows: null })
            throw node.Wrong("'search' has nothing to search; give layers and units, activations, learningRate or batchRows.");
        return search;
    }

    private static void Range<T>(StudySection section, string key, IReadOnlyList<T>? values) where T : IComparable<T>
    {
        if (values is not null && (values.Count != 2 || values[0].CompareTo(values[1]) > 0))
            throw section.Wrong(key, "must be a range [lower, upper].");
    }
}
