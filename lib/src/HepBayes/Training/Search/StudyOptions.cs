namespace HepBayes.Training.Search;

/// <summary>Settings of a search.</summary>
public sealed record StudyOptions
{
    /// <summary>What is searched, for example data set and model; a study file with another name is refused.</summary>
    public string Name { get; init; } = "";

    /// <summary>Which values of the objective are better.</summary>
    public SearchDirection Direction { get; init; } = SearchDirection.Minimise;

    /// <summary>How values are chosen.</summary>
    public SearchSampler Sampler { get; init; } = SearchSampler.Tpe();

    /// <summary>When trials are given up; null for never.</summary>
    public Pruner? Pruner { get; init; }

    /// <summary>Decides all values, together with the outcomes.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The file that keeps every finished trial; the search goes on there if it exists. Null to keep them in memory.</summary>
    public string? File { get; init; }
}
