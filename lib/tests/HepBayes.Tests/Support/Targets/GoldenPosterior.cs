using System.Globalization;

namespace HepBayes.Tests.Support;

/// <summary>Means and standard deviations of a posterior as Stan found them, with their Monte Carlo standard errors.</summary>
internal sealed class GoldenPosterior
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "TestData", "golden");
    private readonly Dictionary<string, double[]> rows;

    public GoldenPosterior(string name) => rows = Lines(name).ToDictionary(fields => fields[0], fields => fields[1..].Select(Number).ToArray());

    /// <summary>A table of numbers beside the reference values, [rows][columns], without its header.</summary>
    public static double[][] Table(string name) => [.. Lines(name).Select(fields => fields.Select(Number).ToArray())];

    /// <summary>What is known of one quantity: its mean and its variance.</summary>
    public IEnumerable<Expectation> Of(string quantity, Expectation.Quantity value)
    {
        var (mean, meanError, sd, sdError) = (rows[quantity][0], rows[quantity][1], rows[quantity][2], rows[quantity][3]);
        return Expectation.Moments(quantity, value, mean, sd * sd, meanError, 2 * sd * sdError);
    }

    private static IEnumerable<string[]> Lines(string name) => File.ReadLines(Path.Combine(Folder, name + ".csv")).Skip(1).Select(line => line.Split(','));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
