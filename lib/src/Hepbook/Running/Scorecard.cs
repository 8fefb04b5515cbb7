using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hepbook.Notebooks;

namespace Hepbook.Running;

/// <summary>Finds the scorecard of a study among its outputs.</summary>
internal static partial class Scorecard
{
    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The JSON text of the last scorecard shown; null if there is none.</summary>
    public static string? Find(Notebook notebook)
    {
        var last = notebook.CodeCells
            .SelectMany(c => c.Outputs.OfType<JsonObject>())
            .Select(o => o["data"]).OfType<JsonObject>()
            .SelectMany(d => d.Where(p => ScorecardType().IsMatch(p.Key)))
            .Select(p => p.Value)
            .LastOrDefault();
        return last is null ? null : last.ToJsonString(Pretty) + "\n";
    }

    [GeneratedRegex(@"^application/vnd\..*\bscorecard\+json$")]
    private static partial Regex ScorecardType();
}
