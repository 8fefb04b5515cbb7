namespace HepBayes.Physics;

/// <summary>Where a parameter ended.</summary>
public enum FitParameterState
{
    /// <summary>At a minimum between its limits.</summary>
    Free,

    /// <summary>Where it was kept.</summary>
    Fixed,

    /// <summary>At its lower limit, against which the data push it.</summary>
    AtLowerLimit,

    /// <summary>At its upper limit, against which the data push it.</summary>
    AtUpperLimit,
}
