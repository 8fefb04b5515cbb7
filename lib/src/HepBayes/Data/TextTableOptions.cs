namespace HepBayes.Data;

/// <summary>How a text file holds a table. The defaults find out by themselves.</summary>
public sealed record TextTableOptions
{
    /// <summary>
    /// The character between fields; a blank stands for any run of blanks and tabs. By default it is found in the first line:
    /// the most frequent of comma, semicolon, tab and vertical bar, or blanks where none of these occurs. Files are written with
    /// a comma by default.
    /// </summary>
    public char? Separator { get; init; }

    /// <summary>The names of the columns, for files whose first line already holds values; by default the first line gives the names.</summary>
    public IReadOnlyList<string>? ColumnNames { get; init; }

    /// <summary>
    /// The columns that hold text. By default those with a value, but no number, in their first 100 rows; every other column is
    /// numeric, and a field of it that is not a number is an error.
    /// </summary>
    public IReadOnlyList<string>? TextColumns { get; init; }
}
