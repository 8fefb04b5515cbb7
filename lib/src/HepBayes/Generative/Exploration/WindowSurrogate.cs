using HepBayes.Data;
using HepBayes.Networks;

namespace HepBayes.Generative.Exploration;

/// <summary>
/// A surrogate of two networks: one for whether the oracle accepts a point, one for its value. The probability of the region is their
/// product, P(accepted) P(low &lt; value &lt; high | accepted), the second with Student-t noise whose scale the network gives.
/// Values are learned as asinh((value - centre) / width) with centre and half-width of the region: fine where it matters, and values far away, which may be
/// nonsense, weigh little.
/// </summary>
public sealed class WindowSurrogate : ISurrogate
{
    private readonly SurrogateInputs inputs;
    private readonly SurrogateOptions options;
    private readonly BayesianNetwork acceptance;
    private readonly BayesianNetwork value;
    private readonly WantedRegion region;

    /// <summary>Chooses region, inputs and networks.</summary>
    /// <param name="region">The wanted region, with two finite limits.</param>
    /// <param name="inputs">How points become inputs, of both networks.</param>
    /// <param name="options">Size and training; null for the defaults.</param>
    /// <exception cref="ArgumentException">A limit of the region is infinite.</exception>
    public WindowSurrogate(WantedRegion region, SurrogateInputs inputs, SurrogateOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(region);
        ArgumentNullException.ThrowIfNull(inputs);
        region.Check();
        if (!double.IsFinite(region.High - region.Low))
            throw new ArgumentException($"The region {region} has an open end; a window needs two limits. Use RegionClassifier instead.", nameof(region));
        (this.region, this.inputs, this.options) = (region, inputs, options ?? new SurrogateOptions());
        this.options.Check();
        (acceptance, value) = (Models.Classifier(inputs.Count, this.options), Models.Regression(inputs.Count, this.options));
        Name = $"window surrogate, {region}, {inputs.Name}, {this.options.Name}";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public ISurrogateFit Fit(Table points, IReadOnlyList<AskedPoint> asked, ISurrogateFit? previous, int seed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(asked);
        int[] known = [.. Enumerable.Range(0, asked.Count).Where(i => !asked[i].Answer.Failed)];
        int[] accepted = [.. known.Where(i => asked[i].Answer.Accepted)];
        var last = previous as Fitted;
        return new Fitted(
            this,
            LearnedNetworks.FitClasses(acceptance, inputs.Of(points.Take(known)), [.. known.Select(i => asked[i].Answer.Accepted ? 1f : 0)], last?.Acceptance, options, seed, cancellation),
            LearnedNetworks.Fit(value, inputs.Of(points.Take(accepted)), [.. accepted.Select(i => (float)Unit(asked[i].Answer.Value))], last?.Value, options, seed, cancellation));
    }

    private double Unit(double v) => Math.Asinh((2 * v - region.Low - region.High) / (region.High - region.Low));

    private double Inside(ReadOnlySpan<float> outputs)
    {
        var (mean, scale) = (outputs[0], Math.Exp(outputs[1]));
        return Models.StudentBelow((Unit(region.High) - mean) / scale) - Models.StudentBelow((Unit(region.Low) - mean) / scale);
    }

    private sealed record Fitted(WindowSurrogate Recipe, LearnedNetworks Acceptance, LearnedNetworks Value) : ISurrogateFit
    {
        public RegionPrediction Predict(Table points)
        {
            var rows = Recipe.inputs.Of(points);
            var (accepted, inside) = (Acceptance.Predict(rows, Models.Probability), Value.Predict(rows, Recipe.Inside));
            // Any network of the one kind goes with any of the other; one that has never seen a value has fewer.
            var networks = Math.Max(accepted.Length, inside.Length);
            return new RegionPrediction([.. Enumerable.Range(0, networks).Select(n => Product(accepted[n % accepted.Length], inside[n % inside.Length]))]);
        }

        private static double[] Product(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x * y)];
    }
}
