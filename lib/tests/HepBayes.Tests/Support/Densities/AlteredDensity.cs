namespace HepBayes.Tests.Support;

/// <summary>A density with a deliberate error: the alteration receives position, log density and gradient and returns the new log density.</summary>
internal sealed class AlteredDensity(PointDensity original, AlteredDensity.Alteration alter) : PointDensity(original.Parameters, original.Device)
{
    public delegate double Alteration(ReadOnlySpan<double> x, double logDensity, Span<double> gradient);

    public override double Evaluate(ReadOnlySpan<double> x, Span<double> gradient)
    {
        var logDensity = original.Evaluate(x, gradient);
        return alter(x, logDensity, gradient);
    }
}
