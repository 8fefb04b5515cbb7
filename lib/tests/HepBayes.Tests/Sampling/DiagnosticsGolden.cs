using System.Globalization;

namespace HepBayes.Tests.Sampling;

/// <summary>The reference values in Golden/, made by diagnostics.R.</summary>
internal static class DiagnosticsGolden
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Sampling", "Golden");
    private static readonly string[][] Lines = Read("diagnostics.csv");
    private static readonly ILookup<string, string[]> Draws = Read("diagnostics-draws.csv").Skip(1).ToLookup(fields => fields[0]);

    public static string[] Cases { get; } = [.. Lines.Skip(1).Select(fields => fields[0])];

    public static string[] Columns { get; } = Lines[0][1..];

    /// <summary>The expected value; null where the case has none.</summary>
    public static double? Value(string name, string column)
    {
        var text = Lines.Single(fields => fields[0] == name)[Array.IndexOf(Lines[0], column)];
        return text.Length == 0 ? null : Number(text);
    }

    public static double[][] Chains(string name) =>
        [.. Draws[name].GroupBy(f => f[1]).Select(chain => chain.Select(f => Number(f[2])).ToArray())];

    public static double[] Autocorrelation(string name) => [.. Read("autocorrelation.csv").Where(f => f[0] == name).Select(f => Number(f[2]))];

    public static bool Agrees(double found, double expected) => Math.Abs(found - expected) <= 1e-8 * Math.Abs(expected);

    private static string[][] Read(string file) => [.. File.ReadLines(Path.Combine(Folder, file)).Select(line => line.Split(','))];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
