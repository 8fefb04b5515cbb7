namespace HepBayes.Physics;

/// <summary>A fit did not converge. The message says why and what to try; there are no results, because numbers without a minimum mean nothing.</summary>
public class FitFailedException : Exception
{
    /// <summary>Makes the exception with a general message; the library itself always says why.</summary>
    public FitFailedException()
        : base("The fit did not converge.")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Why, and what to try.</param>
    public FitFailedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with the error that lies beneath it.</summary>
    /// <param name="message">Why, and what to try.</param>
    /// <param name="innerException">The error that led to this one.</param>
    public FitFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
