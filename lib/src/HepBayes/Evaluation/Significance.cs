namespace HepBayes.Evaluation;

/// <summary>
/// How far an expected signal stands out of an expected background, in standard deviations: the median significance of a counting
/// experiment (Cowan, Cranmer, Gross and Vitells, Eur. Phys. J. C 71 (2011) 1554, arXiv 1007.1727).
/// </summary>
public static class Significance
{
    /// <summary>
    /// The Asimov significance without an error of the background, Z = sqrt(2 [(s + b) ln(1 + s/b) - s]) (arXiv 1007.1727, eq. 97).
    /// It tends to s / sqrt(b) for s much smaller than b. For b = 0 it is infinite, or 0 if s is 0 too.
    /// </summary>
    /// <param name="signal">The expected signal s (events). Range: >= 0.</param>
    /// <param name="background">The expected background b (events). Range: >= 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative number or NaN.</exception>
    public static double Asimov(double signal, double background) => Asimov(signal, background, 0);

    /// <summary>
    /// The Asimov significance with a standard error sigma of the background, v = sigma²:
    /// Z² = 2 { (s + b) ln[(s + b)(b + v) / (b² + (s + b) v)] - (b²/v) ln[1 + v s / (b (b + v))] } (Cowan, "Discovery sensitivity
    /// for a counting experiment with background uncertainty", 2012, eq. 20). It tends to the formula without error for sigma to 0
    /// and to s / sqrt(b + v) for small s. For b = 0 and sigma > 0 the relative error is infinite and the result NaN.
    /// </summary>
    /// <param name="signal">The expected signal s (events). Range: >= 0.</param>
    /// <param name="background">The expected background b (events). Range: >= 0.</param>
    /// <param name="backgroundError">The standard error sigma of the background (events). Range: >= 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative number or NaN.</exception>
    public static double Asimov(double signal, double background, double backgroundError)
    {
        Check(signal, nameof(signal));
        Check(background, nameof(background));
        Check(backgroundError, nameof(backgroundError));
        var (s, b, v) = (signal, background, backgroundError * backgroundError);
        if (b == 0)
            return v > 0 ? double.NaN : s > 0 ? double.PositiveInfinity : 0;

        // The two logarithms are ln(1 + y) and ln(1 + x). Their leading parts are taken together by algebra, because they cancel but
        // for s² / (b + v); what is left of each is small and of that size.
        var denominator = (b * b) + ((s + b) * v);
        var y = s * b / denominator;
        var x = v * s / (b * (b + v));
        var leading = y * s * b / (b + v);
        var rest = x > 0 ? b * s / (b + v) * (BeyondLinear(x) / x) : 0;
        return Math.Sqrt(Math.Max(0, 2 * (leading - ((s + b) * BeyondLinear(y)) + rest)));
    }

    /// <summary>The rule of thumb s / sqrt(b + sigma²): good only where s is much smaller than b.</summary>
    /// <param name="signal">The expected signal s (events). Range: >= 0.</param>
    /// <param name="background">The expected background b (events). Range: >= 0; 0 with an error of 0 gives infinity (0 if s is 0).</param>
    /// <param name="backgroundError">The standard error sigma of the background (events). Range: >= 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative number or NaN.</exception>
    public static double Simple(double signal, double background, double backgroundError = 0)
    {
        Check(signal, nameof(signal));
        Check(background, nameof(background));
        Check(backgroundError, nameof(backgroundError));
        return signal == 0 ? 0 : signal / Math.Sqrt(background + (backgroundError * backgroundError));
    }

    // x - ln(1 + x), by its series where the difference would lose digits.
    private static double BeyondLinear(double x)
    {
        if (x > 0.05)
            return x - Math.Log(1 + x);
        double sum = 0, power = x;
        for (var k = 2; k <= 14; k++)
        {
            power *= -x;
            sum -= power / k;
        }

        return sum;
    }

    private static void Check(double value, string name)
    {
        if (!(value >= 0 && double.IsFinite(value)))
            throw new ArgumentOutOfRangeException(name, value, "A number of events is finite and not negative.");
    }
}
