using HepBayes.Data;
using HepBayes.Networks;
using HepBayes.Physics;
using HepBayes.Preprocessing;
using HepBayes.Runtime;
using HepBayes.Training;

namespace HepBayes.Comparison;

/// <summary>The problems of the comparison. Each seed chooses or draws other rows.</summary>
public static class ComparisonProblems
{
    private const int CalibrationRows = 2000;
    private const int TestRows = 5000;
    private const string HiggsMassColumn = "m_h0";
    private static readonly Lazy<Table> Points = new(Datasets.Pmssm);
    private static readonly Lazy<Table> HiggsPoints = new(() => Points.Value.Where(IsCleanPoint));

    private static readonly Dictionary<string, Func<int, ComparisonProblem>> Makers = new()
    {
        ["gap"] = seed => Gap(seed),
        ["airfoil"] = Airfoil,
        ["viability"] = seed => Viability(seed),
        ["higgs-mass"] = seed => HiggsMass(seed),
    };

    /// <summary>Names of all problems.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Makers.Keys];

    /// <summary>A problem by its name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="seed">Decides the rows.</param>
    /// <exception cref="UserErrorException">There is no such problem.</exception>
    public static ComparisonProblem Of(string name, int seed) => Makers.TryGetValue(name, out var maker)
        ? maker(seed)
        : throw new UserErrorException($"There is no problem '{name}'; known are {string.Join(", ", Names)}.");

    /// <summary>The curve with a gap (<see cref="GapCurve"/>): 128 rows, network 1-16-16-1, the noise known; figures at the data and in the gap.</summary>
    /// <param name="seed">Number of the data set.</param>
    /// <param name="testRows">Test rows of each region, at least 1.</param>
    public static ComparisonProblem Gap(int seed, int testRows = 500)
    {
        static ComparisonRows Rows(string name, (float[] X, float[] Y) rows) => new(name, rows.X, rows.Y);
        return new ComparisonProblem(
            "gap",
            seed,
            GapCurve.Network,
            Rows("training", GapCurve.Training(seed)),
            Rows("calibration", GapCurve.Calibration(seed, 500)),
            [Rows("data", GapCurve.Test(seed, testRows, gap: false)), Rows("gap", GapCurve.Test(seed, testRows, gap: true))])
        {
            Gradients = 12_000,
            Leapfrogs = 50,
            Climb = new AdamOptions { Epochs = 5000, LearningRate = 0.01 },
            NoiseVariance = GapCurve.Noise * GapCurve.Noise,
        };
    }

    /// <summary>
    /// The synthetic airfoil-like task (<see cref="AirfoilCurve"/>): 1,202 training and 301 calibration rows (1,503 together, as many as the
    /// airfoil data have), 2,000 new test rows; network 5-24-1 with a hierarchical prior, noise sampled.
    /// </summary>
    /// <param name="seed">Decides every row.</param>
    public static ComparisonProblem Airfoil(int seed) => new(
        "airfoil",
        seed,
        new BayesianNetwork(Mlp.Of(AirfoilCurve.Inputs, [24], 1, Activation.Tanh), Prior.Hierarchical(), Likelihood.GaussianWithSampledNoise(AirfoilCurve.Noise)),
        AirfoilCurve.Draw("training", seed, 0, 1202),
        AirfoilCurve.Draw("calibration", seed, 1, 301),
        [AirfoilCurve.Draw("test", seed, 2, 2000)])
    {
        Gradients = 10_000,
        Leapfrogs = 40,
        Climb = new AdamOptions { Epochs = 1000, BatchRows = 128, LearningRate = 5e-3 },
        NoiseVariance = AirfoilCurve.Noise * AirfoilCurve.Noise,
    };

