namespace HepBayes.Sampling.Targets;

/// <summary>A part of the plane.</summary>
/// <param name="Name">What it is, as in "|x| above 4".</param>
/// <param name="Probability">Its exact probability.</param>
/// <param name="Contains">Whether a point (x, y) lies in it.</param>
public sealed record PlaneRegion(string Name, double Probability, Func<double, double, bool> Contains);
