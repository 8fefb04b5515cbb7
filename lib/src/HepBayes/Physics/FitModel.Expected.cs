namespace HepBayes.Physics;

/// <content>What the model expects at the values of its parameters.</content>
public sealed partial class FitModel
{
    /// <summary>The expected number of events in each of adjoining bins.</summary>
    /// <param name="range">The range in which the model is normalised.</param>
    /// <param name="edges">The edges of the bins, rising, inside the range; one more than there are bins.</param>
    /// <param name="component">The component, from 0; all if not given.</param>
    /// <returns>One number per bin.</returns>
    /// <exception cref="ArgumentException">A shape is not defined at the values of its parameters.</exception>
    public double[] Expected(FitRange range, IReadOnlyList<double> edges, int? component = null)
    {
        ArgumentNullException.ThrowIfNull(edges);
        var expected = new double[edges.Count - 1];
        var unused = new double[Parameters.Count];
        foreach (var shape in At(range, component))
        {
            for (var bin = 0; bin < expected.Length; bin++)
                expected[bin] += shape.AddExpected(edges[bin], edges[bin + 1], unused, 1);
        }

        return expected;
    }

    /// <summary>The expected density of events, in events per unit of the observable.</summary>
    /// <param name="range">The range in which the model is normalised.</param>
    /// <param name="x">Where, inside the range.</param>
    /// <param name="component">The component, from 0; all if not given.</param>
    /// <returns>One number per place.</returns>
    /// <exception cref="ArgumentException">A shape is not defined at the values of its parameters.</exception>
    public double[] Density(FitRange range, IReadOnlyList<double> x, int? component = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        var columns = VectorSpans.Padded(x.Count);
        var places = new double[columns];
        Array.Fill(places, range.Middle);
        for (var i = 0; i < x.Count; i++)
            places[i] = x[i];
        var density = new double[columns];
        var slopes = new double[Parameters.Count * columns];
        var scratch = new double[(1 + Components.Max(c => c.Shape.Parameters.Count)) * columns];
        foreach (var shape in At(range, component))
            shape.AddDensity(places, density, slopes, scratch);
        return density[..x.Count];
    }

    private IEnumerable<NormalisedShape> At(FitRange range, int? component)
    {
        if (component is < 0 || component >= Components.Count)
            throw new ArgumentOutOfRangeException(nameof(component), component, $"The components are 0 to {Components.Count - 1}.");
        var values = Values();
        foreach (var c in component is { } one ? [one] : Enumerable.Range(0, Components.Count))
        {
            var shape = new NormalisedShape(this, c, range);
            if (!shape.Set(values))
                throw new ArgumentException($"The shape of '{Components[c].Name}' has no positive integral over {range} at the values of its parameters.");
            yield return shape;
        }
    }
}
