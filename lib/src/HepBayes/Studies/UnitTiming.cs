namespace HepBayes.Studies;

/// <summary>What a unit cost: timing.json, which is not part of the result.</summary>
/// <param name="Format">Number of the file format.</param>
/// <param name="Seconds">Wall-clock seconds of the unit's own work, of the last process that worked on it.</param>
/// <param name="SecondsBefore">Seconds from the start of the process, or from the end of the unit before it, to the begin of the work.</param>
/// <param name="Host">Name of the computer.</param>
internal sealed record UnitTiming(int Format, double Seconds, double SecondsBefore, string Host);
