namespace HepBayes.Physics;

/// <summary>Integrals of exp(k y) and y exp(k y) that stay exact as k goes to 0.</summary>
internal static class ExponentialIntegral
{
    private const double SeriesBelow = 0.5;

    /// <summary>The two integrals from <paramref name="low"/> to <paramref name="high"/>.</summary>
    public static (double Zeroth, double First) Of(double k, double low, double high)
    {
        var length = high - low;
        var w = k * length;
        var (zeroth, first) = UnitInterval(w);
        var scale = Math.Exp(k * low) * length;
        return (scale * zeroth, scale * ((low * zeroth) + (length * first)));
    }

    // The integrals of exp(w v) and v exp(w v) from 0 to 1.
    private static (double Zeroth, double First) UnitInterval(double w)
    {
        if (Math.Abs(w) >= SeriesBelow)
        {
            var e = Math.Exp(w);
            return ((e - 1) / w, ((e * (w - 1)) + 1) / (w * w));
        }

        double zeroth = 0, first = 0, term = 1;
        for (var m = 0; m < 18; m++)
        {
            zeroth += term / (m + 1);
            first += term / (m + 2);
            term *= w / (m + 1);
        }

        return (zeroth, first);
    }
}
