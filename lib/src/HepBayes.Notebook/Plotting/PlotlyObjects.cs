using System.Globalization;

namespace HepBayes.Notebooks.Plotting;

/// <summary>
/// Plotly.NET's objects are dictionaries with plotly.js' own property names; from C# those names are clearer than the F#
/// constructors with a hundred optional arguments each.
/// </summary>
internal static class PlotlyObjects
{
    /// <summary>Sets a property of plotly.js unless the value is null.</summary>
    /// <typeparam name="T">The type of the object.</typeparam>
    /// <param name="target">The object.</param>
    /// <param name="property">The name in plotly.js.</param>
    /// <param name="value">The value, or null to leave it out.</param>
    /// <returns>The object.</returns>
    public static T Set<T>(this T target, string property, object? value)
        where T : DynamicObj.DynamicObj
    {
        if (value is not null)
            target.SetProperty(property, value);
        return target;
    }

    /// <summary>Numbers as a chart stores them: six significant digits, null (a gap) for what is not finite.</summary>
    /// <param name="values">The numbers.</param>
    /// <returns>One entry per number.</returns>
    public static double?[] Numbers(IEnumerable<double> values) => [.. values.Select(Number)];

    public static double? Number(double value) =>
        double.IsFinite(value) ? double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : null;

    public static Plotly.NET.Title Title(string text) => new Plotly.NET.Title().Set("text", text);
}
