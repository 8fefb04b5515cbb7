namespace Hepbook.Running;

/// <summary>Where the results of a notebook go.</summary>
/// <param name="Notebook">The executed notebook.</param>
/// <param name="Html">The report.</param>
/// <param name="Scorecard">The scorecard.</param>
internal sealed record OutputPaths(string Notebook, string Html, string Scorecard)
{
    /// <summary>The paths for a notebook.</summary>
    /// <param name="notebook">The notebook that is run.</param>
    /// <param name="options">How it is run.</param>
    public static OutputPaths Of(string notebook, RunOptions options)
    {
        var full = Path.GetFullPath(notebook);
        var folder = Path.GetFullPath(options.OutputFolder ?? Path.Combine(Path.GetDirectoryName(full)!, "out"));
        var stem = Path.Combine(folder, Path.GetFileNameWithoutExtension(full));
        return new OutputPaths(options.InPlace ? full : stem + ".ipynb", stem + ".html", stem + ".scorecard.json");
    }
}
