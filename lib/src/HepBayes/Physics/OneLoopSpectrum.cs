using static HepBayes.Physics.LoopFunctions;

namespace HepBayes.Physics;

/// <summary>
/// Squared masses (GeV^2) of gluino and sfermions of one point with the leading one-loop corrections: gluons and gluinos, gauginos, the
/// hypercharge trace, and the Yukawa couplings of the third generation with the resummed correction of the bottom mass. Quarks, leptons
/// and the light Higgs doublet are massless in the loops and couplings have fixed typical values, so what is left to a spectrum
/// calculator is a per cent or two, and smooth.
/// </summary>
/// <remarks>
/// Pierce, Bagger, Matchev, Zhang, hep-ph/9606211: gluino equation 28 (D.44), squarks equation 34; the same function with the gauginos'
/// couplings for the electroweak part; Yukawa loops from their D.48 to D.53 without electroweak symmetry breaking. Bottom mass:
/// Carena, Garcia, Nierste, Wagner, hep-ph/9912516.
/// </remarks>
internal sealed class OneLoopSpectrum
{
    private const double LoopFactor = 16 * Math.PI * Math.PI;
    private const double VacuumValue = 174;
    private const double RunningTop = 145;
    private const double RunningBottom = 2.4;

    // g'^2 and g^2 at 1 to 4 TeV.
    private const double Hypercharge = 0.13;
    private const double WeakIsospin = 0.41;
    private const double LightestGaugino = 10;

    // Negative corrections of the bottom mass grow without bound in the formula, not in the calculators.
    private const double LargestNegative = 0.3;

    private readonly SoftParameters point;
    private readonly double scale;
    private readonly double strong;
    private readonly double top;
    private readonly double bottom;
    private readonly double tau;
    private readonly double trace;

    public OneLoopSpectrum(SoftParameters point)
    {
        this.point = point;
        var (third, tan) = (point.Third, point.TanBeta);
        var stops = TreeLevel.StopsSquared(third.Squark, third.Up, point.TopTrilinear, point.Higgsino, tan);
        scale = Math.Pow(Math.Max(stops.Light, 1e4) * Math.Max(stops.Heavy, 1e4), 0.25);
        strong = StrongCoupling(scale);
        top = Square(RunningTop / VacuumValue) * (1 + (tan * tan)) / (tan * tan);
        BottomCorrection = BottomMassCorrection();
        var resummed = 1 + (BottomCorrection < 0 ? LargestNegative * Math.Tanh(BottomCorrection / LargestNegative) : BottomCorrection);
        BottomMass = RunningBottom / resummed;
        bottom = Square(BottomMass / VacuumValue) * (1 + (tan * tan));
        tau = Square(TreeLevel.TauMass / VacuumValue) * (1 + (tan * tan));
        trace = HyperchargeTrace();
        (Gluino, LightSquarks, Sleptons) = (GluinoSquared(), FirstSquarks(), FirstSleptons());
        (Stops, Sbottoms, Staus, TauSneutrino) = ThirdGeneration();
    }

    /// <summary>The relative correction of the bottom mass, before it is limited.</summary>
    public double BottomCorrection { get; }

    /// <summary>The bottom mass with its correction (GeV).</summary>
    public double BottomMass { get; }

    /// <summary>Trace of hypercharge times squared mass with its logarithm, over 16 pi^2 (GeV^2).</summary>
    public double Trace => trace / LoopFactor;

    public double Gluino { get; }

    public (double UpLeft, double DownLeft, double UpRight, double DownRight) LightSquarks { get; }

    public (double Left, double Sneutrino, double Right) Sleptons { get; }

    public (double Light, double Heavy) Stops { get; }

    public (double Light, double Heavy) Sbottoms { get; }

    public (double Light, double Heavy) Staus { get; }

    public double TauSneutrino { get; }

