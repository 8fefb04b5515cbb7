namespace HepBayes.Physics;

/// <summary>One part of a model, signal or background: a shape times the number of events of it.</summary>
/// <param name="Name">What it stands for, for legends.</param>
/// <param name="Yield">The expected number of events inside the fit range.</param>
/// <param name="Shape">The distribution of the observable.</param>
public sealed record FitComponent(string Name, FitParameter Yield, Shape Shape);
