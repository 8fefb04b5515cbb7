using MathNet.Numerics;

namespace HepBayes.Physics;

/// <summary>The integral of exp(-t^2/2), and what all shapes of location and scale have in common.</summary>
internal static class GaussianIntegral
{
    private const double RootHalfPi = 1.2533141373155002512;

    /// <summary>The integral from a to b without cancellation in the tails.</summary>
    public static double Of(double a, double b)
    {
        if (a > 0)
            return RootHalfPi * (SpecialFunctions.Erfc(a / Constants.Sqrt2) - SpecialFunctions.Erfc(b / Constants.Sqrt2));
        if (b < 0)
            return Of(-b, -a);
        return RootHalfPi * (SpecialFunctions.Erf(b / Constants.Sqrt2) - SpecialFunctions.Erf(a / Constants.Sqrt2));
    }

    /// <summary>
    /// The derivatives of the integral over x of u((x - location) / scale) for location and scale: only the ends count for the
    /// one, and the integral is scale times a function of the ends for the other.
    /// </summary>
    public static (double Location, double Scale) Derivatives(double integral, double a, double b, double atA, double atB, double scale) =>
        (atA - atB, (integral / scale) - (b * atB) + (a * atA));
}
