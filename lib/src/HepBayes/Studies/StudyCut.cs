using HepBayes.Data;

namespace HepBayes.Studies;

/// <summary>Which points of a scan are kept: value + k times its standard deviation between two limits. A missing value is cut away.</summary>
/// <param name="Column">A parameter or a prediction.</param>
/// <param name="Above">The value must be above this; null for no limit.</param>
/// <param name="Below">The value must be below this; null for no limit.</param>
/// <param name="Deviations">k: how many standard deviations over the networks are added to a prediction.</param>
public sealed record StudyCut(string Column, double? Above, double? Below, double Deviations = 0)
{
    internal static StudyCut Read(StudyNode node)
    {
        var section = new StudySection(node, "a cut", "column", "above", "below", "deviations");
        var cut = new StudyCut(section.Text("column"), section.OptionalReal("above"), section.OptionalReal("below"), section.OptionalReal("deviations") ?? 0);
        return cut.Above is null && cut.Below is null ? throw node.Wrong("a cut needs 'above' or 'below'.") : cut;
    }

    /// <summary>The rows that are kept.</summary>
    internal Table Of(Table table)
    {
        // A column that does not exist is named even where there are no rows.
        table.Values(Column);
        return table.Where(row =>
        {
            var value = row[Column] + (Deviations == 0 ? 0 : Deviations * row[Column + Emulator.Deviation]);
            return !double.IsNaN(value) && !(value <= Above) && !(value >= Below);
        });
    }
}
