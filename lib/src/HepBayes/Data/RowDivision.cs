using HepBayes.Runtime;

namespace HepBayes.Data;

/// <summary>
/// Divides rows into three parts. Rows that belong together form units (a single row without groups); the units of one
/// stratum are put into random order and laid end to end, and the fractions cut that line.
/// </summary>
internal static class RowDivision
{
    private const double Tolerance = 1e-9;

    public static (int[] Train, int[] Validation, int[] Test) Divide(
        Table table, (double Train, double Validation, double Test) fractions, int seed, string? stratify, string? group)
    {
        CheckFractions(fractions);
        var random = new SplitMix64(seed);
        var units = group is null ? null : Codes(table, group, "group");
        var labels = stratify is null ? new int[table.Rows] : Codes(table, stratify, "label");
        var members = Members(units, table.Rows);
        var strata = Strata(table, members, labels, stratify, group);

        List<int> train = [], validation = [], test = [];
        foreach (var stratum in strata)
        {
            random.Shuffle<int>(stratum);
            double total = stratum.Sum(unit => members[unit].Length);
            var firstCut = fractions is { Validation: 0, Test: 0 } ? total : fractions.Train * total;
            var secondCut = fractions.Test == 0 ? total : (fractions.Train + fractions.Validation) * total;

            // A random point of each unit decides, so that small classes land in every part over many seeds; without
            // classes the middle of the unit does, and the sizes of the parts do not depend on the seed.
            var point = stratify is null ? 0.5 : random.NextDouble();
            var start = 0.0;
            foreach (var unit in stratum)
            {
                var rows = members[unit];
                var position = start + (point * rows.Length);
                (position < firstCut ? train : position < secondCut ? validation : test).AddRange(rows);
                start += rows.Length;
            }
        }

        return (Shuffled(train, ref random), Shuffled(validation, ref random), Shuffled(test, ref random));
    }

    private static void CheckFractions((double Train, double Validation, double Test) fractions)
    {
        var sum = fractions.Train + fractions.Validation + fractions.Test;
        if (!(fractions.Train >= 0 && fractions.Validation >= 0 && fractions.Test >= 0) || !(Math.Abs(sum - 1) <= Tolerance))
            throw new ArgumentException($"The fractions train = {fractions.Train}, validation = {fractions.Validation}, test = {fractions.Test} must not be negative and must sum to 1 (they sum to {sum}).");
    }

    // Numbers the distinct values of a column in order of appearance.
    private static int[] Codes(Table table, string column, string role)
    {
        if (table.TextColumns.Contains(column))
            return Number(table.TextValues(column), StringComparer.Ordinal);
        if (!table.Has(column))
            throw ColumnNotFoundException.In(table.Source, column, [.. table.Columns, .. table.TextColumns]);
        var values = table.Values(column);
        var missing = Array.FindIndex(values, float.IsNaN);
        if (missing >= 0)
            throw new UserErrorException($"Row {missing} of {table.Source} has no {role}: column '{column}' is NaN there. Remove such rows with Where first.");
        return Number(values, EqualityComparer<float>.Default);
    }

    private static int[] Number<T>(T[] values, IEqualityComparer<T> comparer)
        where T : notnull
    {
        var known = new Dictionary<T, int>(comparer);
        var codes = new int[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            if (!known.TryGetValue(values[i], out var code))
                known.Add(values[i], code = known.Count);
            codes[i] = code;
        }

        return codes;
    }

    private static int[][] Members(int[]? units, int rows)
    {
        if (units is null)
            return [.. Enumerable.Range(0, rows).Select(row => new[] { row })];
        return Buckets(units);
    }

    private static int[][] Buckets(int[] codes)
    {
        var counts = new int[codes.Length == 0 ? 0 : codes.Max() + 1];
        foreach (var code in codes)
            counts[code]++;
        var buckets = counts.Select(count => new int[count]).ToArray();
        Array.Clear(counts);
        for (var i = 0; i < codes.Length; i++)
            buckets[codes[i]][counts[codes[i]]++] = i;
        return buckets;
    }

    private static int[][] Strata(Table table, int[][] members, int[] labels, string? stratify, string? group)
    {
        foreach (var rows in members)
        {
            var odd = Array.FindIndex(rows, row => labels[row] != labels[rows[0]]);
            if (odd >= 0)
                throw new UserErrorException($"Rows {rows[0]} and {rows[odd]} of {table.Source} are in the same group (column '{group}') but have different labels (column '{stratify}'), so a split cannot respect both. Drop one of the two.");
        }

        return Buckets([.. members.Select(rows => labels[rows[0]])]);
    }

    private static int[] Shuffled(List<int> rows, ref SplitMix64 random)
    {
        var result = rows.ToArray();
        random.Shuffle<int>(result);
        return result;
    }
}
