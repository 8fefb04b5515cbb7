using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Preprocessing;

/// <summary>
/// Finds inputs that give the answer away: the label itself, names that are forbidden, and columns that alone separate the classes
/// without an error, by a cut at one value or because no value of a short list (such as a code of the sample) occurs in both
/// classes.
/// </summary>
public static class LeakGuard
{
    // A column of more different values is a measurement, where no shared value means nothing.
    private const int MostCodes = 20;

    /// <summary>The columns among the inputs that give the label away, with the reason.</summary>
    /// <param name="table">Rows of both classes.</param>
    /// <param name="inputs">The columns that a network would see.</param>
    /// <param name="label">The label, 0 or 1.</param>
    /// <param name="forbidden">Columns that must not be inputs whatever they hold.</param>
    /// <exception cref="ColumnNotFoundException">A column does not exist.</exception>
    /// <exception cref="UserErrorException">A label is neither 0 nor 1, or all labels are equal.</exception>
    public static IReadOnlyList<(string Column, string Reason)> Find(Table table, IReadOnlyList<string> inputs, string label, IReadOnlyList<string>? forbidden = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(inputs);
        var positive = Labels(table, label);
        var found = new List<(string, string)>();
        foreach (var column in inputs)
        {
            var values = table.Values(column);
            if (column == label)
                found.Add((column, "it is the label"));
            else if (forbidden?.Contains(column) == true)
                found.Add((column, "it is on the list of forbidden inputs"));
            else if (SeparatesByCut(values, positive))
                found.Add((column, $"a cut on it alone separates the two classes in all {table.Rows} rows"));
            else if (SeparatesByCode(values, positive))
                found.Add((column, "none of its few different values occurs in both classes"));
        }

        return found;
    }

    /// <summary>Refuses inputs that give the label away.</summary>
    /// <param name="table">Rows of both classes.</param>
    /// <param name="inputs">The columns that a network would see.</param>
    /// <param name="label">The label, 0 or 1.</param>
    /// <param name="forbidden">Columns that must not be inputs whatever they hold.</param>
    /// <param name="forced">Columns that are used all the same.</param>
    /// <exception cref="UserErrorException">A column gives the label away and is not forced; the message gives the reason.</exception>
    public static void Check(Table table, IReadOnlyList<string> inputs, string label, IReadOnlyList<string>? forbidden = null, IReadOnlyList<string>? forced = null)
    {
        var leaks = Find(table, inputs, label, forbidden).Where(leak => forced?.Contains(leak.Column) != true).ToArray();
        if (leaks.Length > 0)
            throw new UserErrorException($"{string.Join("; ", leaks.Select(leak => $"'{leak.Column}' cannot be an input: {leak.Reason}"))} ({table.Source}). A network would learn the label, not the physics. Leave such columns out, or name them under 'forced' if you know better.");
    }

    private static bool[] Labels(Table table, string label)
    {
        var values = table.Values(label);
        var wrong = Array.FindIndex(values, value => value is not (0f or 1f));
        if (wrong >= 0)
            throw new UserErrorException($"The label in row {wrong} of {table.Source} (column '{label}') is {values[wrong]}; labels are 0 or 1.");
        var positive = Array.ConvertAll(values, value => value == 1);
        var ones = positive.Count(p => p);
        if (ones == 0 || ones == positive.Length)
            throw new UserErrorException($"All {positive.Length} labels of {table.Source} (column '{label}') are {(ones > 0 ? "1" : "0 or there are no rows")}; both classes are needed. Check the selection of rows.");
        return positive;
    }

    private static bool SeparatesByCut(float[] values, bool[] positive)
    {
        var (lowPositive, highPositive, lowNegative, highNegative) = (float.PositiveInfinity, float.NegativeInfinity, float.PositiveInfinity, float.NegativeInfinity);
        for (var row = 0; row < values.Length; row++)
        {
            if (positive[row])
                (lowPositive, highPositive) = (Math.Min(lowPositive, values[row]), Math.Max(highPositive, values[row]));
            else
                (lowNegative, highNegative) = (Math.Min(lowNegative, values[row]), Math.Max(highNegative, values[row]));
        }

        return lowPositive > highNegative || lowNegative > highPositive;
    }

    private static bool SeparatesByCode(float[] values, bool[] positive)
    {
        var classOf = new Dictionary<float, bool>();
        for (var row = 0; row < values.Length; row++)
        {
            if (!classOf.TryAdd(values[row], positive[row]) && classOf[values[row]] != positive[row])
                return false;
            if (classOf.Count > MostCodes)
                return false;
        }

        return values.Length > 2 * classOf.Count;
    }
}
