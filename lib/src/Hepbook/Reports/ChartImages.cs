using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hepbook.Notebooks;

namespace Hepbook.Reports;

/// <summary>Adds a PNG to every chart of a notebook, for viewers that run no scripts. One browser call draws them all.</summary>
internal static partial class ChartImages
{
    private const string Png = "image/png";
    private const int DefaultWidth = 800;
    private const int DefaultHeight = 450;

    private const string Draw = """
        const figures = JSON.parse(document.getElementById('figures').textContent);
        (async () => {
          const results = [];
          for (const figure of figures) {
            try {
              const layout = Object.assign({ paper_bgcolor: 'white', plot_bgcolor: 'white' }, figure.layout);
              results.push(await Plotly.toImage({ data: figure.data, layout }, { format: 'png', width: figure.width, height: figure.height }));
            } catch (e) { results.push('failed: ' + e); }
          }
          document.head.innerHTML = '';
          document.body.innerHTML = results.map((r, i) => `<pre id="chart${i}"></pre>`).join('') + '<pre id="done"></pre>';
          results.forEach((r, i) => { document.getElementById('chart' + i).textContent = r; });
        })();
        """;

    /// <summary>Draws the charts that have no image yet; where that is not possible the notebook stays as it is.</summary>
    /// <param name="notebook">The notebook, changed in place.</param>
    /// <param name="warn">Receives one line if the images could not be made.</param>
    public static void AddTo(Notebook notebook, Action<string> warn)
    {
        var charts = notebook.CodeCells.SelectMany(c => c.Outputs.OfType<JsonObject>())
            .Select(o => o["data"] as JsonObject)
            .Where(d => d?[OutputData.Plotly] is JsonObject && !d.ContainsKey(Png))
            .Select(d => d!).ToArray();
        if (charts.Length == 0 || Chromium.Find() is not { } browser)
            return;
        if (PlotlyScript.Find() is not { } plotly)
        {
            warn("the charts got no images: plotly.js was not found beside the libraries of the notebook.");
            return;
        }

        try
        {
            var failed = Store(charts, DrawAll(browser, plotly, charts));
            if (failed > 0)
                warn($"{failed} of {charts.Length} charts got no image: the browser could not draw them.");
        }
        catch (Exception e) when (e is InvalidOperationException or IOException)
        {
            warn($"the charts got no images: {e.Message}. Set {Chromium.Variable} to a Chromium browser, or to 'none'.");
        }
    }

    private static string DrawAll(string browser, string plotly, JsonObject[] charts)
    {
        var figures = new JsonArray([.. charts.Select(d => Figure((JsonObject)d[OutputData.Plotly]!))]);
        var folder = Directory.CreateTempSubdirectory("hepbook-charts-");
        try
        {
            var page = Path.Combine(folder.FullName, "charts.html");
            File.WriteAllText(page, $"""
                <!DOCTYPE html><html><head><meta charset="utf-8"><script>{plotly}</script></head><body>
                <script type="application/json" id="figures">{ScriptJson.Of(figures)}</script><script>{Draw}</script></body></html>
                """, new UTF8Encoding(false));
            return Chromium.DumpDocument(browser, page);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static JsonObject Figure(JsonObject chart) => new()
    {
        ["data"] = chart["data"]?.DeepClone() ?? new JsonArray(),
        ["layout"] = chart["layout"]?.DeepClone() ?? new JsonObject(),
        ["width"] = Size(chart["layout"]?["width"], DefaultWidth),
        ["height"] = Size(chart["layout"]?["height"], DefaultHeight),
    };

    private static int Size(JsonNode? node, int otherwise) =>
        node is JsonValue value && value.TryGetValue<double>(out var size) && size is >= 50 and <= 4000 ? (int)size : otherwise;

    private static int Store(JsonObject[] charts, string document)
    {
        var images = Result().Matches(document).ToDictionary(m => int.Parse(m.Groups[1].Value), m => m.Groups[2].Value);
        var failed = 0;
        for (var i = 0; i < charts.Length; i++)
        {
            if (images.TryGetValue(i, out var image))
                charts[i][Png] = image;
            else
                failed++;
        }

        return failed;
    }

    [GeneratedRegex("""<pre id="chart(\d+)">data:image/png;base64,([A-Za-z0-9+/=]+)</pre>""")]
    private static partial Regex Result();
}
