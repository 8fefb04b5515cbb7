using HepBayes.Runtime;

namespace HepBayes.Generative;

/// <summary>
/// Muon pairs from a Z boson, pp -> Z -> mu mu at leading order, reduced to (pT, eta1, eta2), with exactly known density. The mass is a
/// Breit-Wigner, p_m(m) proportional to m / ((m^2 - M^2)^2 + M^2 G^2) between 60 and 120 GeV; cos theta* has the density
/// (3/8)(1 + c^2); the boost rapidity is N(0, 1.3). Then pT = (m/2) sin theta* and eta1,2 = Y +- artanh cos theta*, so
/// p(pT, eta1, eta2) = p_m(m) (3/8)(1 + tanh^2 eta*) N(Y; 0, 1.3) / cosh eta* with eta* = (eta1 - eta2)/2, Y = (eta1 + eta2)/2,
/// m = 2 pT cosh eta*. Units: GeV for pT.
/// </summary>
public sealed class DrellYan : KnownDensity
{
    /// <summary>The mass M of the Z boson, GeV.</summary>
    public const double ZMass = 91.188;

    /// <summary>The width G of the Z boson, GeV.</summary>
    public const double ZWidth = 2.495;

    /// <summary>The smallest mass of a pair, GeV.</summary>
    public const double LowestMass = 60;

    /// <summary>The largest mass of a pair, GeV.</summary>
    public const double HighestMass = 120;

    /// <summary>The standard deviation of the boost rapidity.</summary>
    public const double RapidityWidth = 1.3;

    private static readonly double U0 = Angle(LowestMass);
    private static readonly double U1 = Angle(HighestMass);

    /// <summary>The generator; it has no settings.</summary>
    public DrellYan()
        : base("drell_yan", "pT", "eta1", "eta2")
    {
    }

    /// <inheritdoc/>
    public override IReadOnlyList<VariableMap> Maps => [VariableMap.Log(), VariableMap.None, VariableMap.None];

    /// <summary>The mass of a pair, 2 pT cosh((eta1 - eta2)/2), GeV.</summary>
    /// <param name="variables">pT, eta1, eta2.</param>
    public static double Mass(ReadOnlySpan<float> variables) => 2 * variables[0] * Math.Cosh(0.5 * ((double)variables[1] - variables[2]));

    /// <summary>The rapidity of a pair, (eta1 + eta2)/2.</summary>
    /// <param name="variables">pT, eta1, eta2.</param>
    public static double Rapidity(ReadOnlySpan<float> variables) => 0.5 * ((double)variables[1] + variables[2]);

    /// <summary>cos theta* of a pair, tanh((eta1 - eta2)/2).</summary>
    /// <param name="variables">pT, eta1, eta2.</param>
    public static double CosTheta(ReadOnlySpan<float> variables) => Math.Tanh(0.5 * ((double)variables[1] - variables[2]));

    /// <summary>The density of the mass, 1/GeV; 0 outside its range.</summary>
    /// <param name="mass">GeV.</param>
    public static double MassDensity(double mass)
    {
        if (!(mass >= LowestMass && mass <= HighestMass))
            return 0;
        var difference = (mass * mass) - (ZMass * ZMass);
        return 2 * mass * ZMass * ZWidth / ((U1 - U0) * ((difference * difference) + (ZMass * ZMass * ZWidth * ZWidth)));
    }

    /// <summary>The share of pairs below a mass.</summary>
    /// <param name="mass">GeV.</param>
    public static double MassBelow(double mass) => Math.Clamp((Angle(mass) - U0) / (U1 - U0), 0, 1);

    /// <inheritdoc/>
    public override double LogDensity(ReadOnlySpan<float> variables)
    {
        var massDensity = variables[0] > 0 ? MassDensity(Mass(variables)) : 0;
        if (massDensity == 0)
            return double.NegativeInfinity;
        var (cos, scaled) = (CosTheta(variables), Rapidity(variables) / RapidityWidth);
        var logCosh = LogCosh(0.5 * ((double)variables[1] - variables[2]));
        return Math.Log(massDensity * 0.375 * (1 + (cos * cos)) / (RapidityWidth * Math.Sqrt(2 * Math.PI))) - (0.5 * scaled * scaled) - logCosh;
    }

    private protected override void Draw(CounterRandom random, Span<float> variables)
    {
        var u = U0 + ((U1 - U0) * random.NextDouble());
        var mass = Math.Sqrt((ZMass * ZMass) + (ZMass * ZWidth * Math.Tan(u)));
        // c + c^3 / 3 is uniform in [-4/3, 4/3]: Cardano's root.
        var t = (4 * random.NextDouble()) - 2;
        var root = Math.Sqrt((t * t) + 1);
        var cos = Math.Cbrt(t + root) + Math.Cbrt(t - root);
        var (rapidity, star) = (RapidityWidth * random.NextNormal(), Math.Atanh(cos));
        variables[0] = (float)(0.5 * mass * Math.Sqrt(1 - (cos * cos)));
        variables[1] = (float)(rapidity + star);
        variables[2] = (float)(rapidity - star);
    }

    private static double Angle(double mass) => Math.Atan(((mass * mass) - (ZMass * ZMass)) / (ZMass * ZWidth));

    private static double LogCosh(double x) => Math.Abs(x) + Math.Log((1 + Math.Exp(-2 * Math.Abs(x))) / 2);
}
