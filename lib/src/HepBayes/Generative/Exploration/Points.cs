using HepBayes.Data;

namespace HepBayes.Generative.Exploration;

/// <summary>Points as parameter vectors and as tables.</summary>
internal static class Points
{
    /// <summary>A table with a row for each point.</summary>
    public static Table Table(IReadOnlyList<string> parameters, IReadOnlyList<float[]> points, string source) =>
        Data.Table.FromColumns([.. parameters.Select((name, c) => (name, points.Select(p => p[c]).ToArray()))]).WithSource(source);

    /// <summary>The parameter vectors of some rows.</summary>
    public static float[][] Of(Table table, IReadOnlyList<string> parameters, IEnumerable<int> rows)
    {
        var columns = parameters.Select(table.Values).ToArray();
        return [.. rows.Select(row => columns.Select(c => c[row]).ToArray())];
    }
}
