using System.Globalization;
using System.Text.RegularExpressions;
using HepBayes.Data;

namespace HepBayes.Studies;

/// <summary>
/// A condition on one column of a row, as a study file writes it: <c>m_h0 &gt; 103</c>, <c>valid = 1</c>, <c>problem = ''</c>.
/// A comparison with a missing number is false, whatever it asks.
/// </summary>
internal sealed partial class RowCondition
{
    private readonly string column;
    private readonly string comparison;
    private readonly string? text;
    private readonly double number;

    /// <summary>Reads a condition.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public RowCondition(string condition)
    {
        var match = Pattern().Match(condition);
        if (!match.Success)
            throw new FormatException($"'{condition}' is no condition; expected a column, one of = != < <= > >=, and a number or a text in single quotes, for example m_h0 > 103 or problem = ''.");
        (column, comparison) = (match.Groups["column"].Value, match.Groups["comparison"].Value);
        var value = match.Groups["value"].Value;
        if (value.StartsWith('\'') && value.EndsWith('\'') && value.Length > 1)
        {
            text = value[1..^1];
            if (comparison is not ("=" or "!="))
                throw new FormatException($"'{condition}' compares texts; they are only equal (=) or not (!=).");
        }
        else if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out number))
        {
            throw new FormatException($"'{condition}': '{value}' is neither a number nor a text in single quotes.");
        }
    }

    /// <summary>The rows for which the condition holds.</summary>
    /// <exception cref="ColumnNotFoundException">There is no such column, or it holds the other kind of values.</exception>
    public Table Of(Table table)
    {
        if (text is not null)
        {
            table.TextValues(column);
            return table.Where(row => (row.Text(column) == text) == (comparison == "="));
        }

        table.Values(column);
        return table.Where(row => Holds(row[column]));
    }

    private bool Holds(double value) => !double.IsNaN(value) && comparison switch
    {
        "=" => value == number,
        "!=" => value != number,
        "<" => value < number,
        "<=" => value <= number,
        ">" => value > number,
        _ => value >= number,
    };

    [GeneratedRegex(@"^\s*(?<column>[^=!<>]+?)\s*(?<comparison><=|>=|!=|=|<|>)\s*(?<value>'[^']*'|[^=!<>\s']+)\s*$")]
    private static partial Regex Pattern();
}
