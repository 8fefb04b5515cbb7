using HepBayes.Runtime;

namespace HepBayes.Generative.Adversarial;

/// <summary>
/// The discrepancy terms of a generator's loss and their gradient with respect to mapped events. The slopes of a quantity by the mapped
/// variables are central differences over a hundredth of a standard deviation on either side, far above the rounding of float32.
/// </summary>
internal sealed class DiscrepancyGradient
{
    private const float Step = 0.01f;
    private const int MostPairedTruth = 4096;
    private readonly EventMap map;
    private readonly IReadOnlyList<DiscrepancyTerm> terms;
    private readonly double[][] truth;
    private readonly double[] weights;
    private readonly double[] withinTruth;

    public DiscrepancyGradient(EventMap map, IReadOnlyList<DiscrepancyTerm> terms, EventSample events, double[] weights)
    {
        (this.map, this.terms, this.weights) = (map, terms, weights);
        truth = [.. terms.Select(term => events.Select(term.Quantity))];
        for (var term = 0; term < truth.Length; term++)
        {
            var row = Array.FindIndex(truth[term], q => !double.IsFinite(q));
            if (row >= 0)
                throw new ArgumentException($"Discrepancy {term} gives {truth[term][row]} for event {row}; expected a finite number.");
        }

        // A constant of the loss, for its history only: so many events are enough.
        var most = Math.Min(MostPairedTruth, weights.Length);
        withinTruth = [.. terms.Select((term, i) => MaximumMeanDiscrepancy.WithinTruth(truth[i][..most], weights[..most], term.Kernel))];
    }

    /// <summary>The sum of weight x MMD^2.</summary>
    /// <param name="chosen">The true events of the batch.</param>
    /// <param name="generated">Mapped generated events, [batch, variables].</param>
    /// <param name="gradient">Receives the gradient, [batch, variables]; added to.</param>
    public double Add(int[] chosen, float[] generated, float[] gradient)
    {
        var (d, count) = (map.Dimensions, generated.Length / map.Dimensions);
        double[] batchWeights = [.. chosen.Select(row => weights[row])];
        var sum = 0.0;
        for (var i = 0; i < terms.Count; i++)
        {
            var (term, own, slopes, by) = (terms[i], new double[count], new double[generated.Length], new double[count]);
            Parallel.For(0, count, Compute.Parallel, row => own[row] = Quantity(term.Quantity, generated.AsSpan(row * d, d), slopes.AsSpan(row * d, d)));
            double[] batchTruth = [.. chosen.Select(row => truth[i][row])];
            sum += term.Weight * (withinTruth[i] + MaximumMeanDiscrepancy.AgainstGenerated(batchTruth, batchWeights, own, term.Kernel, by));
            for (var k = 0; k < gradient.Length; k++)
                gradient[k] += (float)(term.Weight * by[k / d] * slopes[k]);
        }

        return sum;
    }

    private double Quantity(EventFunction quantity, ReadOnlySpan<float> mapped, Span<double> slopes)
    {
        Span<float> variables = stackalloc float[map.Dimensions];
        for (var v = 0; v < variables.Length; v++)
            variables[v] = (float)map.Maps[v].Invert(mapped[v]);
        for (var v = 0; v < variables.Length; v++)
        {
            var own = variables[v];
            variables[v] = (float)map.Maps[v].Invert(mapped[v] + Step);
            var above = quantity(variables);
            variables[v] = (float)map.Maps[v].Invert(mapped[v] - Step);
            slopes[v] = (above - quantity(variables)) / (2 * Step);
            variables[v] = own;
        }

        return quantity(variables);
    }
}
