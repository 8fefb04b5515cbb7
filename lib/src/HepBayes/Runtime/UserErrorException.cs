namespace HepBayes.Runtime;

/// <summary>
/// Something that the user can put right: a missing file, a malformed line, a wrong name. The message is complete by
/// itself (what was found, where, what was expected, what to do), so programs show it without a stack trace.
/// </summary>
public class UserErrorException : Exception
{
    /// <summary>Makes the exception with a general message; prefer the constructors that say what happened.</summary>
    public UserErrorException()
        : base("The input cannot be used.")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">The text for the user: what was found, where, what was expected and what to do.</param>
    public UserErrorException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with the error that lies beneath it.</summary>
    /// <param name="message">The text for the user: what was found, where, what was expected and what to do.</param>
    /// <param name="innerException">The error that led to this one.</param>
    public UserErrorException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
