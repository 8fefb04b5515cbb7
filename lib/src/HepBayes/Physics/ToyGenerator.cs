using HepBayes.Runtime;

namespace HepBayes.Physics;

/// <summary>
/// Draws events from a model. Each component's distribution is tabulated in fine cells with exact integrals; inside a cell the
/// density is taken as linear, which for shapes wider than a few cells is exact to about a millionth.
/// </summary>
internal sealed class ToyGenerator
{
    private const int Cells = 8192;
    private readonly FitRange range;
    private readonly double[][] cumulative;
    private readonly double[][] densities;
    private readonly double[] expected;

    public ToyGenerator(FitModel model, FitRange range)
    {
        (Model, this.range) = (model, range);
        var edges = Enumerable.Range(0, Cells + 1).Select(i => range.Low + (i * range.Width / Cells)).ToArray();
        edges[^1] = range.High;
        expected = [.. Enumerable.Range(0, model.Components.Count).Select(c => model.Parameters[model.YieldOf(c)].Value)];
        cumulative = [.. Enumerable.Range(0, expected.Length).Select(c => Cumulative(model.Expected(range, edges, c), model.Components[c].Name))];
        densities = [.. Enumerable.Range(0, expected.Length).Select(c => model.Density(range, edges, c))];
    }

    /// <summary>The model, whose parameters' values are the truth.</summary>
    public FitModel Model { get; }

    /// <summary>Draws a Poisson number of events of each component, one component after the other.</summary>
    public double[] Generate(CounterRandom random)
    {
        int[] counts = [.. expected.Select(mean => PoissonRandom.Next(random, mean))];
        var values = new double[counts.Sum()];
        var next = 0;
        for (var c = 0; c < counts.Length; c++)
        {
            for (var i = 0; i < counts[c]; i++)
                values[next++] = Draw(cumulative[c], densities[c], random.NextDouble());
        }

        return values;
    }

    private double Draw(double[] sums, double[] density, double uniform)
    {
        var target = uniform * sums[^1];
        var cell = Array.BinarySearch(sums, target);
        cell = Math.Min((cell < 0 ? ~cell : cell + 1) - 1, Cells - 1);
        var share = (target - sums[cell]) / (sums[cell + 1] - sums[cell]);
        // The root of a s^2 / 2 + b s = share for a density b + a s with integral 1 over the cell.
        var (b, end) = (density[cell], density[cell + 1]);
        var mean = 0.5 * (b + end);
        var (start, slope) = mean > 0 ? (b / mean, (end - b) / mean) : (1.0, 0.0);
        var place = 2 * share / (start + Math.Sqrt((start * start) + (2 * slope * share)));
        return Math.Clamp(range.Low + ((cell + place) * range.Width / Cells), range.Low, range.High);
    }

    private static double[] Cumulative(double[] cells, string name)
    {
        var sums = new double[cells.Length + 1];
        for (var i = 0; i < cells.Length; i++)
        {
            if (!(cells[i] >= 0))
                throw new ArgumentException($"The density of '{name}' is negative at the values of its parameters, so no events can be drawn from it.");
            sums[i + 1] = sums[i] + cells[i];
        }

        return sums;
    }
}
