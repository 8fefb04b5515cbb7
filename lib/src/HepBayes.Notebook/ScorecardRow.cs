namespace HepBayes.Notebooks;

/// <summary>One result of a study.</summary>
/// <param name="Name">The stable name that other programs read, for example <c>auc</c>.</param>
/// <param name="Value">The result; null where it is not defined.</param>
/// <param name="Low">The lower end of its interval, or null.</param>
/// <param name="High">The upper end of its interval, or null.</param>
/// <param name="Unit">The unit; empty for pure numbers.</param>
/// <param name="Reference">The published or expected value, or null.</param>
/// <param name="Source">Where the reference comes from; empty without one.</param>
public sealed record ScorecardRow(string Name, double? Value, double? Low, double? High, string Unit, double? Reference, string Source);
