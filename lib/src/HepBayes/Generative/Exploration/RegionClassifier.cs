using HepBayes.Data;
using HepBayes.Networks;

namespace HepBayes.Generative.Exploration;

/// <summary>A surrogate that learns directly whether a point is wanted, with a Bernoulli likelihood. It needs no values, but learns nothing from how far a value lies from the region.</summary>
public sealed class RegionClassifier : ISurrogate
{
    private readonly SurrogateInputs inputs;
    private readonly SurrogateOptions options;
    private readonly BayesianNetwork network;

    /// <summary>Chooses inputs and networks.</summary>
    /// <param name="inputs">How points become inputs.</param>
    /// <param name="options">Size and training; null for the defaults.</param>
    public RegionClassifier(SurrogateInputs inputs, SurrogateOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        (this.inputs, this.options) = (inputs, options ?? new SurrogateOptions());
        this.options.Check();
        network = Models.Classifier(inputs.Count, this.options);
        Name = $"region classifier, {inputs.Name}, {this.options.Name}";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public ISurrogateFit Fit(Table points, IReadOnlyList<AskedPoint> asked, ISurrogateFit? previous, int seed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(asked);
        int[] known = [.. Enumerable.Range(0, asked.Count).Where(i => !asked[i].Answer.Failed)];
        float[] targets = [.. known.Select(i => asked[i].Wanted ? 1f : 0)];
        return new Fitted(inputs, LearnedNetworks.FitClasses(network, inputs.Of(points.Take(known)), targets, (previous as Fitted)?.Networks, options, seed, cancellation));
    }

    private sealed record Fitted(SurrogateInputs Inputs, LearnedNetworks Networks) : ISurrogateFit
    {
        public RegionPrediction Predict(Table points) => new(Networks.Predict(Inputs.Of(points), Models.Probability));
    }
}
