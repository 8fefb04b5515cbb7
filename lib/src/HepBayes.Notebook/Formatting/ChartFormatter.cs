using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Plotly.NET;

namespace HepBayes.Notebooks.Formatting;

/// <summary>A chart as a piece of HTML that loads plotly.js once per page, and as one line of text.</summary>
internal static class ChartFormatter
{
    /// <summary>The version of plotly.js that Plotly.NET was made for: it is the name of its embedded copy.</summary>
    public static string PlotlyVersion { get; } = typeof(GenericChart).Assembly.GetManifestResourceNames()
        .First(n => n.Contains("plotly-", StringComparison.Ordinal) && n.EndsWith(".min.js", StringComparison.Ordinal))
        .Split("plotly-")[1][..^".min.js".Length];

    // Where plotly.js may be: beside our kernel's description, which Jupyter servers hand out, else in the network. Classic
    // Jupyter has require.js, under which a plain script element would not define window.Plotly.
    // A page with light text is dark: there the charts' greys are turned round, and white paper becomes no paper.
    private static readonly string Drawing = $$"""
        var light = function (colour) { var part = colour.match(/[\d.]+/g); return part && 0.3 * part[0] + 0.59 * part[1] + 0.11 * part[2] > 128; };
        var turned = function (level) { return Math.round(255 - 0.84 * level); };
        var mirror = function (value) {
          if (Array.isArray(value)) return value.map(mirror);
          if (value && typeof value === "object") { var copy = {}; for (var key in value) copy[key] = mirror(value[key]); return copy; }
          var grey = typeof value === "string" && /^#(..)\1\1$/.exec(value), veil = typeof value === "string" && /^rgba\((\d+), ?\1, ?\1, ?([\d.]+)\)$/.exec(value);
          var level = grey ? turned(parseInt(grey[1], 16)) : veil ? turned(+veil[1]) : 0;
          return grey || veil ? "rgba(" + [level, level, level, veil ? veil[2] : 1] + ")" : value;
        };
        var draw = function (plotly) {
          if (light(getComputedStyle(place).color)) {
            figure = { data: mirror(figure.data), layout: mirror(figure.layout), config: figure.config };
            figure.layout.paper_bgcolor = figure.layout.plot_bgcolor = "rgba(0,0,0,0)";
          }
          plotly.newPlot(place, figure.data, figure.layout, figure.config);
        };
        if (window.Plotly) { draw(window.Plotly); return; }
        window.hepbayesPlotly = window.hepbayesPlotly || new Promise(function (done, fail) {
          var lab = document.getElementById("jupyter-config-data"), root = document.body.getAttribute("data-base-url") || (lab && JSON.parse(lab.textContent).baseUrl);
          var sources = (root ? [root + "kernelspecs/.net-csharp/", root + "kernelspecs/hepbook/"] : []).concat("https://cdn.plot.ly/");
          var next = function () {
            if (sources.length === 0) { fail(); return; }
            var source = sources.shift() + "plotly-{{PlotlyVersion}}.min.js";
            if (typeof define === "function" && define.amd && typeof require === "function") { require([source], done, next); return; }
            var tag = document.createElement("script");
            tag.src = source; tag.onload = function () { done(window.Plotly); }; tag.onerror = next;
            document.head.appendChild(tag);
          };
          next();
        });
        window.hepbayesPlotly.then(draw, function () { place.textContent = "plotly.js could not be loaded: this view of the chart needs the network, or Hepbook's kernel."; });
        """;

    private static int drawn;

    public static string Html(GenericChart chart)
    {
        var json = ForScript(GenericChart.toJson(chart));
        var size = GenericChart.tryGetLayoutSize(chart);
        var height = size.Item2 is { } h ? h.Value : ChartStyle.Height;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)))[..8];
        var id = string.Create(CultureInfo.InvariantCulture, $"hb-chart-{Interlocked.Increment(ref drawn)}-{hash}");
        return $$"""
            <div id="{{id}}" style="height:{{height}}px"></div>
            <script>(function () {
            var figure = {{json}}, place = document.getElementById("{{id}}");
            {{Drawing}}
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
