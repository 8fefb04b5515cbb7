using System.Globalization;
using System.Text;
using HepBayes.Runtime;

namespace HepBayes.Evaluation;

/// <summary>Writes matrices over the cells of a plane as text, a line for each cell.</summary>
internal static class MapCsv
{
    /// <summary>Writes a file, whole or not at all; a number that does not exist is an empty field.</summary>
    public static void Write(string path, (string Name, BinAxis Bins) x, (string Name, BinAxis Bins) y, params (string Name, double[,] Values)[] columns)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var text = new StringBuilder();
        text.AppendJoin(',', [x.Name + "_low", x.Name + "_high", y.Name + "_low", y.Name + "_high", .. columns.Select(c => c.Name)]).Append('\n');
        var (xEdges, yEdges) = (x.Bins.Edges, y.Bins.Edges);
        for (var row = 0; row < y.Bins.Bins; row++)
        {
            for (var column = 0; column < x.Bins.Bins; column++)
            {
                double[] numbers = [xEdges[column], xEdges[column + 1], yEdges[row], yEdges[row + 1], .. columns.Select(c => c.Values[row, column])];
                text.AppendJoin(',', numbers.Select(v => double.IsFinite(v) ? v.ToString("R", CultureInfo.InvariantCulture) : "")).Append('\n');
            }
        }

        AtomicFile.WriteAllText(path, text.ToString());
    }
}
