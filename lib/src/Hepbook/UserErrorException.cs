namespace Hepbook;

/// <summary>Something the user can put right: the message names the place, what was found, what was expected, and the remedy.</summary>
/// <param name="message">The whole text that the user reads; no stack trace is shown with it.</param>
/// <param name="innerException">What caused it, if anything did.</param>
internal sealed class UserErrorException(string message, Exception? innerException = null) : Exception(message, innerException);
