namespace Hepbook.Engine;

/// <summary>What a language made of one cell.</summary>
/// <param name="Value">The value of the last expression; null for none.</param>
/// <param name="Error">Why it failed; null if it did not.</param>
internal sealed record LanguageResult(object? Value, CellError? Error);
