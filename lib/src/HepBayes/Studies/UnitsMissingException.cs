using HepBayes.Runtime;

namespace HepBayes.Studies;

/// <summary>A run is not complete: units are missing or damaged. The message names them and what is wrong.</summary>
internal sealed class UnitsMissingException(string message) : UserErrorException(message);
