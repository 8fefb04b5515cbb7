using HepBayes.Runtime;

namespace HepBayes.Data;

/// <summary>A table was asked for a column that it does not have; the message gives the nearest names.</summary>
public class ColumnNotFoundException : UserErrorException
{
    /// <summary>Makes the exception with a general message; the library itself always names the column.</summary>
    public ColumnNotFoundException()
        : this("A column that was asked for does not exist.")
    {
    }

    /// <summary>Makes the exception with a message of its own.</summary>
    /// <param name="message">The text for the user.</param>
    public ColumnNotFoundException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with a message of its own and the error beneath it.</summary>
    /// <param name="message">The text for the user.</param>
    /// <param name="innerException">The error that led to this one.</param>
    public ColumnNotFoundException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    private ColumnNotFoundException(string message, string column, IReadOnlyList<string> nearest)
        : base(message)
    {
        Column = column;
        Nearest = nearest;
    }

    /// <summary>The name that was asked for; empty where it is not known.</summary>
    public string Column { get; } = "";

    /// <summary>The most similar names that exist, nearest first; at most three, possibly none.</summary>
    public IReadOnlyList<string> Nearest { get; } = [];

    /// <summary>Makes the exception for a name that is not among those that exist.</summary>
    /// <param name="column">The name that was asked for.</param>
    /// <param name="where">What was searched, for example a file; it completes "There is no column 'x' in ...".</param>
    /// <param name="existing">The names that exist.</param>
    internal static ColumnNotFoundException In(string where, string column, IReadOnlyCollection<string> existing)
    {
        var nearest = NearestNames.Of(column, existing);
        string hint;
        if (nearest.Count > 0)
            hint = $"Nearest: {Quoted(nearest)}.";
        else if (existing.Count == 0)
            hint = "It has no columns.";
        else
            hint = $"It has {Quoted(existing.Take(12))}{(existing.Count > 12 ? $" and {existing.Count - 12} more" : "")}.";
        return new ColumnNotFoundException($"There is no column '{column}' in {where}. {hint}", column, nearest);
    }

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));
}
