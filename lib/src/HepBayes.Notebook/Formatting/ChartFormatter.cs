using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Plotly.NET;

namespace HepBayes.Notebooks.Formatting;

/// <summary>A chart as a piece of HTML that loads plotly.js once per page, and as one line of text.</summary>
internal static class ChartFormatter
{
    private static int drawn;

    /// <summary>The version of plotly.js that Plotly.NET was made for: it is the name of its embedded copy.</summary>
    public static string PlotlyVersion { get; } = typeof(GenericChart).Assembly.GetManifestResourceNames()
        .First(n => n.Contains("plotly-", StringComparison.Ordinal) && n.EndsWith(".min.js", StringComparison.Ordinal))
        .Split("plotly-")[1][..^".min.js".Length];

    public static string Html(GenericChart chart)
    {
        var json = ForScript(GenericChart.toJson(chart));
        var size = GenericChart.tryGetLayoutSize(chart);
        var height = size.Item2 is { } h ? h.Value : ChartStyle.Height;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)))[..8];
        var id = string.Create(CultureInfo.InvariantCulture, $"hb-chart-{Interlocked.Increment(ref drawn)}-{hash}");
        // Classic Jupyter has require.js, under which a plain script tag would not define window.Plotly.
        return $$"""
            <div id="{{id}}" style="height:{{height}}px"></div>
            <script>(function () {
            var figure = {{json}}, source = "https://cdn.plot.ly/plotly-{{PlotlyVersion}}.min";
            var draw = function (plotly) { plotly.newPlot("{{id}}", figure.data, figure.layout, figure.config); };
            if (window.Plotly) { draw(window.Plotly); return; }
            window.hepbayesPlotly = window.hepbayesPlotly || new Promise(function (done, fail) {
              if (typeof define === "function" && define.amd && typeof require === "function") { require([source], done, fail); return; }
              var tag = document.createElement("script");
              tag.src = source + ".js"; tag.onload = function () { done(window.Plotly); }; tag.onerror = fail;
              document.head.appendChild(tag);
            });
            window.hepbayesPlotly.then(draw, function () { document.getElementById("{{id}}").textContent = "plotly.js could not be loaded: this view of the chart needs the network."; });
            })();</script>
            """;
    }

    public static string Text(GenericChart chart)
    {
        var title = GenericChart.getLayout(chart).TryGetTypedPropertyValue<Title>("title");
        var text = title?.Value.TryGetTypedPropertyValue<string>("text")?.Value;
        return $"[chart{(string.IsNullOrEmpty(text) ? "" : ": " + text)}]";
    }

    // No "<" survives, so text inside the figure cannot end the script element or open a comment.
    private static string ForScript(string json) =>
        json.Replace("<", "\\u003c", StringComparison.Ordinal)
            .Replace("\u2028", "\\u2028", StringComparison.Ordinal)
            .Replace("\u2029", "\\u2029", StringComparison.Ordinal);
}
