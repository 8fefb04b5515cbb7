namespace Hepbook.Doctor;

/// <summary>What a check found.</summary>
/// <param name="Level">Whether it is in order.</param>
/// <param name="Name">What was looked at.</param>
/// <param name="Found">What was found.</param>
/// <param name="Remedy">What to do; null where nothing needs to be done.</param>
internal sealed record CheckResult(CheckLevel Level, string Name, string Found, string? Remedy = null);
