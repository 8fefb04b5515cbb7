namespace HepBayes.Tests.Support;

/// <summary>Two normal modes with unit spread at -distance and +distance on the first axis; the second has the given weight.</summary>
internal sealed class MixtureDensity(int dimensions, double distance, double weight) : PointDensity(dimensions, null)
{
    public override double Evaluate(ReadOnlySpan<double> x, Span<double> gradient)
    {
        var others = 0.0;
        for (var i = 1; i < x.Length; i++)
        {
            others += x[i] * x[i];
            gradient[i] = -x[i];
        }

        var (left, right) = (Math.Log(1 - weight) - (0.5 * (x[0] + distance) * (x[0] + distance)), Math.Log(weight) - (0.5 * (x[0] - distance) * (x[0] - distance)));
        var top = Math.Max(left, right);
        var sum = Math.Exp(left - top) + Math.Exp(right - top);
        gradient[0] = -x[0] + (distance * (Math.Exp(right - top) - Math.Exp(left - top)) / sum);
        return top + Math.Log(sum) - (0.5 * others);
    }
}
