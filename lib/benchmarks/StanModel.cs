using System.Globalization;
using System.Text.Json;
using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Sampling;
using HepBayes.Tests.Support;
using static TorchSharp.torch;

namespace HepBayes.Benchmarks;

/// <summary>A model that both Stan and we can sample; Stan's programs and the data are those of the correctness suite.</summary>
internal sealed class StanModel
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "golden");
    private static readonly float[][] HeldOut = [[0, 0], [1, -1], [-1.5f, 1], [3, 3]];

    private StanModel(string name) => (Name, Program) = (name, Path.Combine(Folder, name + ".stan"));

    public static IReadOnlyList<string> Names { get; } = ["eight-schools", "logistic-regression", "ill-conditioned-normal", "small-network"];

    public string Name { get; }

    /// <summary>Stan's program.</summary>
    public string Program { get; private init; }

    /// <summary>Data for Stan, as JSON.</summary>
    public required string Data { get; init; }

    /// <summary>Names of the compared quantities in Stan.</summary>
    public required IReadOnlyList<string> StanQuantities { get; init; }

    /// <summary>Makes our density.</summary>
    public required Func<ILogDensity> Density { get; init; }

    /// <summary>Starts of a number of chains.</summary>
    public required Func<int, Tensor> Start { get; init; }

    /// <summary>The same quantities of our run, [quantities][chains][draws].</summary>
    public required Func<SamplingRun, IReadOnlyList<double[][]>> Quantities { get; init; }

    /// <summary>Settings for a number of chains: enough draws of few chains that the clock can tell.</summary>
    public static HmcOptions Settings(int chains) => new() { Warmup = 300, Draws = Math.Max(1000, 40_000 / chains), Seed = 1 };

    public static StanModel Of(string name) => name switch
    {
        "eight-schools" => EightSchools(name),
        "logistic-regression" => LogisticRegression(name),
        "ill-conditioned-normal" => IllConditionedNormal(name),
        _ => SmallNetwork(name),
    };

    private static StanModel EightSchools(string name) => new(name)
    {
        Data = JsonSerializer.Serialize(new { y = EightSchoolsDensity.Effects, sigma = EightSchoolsDensity.Errors }),
        StanQuantities = ["mu", "log_tau", "theta"],
        Density = () => LogDensity.Of(10, new EightSchoolsDensity().Evaluate),
        Start = chains => zeros(chains, 10, dtype: float64),
        Quantities = run =>
        [
            run.Parameter(0),
            run.Parameter(1),
            .. Enumerable.Range(0, 8).Select(school => Map(run, x => x[0] + (Math.Exp(x[1]) * x[2 + school]))),
        ],
    };

    private static StanModel LogisticRegression(string name)
    {
        var (x, y) = Table("logistic-regression-data");
        var inputs = x[0].Length;
        var network = new BayesianNetwork(Mlp.Of(inputs, [], 1, Activation.Identity), Prior.Gaussian(1.5, fanIn: false), Likelihood.Bernoulli());
        return new StanModel(name)
        {
            Data = JsonSerializer.Serialize(new { n = y.Length, inputs, x, y = y.Select(v => (int)v) }),
            StanQuantities = ["w", "b"],
            Density = () => network.Posterior(Flat(x), y),
            Start = chains => network.PriorDraws(chains, seed: 1),
            Quantities = run => [.. Enumerable.Range(0, inputs + 1).Select(run.Parameter)],
        };
    }

    // Standard deviations from 0.01 to 1 along directions that mix all parameters (a Householder reflection of the axes).
    private static StanModel IllConditionedNormal(string name)
    {
        const int Size = 20;
        static double Axis(int i, int axis) => (i == axis ? 1 : 0) - (2.0 / Size);
        var precision = Enumerable.Range(0, Size).Select(i => Enumerable.Range(0, Size).Select(j =>
            Enumerable.Range(0, Size).Sum(axis => Axis(i, axis) * Axis(j, axis) * Math.Pow(10, 4 - (4.0 * axis / (Size - 1))))).ToArray()).ToArray();
        double Density(ReadOnlySpan<double> x, Span<double> gradient)
        {
            var sum = 0.0;
            for (var i = 0; i < Size; i++)
            {
                var row = precision[i];
                var product = 0.0;
                for (var j = 0; j < Size; j++)
                    product += row[j] * x[j];
                gradient[i] = -product;
                sum += x[i] * product;
            }

            return -0.5 * sum;
        }

        return new StanModel(name)
        {
            Program = RivalProcess.Script(name + ".stan"),
            Data = JsonSerializer.Serialize(new { n = Size, precision }),
            StanQuantities = ["x"],
            Density = () => LogDensity.Of(Size, Density),
            Start = chains => zeros(chains, Size, dtype: float64),
            Quantities = run => [.. Enumerable.Range(0, Size).Select(run.Parameter)],
        };
    }

    private static StanModel SmallNetwork(string name)
    {
        const int Hidden = 5;
        var (x, y) = Table("small-network-data");
        var network = new BayesianNetwork(Mlp.Of(2, [Hidden], 1, Activation.Tanh), Prior.Gaussian(), Likelihood.GaussianWithSampledNoise(0.3));
        return new StanModel(name)
        {
            Data = JsonSerializer.Serialize(new { n = y.Length, inputs = 2, hidden = Hidden, points = HeldOut.Length, x, y, held_out = HeldOut }),
            StanQuantities = ["prediction", "log_sd"],
            Density = () => network.Posterior(Flat(x), y),
            Start = chains => network.PriorDraws(chains, seed: 1),
            Quantities = run =>
            {
                var predictive = run.Predict(network, Flat(HeldOut));
                return [.. Enumerable.Range(0, HeldOut.Length).Select(point => predictive.ChainsOf(point)), run.Parameter(network.Parameters - 1)];
            },
        };
    }

    private delegate double Quantity(ReadOnlySpan<float> position);

    private static double[][] Map(SamplingRun run, Quantity quantity) =>
        [.. Enumerable.Range(0, run.Chains).Select(chain => Enumerable.Range(0, run.Draws).Select(draw => quantity(run.Position(chain, draw))).ToArray())];

    // The last column is the target.
    private static (float[][] X, float[] Y) Table(string name)
    {
        var rows = File.ReadLines(Path.Combine(Folder, name + ".csv")).Skip(1)
            .Select(line => line.Split(',').Select(v => float.Parse(v, CultureInfo.InvariantCulture)).ToArray()).ToArray();
        return ([.. rows.Select(row => row[..^1])], [.. rows.Select(row => row[^1])]);
    }

    private static float[] Flat(float[][] rows) => [.. rows.SelectMany(row => row)];
}