    /// <summary>Which points of the pMSSM are valid: 19 parameters, network 19-10-1, as in the study of viability but smaller; 5,000 test rows.</summary>
    /// <param name="seed">Chooses the rows.</param>
    /// <param name="rows">Training rows, at least 100.</param>
    /// <exception cref="ArgumentOutOfRangeException">The data have too few rows for that many.</exception>
    public static ComparisonProblem Viability(int seed, int rows = 20_000)
    {
        var parts = Choose(Points.Value, seed, [rows, TestRows]);
        var scaler = StandardScaler.Fit(parts[0], Pmssm.Parameters);
        ComparisonRows Rows(string name, Table table) => Prepared(name, scaler.Transform(table), Pmssm.Parameters, Pmssm.Valid);
        return new ComparisonProblem(
            "viability",
            seed,
            new BayesianNetwork(Mlp.Of(Pmssm.Parameters.Count, [10], 1, Activation.Tanh), Prior.Gaussian(scale: 1, outputScale: 6), Likelihood.Bernoulli()),
            Rows("training", parts[0]),
            new ComparisonRows("calibration", [], []),
            [Rows("test", parts[1])])
        {
            Gradients = 3_200,
            Leapfrogs = 32,
            Climb = new AdamOptions { Epochs = 200, LearningRate = 5e-3 },
        };
    }

    /// <summary>
    /// The mass of the lightest Higgs boson of clean pMSSM points between 110 and 135 GeV, from the inputs and with the noise of the study
    /// (Student's t with 4 degrees, its scale from the network) but a smaller network, one hidden layer of 10; 2,000 calibration and 5,000 test rows.
    /// </summary>
    /// <param name="seed">Chooses the rows.</param>
    /// <param name="rows">Training rows, at least 100.</param>
    /// <exception cref="ArgumentOutOfRangeException">The data have too few rows for that many.</exception>
    public static ComparisonProblem HiggsMass(int seed, int rows = 20_000)
    {
        Table[] parts = [.. Choose(HiggsPoints.Value, seed, [rows, CalibrationRows, TestRows]).Select(t => PmssmInputs.Add(t))];
        var inputs = PmssmInputs.HiggsMass;
        var scaler = StandardScaler.Fit(parts[0], [.. inputs, HiggsMassColumn]);
        ComparisonRows Rows(string name, Table table) => Prepared(name, scaler.Transform(table), inputs, HiggsMassColumn);
        return new ComparisonProblem(
            "higgs-mass",
            seed,
            new BayesianNetwork(Mlp.Of(inputs.Count, [10], 2, Activation.Silu), Prior.Gaussian(scale: 1, outputScale: 4), Likelihood.StudentTHeteroscedastic(4)),
            Rows("training", parts[0]),
            Rows("calibration", parts[1]),
            [Rows("test", parts[2])])
        {
            Gradients = 2_000,
            Leapfrogs = 20,
            Climb = new AdamOptions { Epochs = 200, BatchRows = 256, LearningRate = 5e-3 },
            NoiseVariance = 1e-3,
            TargetScale = scaler.Scales[^1],
            Unit = "GeV",
        };
    }

    /// <summary>Disjoint parts of a table, chosen at random.</summary>
    /// <param name="table">The rows to choose from.</param>
    /// <param name="seed">Chooses.</param>
    /// <param name="counts">Rows of each part.</param>
    internal static Table[] Choose(Table table, int seed, IReadOnlyList<int> counts)
    {
        if (counts.Sum() > table.Rows || counts.Any(c => c < 100))
            throw new ArgumentOutOfRangeException(nameof(counts), string.Join(" + ", counts), $"Parts of so many rows cannot be chosen from {table.Rows} rows; give each at least 100, and together at most those.");
        var order = new CounterRandom((ulong)seed, RandomStreams.Of(RandomPurpose.ComparisonRows, 3)).Permutation(table.Rows);
        var parts = new Table[counts.Count];
        var first = 0;
        for (var part = 0; part < parts.Length; part++)
        {
            parts[part] = table.Take(order.AsSpan(first, counts[part]));
            first += counts[part];
        }

        return parts;
    }

    private static bool IsCleanPoint(TableRow row) =>
        row[Pmssm.Valid] == 1 && row.Text(Pmssm.Problem).Length == 0 && row[HiggsMassColumn] > 110 && row[HiggsMassColumn] < 135;

    private static ComparisonRows Prepared(string name, Table table, IReadOnlyList<string> inputs, string target) =>
        new(name, table.Matrix(inputs), table[target]);
}
