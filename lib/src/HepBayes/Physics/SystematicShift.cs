namespace HepBayes.Physics;

/// <summary>By how much a parameter moves under an alternative.</summary>
/// <param name="Source">What was changed.</param>
/// <param name="Value">The value of the alternative fit.</param>
/// <param name="Shift">That value less the nominal one.</param>
public sealed record SystematicShift(string Source, double Value, double Shift);
