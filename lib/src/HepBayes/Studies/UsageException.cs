using HepBayes.Runtime;

namespace HepBayes.Studies;

/// <summary>A command was given arguments that it does not take; the message ends with how it is used.</summary>
internal sealed class UsageException(string message) : UserErrorException(message);
