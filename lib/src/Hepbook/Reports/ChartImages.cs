using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hepbook.Diagrams;
using Hepbook.Notebooks;

namespace Hepbook.Reports;

/// <summary>Adds a PNG to every chart and diagram of a notebook, for viewers that run no scripts. One browser call draws them all.</summary>
internal static partial class ChartImages
{
    private const string Png = "image/png";
    private const int DefaultWidth = 800;
    private const int DefaultHeight = 450;

    private const string Draw = """
        const raster = svg => new Promise((resolve, reject) => {
          const image = new Image();
          image.onerror = reject;
          image.onload = () => {
            const canvas = Object.assign(document.createElement('canvas'), { width: image.naturalWidth, height: image.naturalHeight });
            const context = canvas.getContext('2d', { alpha: false });
            context.fillStyle = 'white';
            context.fillRect(0, 0, canvas.width, canvas.height);
            context.drawImage(image, 0, 0);
            resolve(canvas.toDataURL('image/png'));
          };
          image.src = 'data:image/svg+xml,' + encodeURIComponent(svg);
        });
        const figures = JSON.parse(document.getElementById('figures').textContent);
        (async () => {
          const results = [];
          for (const figure of figures) {
            try {
              if (figure.svg) { results.push(await raster(figure.svg)); continue; }
              const layout = Object.assign({ paper_bgcolor: 'white', plot_bgcolor: 'white' }, figure.layout);
              results.push(await Plotly.toImage({ data: figure.data, layout }, { format: 'png', width: figure.width, height: figure.height }));
            } catch (e) { results.push('failed: ' + e); }
          }
          document.head.innerHTML = '';
          document.body.innerHTML = results.map((r, i) => `<pre id="chart${i}"></pre>`).join('') + '<pre id="done"></pre>';
          results.forEach((r, i) => { document.getElementById('chart' + i).textContent = r; });
        })();
        """;

    /// <summary>Draws the charts and diagrams that have no image yet; where that is not possible the notebook stays as it is.</summary>
    /// <param name="notebook">The notebook, changed in place.</param>
    /// <param name="warn">Receives one line if the images could not be made.</param>
    public static void AddTo(Notebook notebook, Action<string> warn)
    {
        var charts = notebook.CodeCells.SelectMany(c => c.Outputs.OfType<JsonObject>())
            .Select(o => o["data"] as JsonObject)
            .Where(d => d is not null && (IsChart(d) || IsDiagram(d)) && !d.ContainsKey(Png))
            .Select(d => d!).ToArray();
        if (charts.Length == 0 || Chromium.Find() is not { } browser)
            return;
        var plotly = PlotlyScript.Find();
        if (plotly is null && charts.Any(IsChart))
        {
            warn("the charts got no images: plotly.js was not found beside the libraries of the notebook.");
            charts = [.. charts.Where(IsDiagram)];
            if (charts.Length == 0)
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

    private static bool IsChart(JsonObject data) => data[OutputData.Plotly] is JsonObject;

    private static bool IsDiagram(JsonObject data) => data.ContainsKey(DiagramBundle.Mermaid) && data.ContainsKey(DiagramBundle.Svg);

    private static string DrawAll(string browser, string? plotly, JsonObject[] charts)
    {
        var figures = new JsonArray([.. charts.Select(Figure)]);
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

    private static JsonObject Figure(JsonObject data) =>
        data[OutputData.Plotly] is JsonObject chart ? ChartFigure(chart) : new JsonObject { ["svg"] = MultilineText.FromJson(data[DiagramBundle.Svg]) };

    private static JsonObject ChartFigure(JsonObject chart) => new()
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
