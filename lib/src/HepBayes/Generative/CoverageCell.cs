namespace HepBayes.Generative;

/// <summary>A cell of the truth and how a generator fills it.</summary>
/// <param name="Centre">The mean of the true events in the cell, in their units.</param>
/// <param name="TruthShare">The share of true events in it.</param>
/// <param name="GeneratedShare">The share of generated events in it.</param>
/// <param name="PValue">The probability of so few generated events or fewer, if the generator had the least ratio of density to truth here that is tolerated.</param>
public sealed record CoverageCell(double[] Centre, double TruthShare, double GeneratedShare, double PValue);
