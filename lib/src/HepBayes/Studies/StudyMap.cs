using System.Text.RegularExpressions;
using HepBayes.Evaluation;

namespace HepBayes.Studies;

/// <summary>A heatmap of a study; see <see cref="ScanMap"/>.</summary>
/// <param name="Name">What it is called: letters, digits, blanks and . _ -</param>
/// <param name="X">The axis to the right, with its column.</param>
/// <param name="Y">The axis upwards, with its column.</param>
/// <param name="Quantity">The column whose statistics are wanted: a parameter, a prediction, or its <c>_sd</c>.</param>
/// <param name="Quantiles">Bins of the quantity from which quantiles are read; null for none.</param>
public sealed partial record StudyMap(string Name, StudyAxis X, StudyAxis Y, string Quantity, StudyAxis? Quantiles = null)
{
    internal static StudyMap Read(StudyNode node)
    {
        var section = new StudySection(node, "a map", "name", "x", "y", "quantity", "quantiles");
        var map = new StudyMap(section.Text("name"), section.Section("x", StudyAxis.Read), section.Section("y", StudyAxis.Read), section.Text("quantity"), section.OptionalSection("quantiles", StudyAxis.Read));
        if (map.X.Column is null || map.Y.Column is null)
            throw section.Wrong(map.X.Column is null ? "x" : "y", "needs the key 'column'.");
        return FileNames().IsMatch(map.Name) ? map : throw section.Wrong("name", $"is '{map.Name}'; a file is called after it, so it may hold letters, digits, blanks and . _ - only.");
    }

    /// <summary>Name of the map's CSV file.</summary>
    internal string FileName => $"map-{Name.Replace(' ', '-')}.csv";

    internal ScanMap ToMap() => new(Name, X.Column!, X.ToBins(), Y.Column!, Y.ToBins(), Quantity, Quantiles?.ToBins());

    [GeneratedRegex("^[A-Za-z0-9_. -]+$")]
    private static partial Regex FileNames();
}