    /// <summary>The strong coupling g^2 at a scale above the top mass, one loop from its value at the Z mass.</summary>
    internal static double StrongCoupling(double scale)
    {
        const double TopPole = 173.2;
        var inverse = (1 / 0.1181) + (((23.0 / 3 * Math.Log(TopPole / TreeLevel.ZMass)) + (7 * Math.Log(Math.Max(scale, TopPole) / TopPole))) / (2 * Math.PI));
        return 4 * Math.PI / inverse;
    }

    /// <summary>
    /// Correction of a squared scalar mass by a massless gauge boson and its gaugino, over the coupling 2 C g^2 / 16 pi^2:
    /// m^2 (2 B1 + A0 / m^2 - (1 - x) B0), x the squared ratio of gaugino and scalar.
    /// </summary>
    internal static double GaugeLoop(double scalar, double gaugino, double scale) =>
        (2 * scalar * scalar * B1(scalar, gaugino, 0, scale)) - G0(scalar, gaugino, scale);

    private double GluinoSquared()
    {
        var (light, third, mass) = (point.Light, point.Third, point.Gluino);
        double Loop(double squark) => B1(mass, 0, squark, scale);
        var squarks = (4 * Loop(light.Squark)) + (2 * Loop(light.Up)) + (2 * Loop(light.Down)) + (2 * Loop(third.Squark)) + Loop(third.Up) + Loop(third.Down);
        return Square(mass * (1 + (strong / LoopFactor * (15 - (18 * Math.Log(mass / scale)) - squarks))));
    }

    private (double, double, double, double) FirstSquarks()
    {
        var light = point.Light;
        var doublet = Squark(light.Squark, 1.0 / 6, doublet: true);
        return (doublet + DTerm(0.5, 2.0 / 3), doublet + DTerm(-0.5, -1.0 / 3),
            Squark(light.Up, -2.0 / 3, doublet: false) + DTerm(0, -2.0 / 3), Squark(light.Down, 1.0 / 3, doublet: false) + DTerm(0, 1.0 / 3));
    }

    private (double, double, double) FirstSleptons()
    {
        var doublet = Slepton(point.Light.Slepton, -0.5, doublet: true);
        return (doublet + DTerm(-0.5, -1), doublet + DTerm(0.5, 0), Slepton(point.Light.Electron, 1, doublet: false) + DTerm(0, 1));
    }

    private ((double, double) Stops, (double, double) Sbottoms, (double, double) Staus, double Sneutrino) ThirdGeneration()
    {
        var (third, mu, tan) = (point.Third, point.Higgsino, point.TanBeta);
        var (up, down, lepton) = (point.TopTrilinear - (mu / tan), point.BottomTrilinear - (mu * tan), point.TauTrilinear - (mu * tan));
        var cosine = 1 / (1 + (tan * tan));
        double Top(double mass, double partner) => Yukawa(mass, partner, top, up, mu + (point.TopTrilinear / tan), 1 - cosine);
        double Bottom(double mass, double partner) => Yukawa(mass, partner, bottom, down, point.BottomTrilinear + (mu / tan), cosine);
        double Tau(double mass, double partner) => Yukawa(mass, partner, tau, lepton, point.TauTrilinear + (mu / tan), cosine);
        var squark = Squark(third.Squark, 1.0 / 6, doublet: true) + Top(third.Squark, third.Up) + Bottom(third.Squark, third.Down);
        var stop = Squark(third.Up, -2.0 / 3, doublet: false) + (2 * Top(third.Up, third.Squark));
        var sbottom = Squark(third.Down, 1.0 / 3, doublet: false) + (2 * Bottom(third.Down, third.Squark));
        var slepton = Slepton(third.Slepton, -0.5, doublet: true) + Tau(third.Slepton, third.Electron);
        var stau = Slepton(third.Electron, 1, doublet: false) + (2 * Tau(third.Electron, third.Slepton));
        return (
            Mixed(squark + DTerm(0.5, 2.0 / 3), stop + DTerm(0, -2.0 / 3), TreeLevel.TopMass, up),
            Mixed(squark + DTerm(-0.5, -1.0 / 3), sbottom + DTerm(0, 1.0 / 3), BottomMass, down),
            Mixed(slepton + DTerm(-0.5, -1), stau + DTerm(0, 1), TreeLevel.TauMass, lepton),
            slepton + DTerm(0.5, 0));
    }

