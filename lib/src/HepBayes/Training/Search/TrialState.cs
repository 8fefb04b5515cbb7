namespace HepBayes.Training.Search;

/// <summary>How a trial ended.</summary>
public enum TrialState
{
    /// <summary>The objective returned a finite value.</summary>
    Complete,

    /// <summary>It was given up on the way, because it lay behind earlier trials.</summary>
    Pruned,

    /// <summary>The objective threw an exception, or its value was not finite.</summary>
    Failed,
}
