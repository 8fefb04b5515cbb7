namespace HepBayes.Notebooks;

/// <summary>What a check of an exercise found.</summary>
public enum CheckOutcome
{
    /// <summary>The answer is right.</summary>
    Right,

    /// <summary>The answer is wrong, or could not be evaluated.</summary>
    Wrong,

    /// <summary>There is no answer yet.</summary>
    NotSet,
}
