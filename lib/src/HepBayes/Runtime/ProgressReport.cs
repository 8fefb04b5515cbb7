namespace HepBayes.Runtime;

/// <summary>How far a long calculation has come.</summary>
/// <param name="Fraction">The share that is done, from 0 to 1.</param>
/// <param name="Message">A few words for people, for example <c>120 of 200</c>; may be empty.</param>
public readonly record struct ProgressReport(double Fraction, string Message);
