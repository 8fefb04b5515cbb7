using HepBayes.Data;
using HepBayes.Generative.Exploration;

namespace HepBayes.Tests.Generative.Exploration;

/// <summary>A toy with a known region: points of the square [-2, 2]^2 whose distance from the origin is close to 1.</summary>
internal static class Ring
{
    public static readonly string[] Parameters = ["x", "y"];

    public static WantedRegion Region { get; } = new("radius", 0.9, 1.1);

    public static ParameterBox Box => new(("x", -2, 2), ("y", -2, 2));

    public static IOracle Oracle { get; } = HepBayes.Generative.Exploration.Oracle.Of("ring", point => OracleAnswer.Of(Radius(point)));

    public static double Radius(TableRow point) => Math.Sqrt((point["x"] * point["x"]) + (point["y"] * point["y"]));

    public static Table Points(int count, int seed = 1) => Box.Uniform(count, 0, seed);

    public static int Wanted(Table points) => points.Where(p => Region.Contains(OracleAnswer.Of(Radius(p)))).Rows;

    public static SurrogateInputs Inputs => new(Points(500, 99), Parameters);

    /// <summary>A surrogate that knows the truth; for tests of the loop alone.</summary>
    public static ISurrogate Perfect { get; } = new Knowing();

    public static ExplorationRun Explore(IAcquisition acquisition, ExplorationOptions options, ISurrogate? surrogate = null, ICandidates? candidates = null, IOracle? oracle = null) =>
        Explorer.Run(
            new ExplorationProblem(candidates ?? new PointPool(Points(400), Parameters), oracle ?? Oracle, Region),
            acquisition, surrogate, options, cancellation: TestContext.Current.CancellationToken);

    private sealed class Knowing : ISurrogate, ISurrogateFit
    {
        public string Name => "truth";

        public ISurrogateFit Fit(Table points, IReadOnlyList<AskedPoint> asked, ISurrogateFit? previous, int seed, CancellationToken cancellation) => this;

        public RegionPrediction Predict(Table points)
        {
            var radii = points["x"].Zip(points["y"], (x, y) => Math.Sqrt((x * x) + (y * y)));
            double[] near = [.. radii.Select(r => Math.Exp(-Math.Abs(r - 1)))];
            return new RegionPrediction([near, [.. near.Select(p => p / 2)]]);
        }
    }
}
