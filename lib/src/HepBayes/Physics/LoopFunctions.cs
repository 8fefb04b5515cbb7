using System.Numerics;

namespace HepBayes.Physics;

/// <summary>
/// Real parts of the one-loop integrals with one and two propagators in the modified minimal subtraction, masses and scale q in GeV
/// (Pierce, Bagger, Matchev, Zhang, hep-ph/9606211, appendix B: A0, B0, B1 and G).
/// </summary>
internal static class LoopFunctions
{
    /// <summary>A0(m) = m^2 (1 - ln(m^2 / q^2)); 0 for a massless particle.</summary>
    public static double A0(double m, double q) => m == 0 ? 0 : m * m * (1 - Math.Log(m * m / (q * q)));

    /// <summary>B0 at momentum p (above 0) of a mass m and a massless particle: 2 - ln(m^2 / q^2) + (m^2 - p^2) / p^2 ln|1 - p^2 / m^2|.</summary>
    public static double B0(double p, double m, double q)
    {
        var ratio = m * m / (p * p);
        var threshold = ratio - 1;
        return 2 - Math.Log(m * m / (q * q)) + (threshold == 0 ? 0 : threshold * Math.Log(Math.Abs(threshold) / ratio));
    }

    /// <summary>B0 at momentum p (above 0) of two masses (equation B.7).</summary>
    public static double B0(double p, double m1, double m2, double q)
    {
        if (m2 == 0)
            return B0(p, m1, q);
        if (m1 == 0)
            return B0(p, m2, q);
        var (square, sum) = (p * p, (p * p) - (m2 * m2) + (m1 * m1));
        var root = Complex.Sqrt((sum * sum) - (4 * square * m1 * m1));
        return -Math.Log(square / (q * q)) - (Logarithm((sum + root) / (2 * square)) + Logarithm((sum - root) / (2 * square))).Real;
    }

    /// <summary>B1(p; m1, m2) = [A0(m2) - A0(m1) + (p^2 + m1^2 - m2^2) B0(p; m1, m2)] / (2 p^2).</summary>
    public static double B1(double p, double m1, double m2, double q) =>
        (A0(m2, q) - A0(m1, q) + (((p * p) + (m1 * m1) - (m2 * m2)) * B0(p, m1, m2, q))) / (2 * p * p);

    /// <summary>G(p; m, 0) = (p^2 - m^2) B0(p; m, 0) - A0(m): a loop of two fermions, one of them massless.</summary>
    public static double G0(double p, double m, double q) => (((p * p) - (m * m)) * B0(p, m, q)) - A0(m, q);

    /// <summary>
    /// The loop of three different masses at zero momentum, [ab ln(a/b) + bc ln(b/c) + ca ln(c/a)] / [(a - b)(b - c)(a - c)] of
    /// their squares, above 0 (Hall, Rattazzi, Sarid, hep-ph/9306309).
    /// </summary>
    public static double Triangle(double m1, double m2, double m3)
    {
        // The formula is 0 / 0 for equal masses, the function smooth: a part in ten thousand keeps the digits that matter.
        var (a, b, c) = (m1 * m1, m2 * m2 * 1.0001, m3 * m3 * 1.0003);
        return ((a * b * Math.Log(a / b)) + (b * c * Math.Log(b / c)) + (c * a * Math.Log(c / a))) / ((a - b) * (b - c) * (a - c));
    }

    private static Complex Logarithm(Complex x) => Complex.Log(1 - x) - (x * Complex.Log(1 - (1 / x))) - 1;
}