    private double Squark(double mass, double hypercharge, bool doublet) =>
        Slepton(mass, hypercharge, doublet) + (8.0 / 3 * strong / LoopFactor * GaugeLoop(mass, point.Gluino, scale));

    private double Slepton(double mass, double hypercharge, bool doublet)
    {
        var bino = 2 * Hypercharge * hypercharge * hypercharge * GaugeLoop(mass, Math.Max(Math.Abs(point.Bino), LightestGaugino), scale);
        var wino = doublet ? 1.5 * WeakIsospin * GaugeLoop(mass, Math.Max(Math.Abs(point.Wino), LightestGaugino), scale) : 0;
        return (mass * mass) + ((bino + wino + (Hypercharge * hypercharge * trace)) / LoopFactor);
    }

    // One colour and one member of the doublet: scalar and Higgs tadpoles, trilinear couplings to the light and to the heavy Higgs doublet, and
    // the higgsino with a massless quark. `own` is the share of the light doublet in the Higgs field that couples.
    private double Yukawa(double mass, double partner, double coupling, double light, double heavy, double own)
    {
        // The heavy doublet couples as sin beta (mu + A / tan beta) to tops and as sin beta (A + mu / tan beta) to bottoms and taus.
        var higgsino = Math.Max(Math.Abs(point.Higgsino), LightestGaugino);
        var sine = point.TanBeta * point.TanBeta / (1 + (point.TanBeta * point.TanBeta));
        return coupling / LoopFactor * (-A0(partner, scale) - ((1 - own) * A0(point.HeavyHiggs, scale))
            - (own * light * light * B0(mass, partner, scale)) - (sine * heavy * heavy * B0(mass, partner, point.HeavyHiggs, scale)) - G0(mass, higgsino, scale));
    }

    private double DTerm(double isospin, double charge) => TreeLevel.DTerm(isospin, charge, point.TanBeta);

    private double HyperchargeTrace()
    {
        var cosine = -TreeLevel.CosineTwoBeta(point.TanBeta);
        return (2 * Generation(point.Light)) + Generation(point.Third) + (cosine * A0(point.HeavyHiggs, scale));
    }

    // Sum of multiplicity times hypercharge times the vacuum expectation of the squared field.
    private double Generation(SoftParameters.Sfermions s) =>
        -A0(s.Squark, scale) + (2 * A0(s.Up, scale)) - A0(s.Down, scale) + A0(s.Slepton, scale) - A0(s.Electron, scale);

    private double BottomMassCorrection()
    {
        var (third, mu, higgsino) = (point.Third, point.Higgsino, Math.Max(Math.Abs(point.Higgsino), LightestGaugino));
        var wino = Math.Max(Math.Abs(point.Wino), LightestGaugino);
        return mu * point.TanBeta / LoopFactor * (
            (8.0 / 3 * strong * point.Gluino * Triangle(third.Squark, third.Down, point.Gluino))
            + (top * point.TopTrilinear * Triangle(third.Squark, third.Up, higgsino))
            - (1.5 * WeakIsospin * point.Wino * Triangle(third.Squark, wino, higgsino)));
    }

    private static (double Light, double Heavy) Mixed(double left, double right, double fermion, double mixing)
    {
        var (middle, half) = (((left + right) / 2) + (fermion * fermion), (left - right) / 2);
        var root = Math.Sqrt((half * half) + Square(fermion * mixing));
        return (middle - root, middle + root);
    }

    private static double Square(double x) => x * x;
}
