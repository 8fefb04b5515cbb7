namespace HepBayes.Physics;

/// <summary>
/// A component at given values of all parameters: its yield, its shape's own parameters, and the integral over the range with
/// derivatives, worked out once for all events.
/// </summary>
internal sealed class NormalisedShape(FitModel model, int component, FitRange range)
{
    private readonly Shape shape = model.Components[component].Shape;
    private readonly double[] own = new double[model.Components[component].Shape.Parameters.Count];
    private readonly double[] byOwn = new double[model.Components[component].Shape.Parameters.Count];
    private double integral;

    /// <summary>The expected number of events in the range.</summary>
    public double Yield { get; private set; }

    /// <summary>Takes over the values; false where the shape has no positive finite integral or the yield is negative.</summary>
    public bool Set(ReadOnlySpan<double> parameters)
    {
        Yield = parameters[model.YieldOf(component)];
        var places = model.PlacesOf(component);
        for (var k = 0; k < own.Length; k++)
            own[k] = parameters[places[k]];
        integral = shape.Integral(range, range.Low, range.High, own, byOwn);
        return Yield >= 0 && integral > 0 && double.IsFinite(integral);
    }

    /// <summary>Adds yield times density to the sum, and its derivatives to their rows.</summary>
    /// <param name="x">Where, a multiple of four places.</param>
    /// <param name="density">The sum over components.</param>
    /// <param name="derivatives">Its derivatives for all parameters, [parameters, places].</param>
    /// <param name="scratch">Space for one row more than the shape has parameters.</param>
    public void AddDensity(ReadOnlySpan<double> x, Span<double> density, Span<double> derivatives, Span<double> scratch)
    {
        var columns = x.Length;
        var values = scratch[..columns];
        var slopes = scratch.Slice(columns, own.Length * columns);
        shape.Fill(range, x, own, values, slopes);
        var height = Yield / integral;
        VectorSpans.Add(density, height, values);
        VectorSpans.Add(derivatives.Slice(model.YieldOf(component) * columns, columns), 1 / integral, values);
        var places = model.PlacesOf(component);
        for (var k = 0; k < own.Length; k++)
            VectorSpans.Add(derivatives.Slice(places[k] * columns, columns), height, slopes.Slice(k * columns, columns), -height * byOwn[k] / integral, values);
    }

    /// <summary>The expected number of events between two places; adds its derivatives to those for all parameters.</summary>
    public double AddExpected(double low, double high, Span<double> derivatives, int stride)
    {
        Span<double> byOwnPart = stackalloc double[own.Length];
        var part = shape.Integral(range, low, high, own, byOwnPart);
        derivatives[model.YieldOf(component) * stride] += part / integral;
        var places = model.PlacesOf(component);
        for (var k = 0; k < own.Length; k++)
            derivatives[places[k] * stride] += Yield * (byOwnPart[k] - (part * byOwn[k] / integral)) / integral;
        return Yield * part / integral;
    }
}
