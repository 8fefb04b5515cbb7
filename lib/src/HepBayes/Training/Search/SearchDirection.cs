namespace HepBayes.Training.Search;

/// <summary>Which values of an objective are better.</summary>
public enum SearchDirection
{
    /// <summary>Smaller ones, as for a loss.</summary>
    Minimise,

    /// <summary>Larger ones, as for an area under a ROC curve.</summary>
    Maximise,
}
