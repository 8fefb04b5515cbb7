using HepBayes.Data;
using HepBayes.Networks;
using HepBayes.Preprocessing;
using HepBayes.Runtime;
using HepBayes.Sampling;

namespace HepBayes.Benchmarks;

/// <summary>A network with data and held-out points whose predictions are to be known.</summary>
/// <param name="Name">As printed.</param>
/// <param name="Network">The probability model.</param>
/// <param name="X">Inputs, row by row.</param>
/// <param name="Y">Targets, one output a row.</param>
/// <param name="HeldOut">Inputs of the held-out points, row by row.</param>
/// <param name="Settings">Warm-up, draws and trajectories.</param>
/// <param name="RivalDraws">Draws that the slower rival makes.</param>
internal sealed record NetworkModel(string Name, BayesianNetwork Network, float[] X, float[] Y, float[] HeldOut, HmcOptions Settings, int RivalDraws)
{
    /// <summary>Median of the prior of the noise, where it is sampled.</summary>
    public const double NoiseMedian = 0.1;

    public const int Chains = 4;

    /// <summary>Number of held-out points.</summary>
    public int Points => HeldOut.Length / Network.Architecture.Inputs;

    /// <summary>The study of pMSSM points: 20,000 rows, 19-50-50-1, valid or not.</summary>
    public static NetworkModel Viability(int rows, int draws)
    {
        const int Points = 200;
        var table = Datasets.Pmssm();
        var scaler = StandardScaler.Fit(table.Head(rows), Pmssm.Parameters);
        var prepared = scaler.Transform(table.Head(rows + Points));
        var (x, y) = (prepared.Matrix(Pmssm.Parameters), prepared[Pmssm.Valid]);
        var inputs = Pmssm.Parameters.Count;
        var network = new BayesianNetwork(Mlp.Of(inputs, [50, 50], 1, Activation.Tanh), Prior.Gaussian(scale: 1, outputScale: 6), Likelihood.Bernoulli());
        return new NetworkModel("viability", network, x[..(rows * inputs)], y[..rows], x[(rows * inputs)..],
            new HmcOptions { Warmup = 60, Draws = draws, MaximumLeapfrogs = 40, Seed = 1 }, Math.Min(draws, 25));
    }

    /// <summary>A curve of one variable: 200 rows, 1-50-1, noise sampled.</summary>
    public static NetworkModel Toy()
    {
        const int Rows = 200, Points = 50;
        var random = new CounterRandom(3);
        var x = Enumerable.Range(0, Rows).Select(i => -2 + (4f * i / (Rows - 1))).ToArray();
        var y = x.Select(v => (float)(Math.Sin(3 * v) + (0.1 * random.NextNormal()))).ToArray();
        var network = new BayesianNetwork(Mlp.Of(1, [50], 1, Activation.Tanh), Prior.Gaussian(scale: 3), Likelihood.GaussianWithSampledNoise(NoiseMedian));
        return new NetworkModel("toy", network, x, y, [.. Enumerable.Range(0, Points).Select(i => -3 + (6f * i / (Points - 1)))],
            new HmcOptions { Warmup = 200, Draws = 300, MaximumLeapfrogs = 100, Seed = 1 }, 100);
    }
}
