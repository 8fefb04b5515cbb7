using HepBayes.Runtime;

namespace HepBayes.Data;

/// <summary>
/// Physical weights: how many events of an experiment a simulated row stands for, w = sigma L / N with N the number of generated
/// events before any cut. They may be negative (as some next-to-leading-order generators give them) and then belong to every sum.
/// </summary>
public static class EventWeights
{
    private const double PicobarnPerFemtobarn = 1000;

    /// <summary>The weight of every row of a sample.</summary>
    /// <param name="crossSection">The cross-section sigma of the sample (pb). Range: >= 0.</param>
    /// <param name="generated">The number of generated events, before any cut or filter that sigma does not contain. Range: >= 1.</param>
    /// <param name="luminosity">The integrated luminosity L (fb^-1). Range: > 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number out of its range.</exception>
    public static double Of(double crossSection, long generated, double luminosity)
    {
        if (!(crossSection >= 0 && double.IsFinite(crossSection)))
            throw new ArgumentOutOfRangeException(nameof(crossSection), crossSection, "A cross-section is a finite number of picobarn, not negative.");
        ArgumentOutOfRangeException.ThrowIfLessThan(generated, 1);
        CheckLuminosity(luminosity);
        return PicobarnPerFemtobarn * crossSection * luminosity / generated;
    }

    /// <summary>The weights of all rows from a column of cross-section per generated event.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="column">A column of sigma / N (pb), for example <see cref="Vlq.GeneratorWeight"/>.</param>
    /// <param name="luminosity">The integrated luminosity (fb^-1). Range: > 0.</param>
    /// <returns>One weight a row, in events.</returns>
    /// <exception cref="UserErrorException">A weight is not finite, or all are 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The luminosity is not positive.</exception>
    public static float[] AtLuminosity(Table table, string column, double luminosity)
    {
        ArgumentNullException.ThrowIfNull(table);
        CheckLuminosity(luminosity);
        var weights = table.Values(column);
        table.CheckFinite(column, weights);
        if (weights.Length > 0 && weights.All(w => w == 0))
            throw new UserErrorException($"All {weights.Length} weights of {table.Source} (column '{column}') are 0: no row stands for any event. Check the column and the selection of rows.");
        return Array.ConvertAll(weights, w => (float)(PicobarnPerFemtobarn * luminosity * w));
    }

    /// <summary>
    /// The weights of a part of a sample, scaled up so that each group of rows keeps the yield that it has in the whole: the rule
    /// for quoting yields from test rows. The factor of a group is its sum of weights in the whole over that in the part.
    /// </summary>
    /// <param name="part">Rows of the whole, for example <see cref="DataSplit.Test"/>.</param>
    /// <param name="whole">All rows.</param>
    /// <param name="weights">The column of weights in both tables.</param>
    /// <param name="group">The text column of the groups, for example <see cref="Vlq.Sample"/>.</param>
    /// <returns>One weight a row of the part.</returns>
    /// <exception cref="UserErrorException">A weight is not finite, or a group of the whole has no weight in the part (nothing could stand for its events).</exception>
    public static float[] ScaledTo(Table part, Table whole, string weights, string group)
    {
        ArgumentNullException.ThrowIfNull(part);
        ArgumentNullException.ThrowIfNull(whole);
        var (partial, full) = (Sums(part, weights, group), Sums(whole, weights, group));
        foreach (var (name, sum) in full)
        {
            if (sum != 0 && partial.GetValueOrDefault(name) == 0)
                throw new UserErrorException($"The rows of '{name}' (column '{group}') carry the weight {sum:G4} in {whole.Source}, but there is none of it in the part. Split so that every '{group}' is in every part (stratify), or join groups.");
        }

        if (partial.Keys.FirstOrDefault(name => !full.ContainsKey(name)) is { } foreign)
            throw new UserErrorException($"The part has rows of '{foreign}' (column '{group}'), which the whole lacks; give the table that the part was taken from.");
        var names = part.TextValues(group);
        return [.. part.Values(weights).Select((w, row) => partial[names[row]] == 0 ? w : (float)(w * (full[names[row]] / partial[names[row]])))];
    }

    private static void CheckLuminosity(double luminosity)
    {
        if (!(luminosity > 0 && double.IsFinite(luminosity)))
            throw new ArgumentOutOfRangeException(nameof(luminosity), luminosity, "A luminosity is a positive number of inverse femtobarn, for example 150.");
    }

    private static Dictionary<string, double> Sums(Table table, string weights, string group)
    {
        var (values, names) = (table.Values(weights), table.TextValues(group));
        table.CheckFinite(weights, values);
        var sums = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var row = 0; row < table.Rows; row++)
            sums[names[row]] = sums.GetValueOrDefault(names[row]) + values[row];
        return sums;
    }
}
