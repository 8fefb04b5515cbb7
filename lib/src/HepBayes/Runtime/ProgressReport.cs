namespace HepBayes.Runtime;

/// <summary>How far a long computation has come.</summary>
/// <param name="Fraction">Share that is done, 0 to 1.</param>
/// <param name="Message">One short line for people, for example "draw 120 of 200, acceptance 0.81".</param>
/// <param name="Remaining">The time until the end, if the computation can tell better than from the fraction and the time so far.</param>
public readonly record struct ProgressReport(double Fraction, string Message, TimeSpan? Remaining = null);
