using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Training;

namespace HepBayes.Tests.Training;

public class DropoutEngineTests
{
    private const int Rows = 150;
    private const int TileRows = 64;
    private static readonly Mlp Relu = Mlp.Of(3, [7, 5], 1, Activation.Relu);

    public static TheoryData<string> Activations => [.. Activation.All.Where(a => a != Activation.Identity && a != Activation.Exp).Select(a => a.Name)];

    [Theory]
    [MemberData(nameof(Activations))]
    public void The_gradient_is_that_of_the_thinned_network(string activation)
    {
        var network = Mlp.Of(3, [7, 5], 1, Activation.Parse(activation));
        double[] dropout = [0.3, 0.1];
        var data = Data();
        var weights = Numbers(network.Layout.Count, 4);
        var gradient = new float[weights.Length];
        using (var engine = new DropoutEngine(network, dropout, data, seed: 9))
            engine.Gradient(weights, Enumerable.Range(0, Rows).ToArray(), number: 5, gradient);

        var masks = Masks(network, dropout, seed: 9, step: 5);
        var position = Array.ConvertAll(weights, w => (double)w);
        for (var i = 0; i < position.Length; i++)
        {
            double At(double shift)
            {
                var moved = (double[])position.Clone();
                moved[i] += shift;
                return LogLikelihood(network, moved, data, masks);
            }

            // Kinks cancel in the symmetric difference unless a unit sits within the step of one.
            var slope = (At(1e-6) - At(-1e-6)) / 2e-6;
            Assert.Equal(slope, gradient[i], 2e-4 * Math.Max(1, Math.Abs(slope)));
        }
    }

    [Fact]
    public void Units_are_dropped_with_the_stated_probability_and_the_mean_stays()
    {
        // These are the masks of the engine, as the gradients show. 4.9 standard deviations: one false alarm in a million.
        var masks = Masks(Relu, [0.25, 0.0], seed: 1, step: 3);
        var values = masks[1]!.SelectMany(m => m).ToArray();
        var dropped = values.Count(v => v == 0);
        var sd = Math.Sqrt(values.Length * 0.25 * 0.75);
        Assert.InRange(dropped, (values.Length * 0.25) - (4.9 * sd), (values.Length * 0.25) + (4.9 * sd));
        Assert.All(values, v => Assert.True(v == 0 || Math.Abs(v - (4.0 / 3)) < 1e-6));
    }

    [Fact]
    public void Every_step_drops_other_units_and_any_number_of_threads_the_same()
    {
        var weights = Numbers(Relu.Layout.Count, 4);
        float[] Gradient(long step, int threads)
        {
            var before = Compute.Threads;
            Compute.Threads = threads;
            using var engine = new DropoutEngine(Relu, [0.3, 0.1], Data(), seed: 9);
            var gradient = new float[weights.Length];
            engine.Gradient(weights, Enumerable.Range(0, Rows).ToArray(), step, gradient);
            Compute.Threads = before;
            return gradient;
        }

        Assert.Equal(Gradient(5, 1), Gradient(5, 2));
        Assert.NotEqual(Gradient(5, 1), Gradient(6, 1));
    }

    private static (float[] X, float[] Y, float[] W) Data() =>
        (Numbers(Rows * 3, 1), [.. Numbers(Rows, 2).Select(v => v > 0 ? 1f : 0f)], [.. Numbers(Rows, 3).Select(Math.Abs)]);

    private static float[] Numbers(int count, ulong stream)
    {
        var values = new float[count];
        new CounterRandom(7, stream).FillNormal(values);
        return values;
    }

    // The same random numbers as the engine draws, laid out as [level][piece][tile, unit, row of tile] with padded tiles.
    private static double[][][] Masks(Mlp network, double[] dropout, ulong seed, long step)
    {
        const int Pieces = 2;
        var sizes = dropout.Select((p, l) => p > 0 ? 2 * (int)TileWorkspace<float>.TileStride(network.Hidden[l]) : 0).ToArray();
        var masks = new double[dropout.Length + 1][][];
        for (var level = 0; level < masks.Length; level++)
            masks[level] = new double[Pieces][];
        for (var piece = 0; piece < Pieces; piece++)
        {
            var random = new CounterRandom(seed, RandomStreams.Of(RandomPurpose.Dropout, piece)) { Position = (ulong)step * (ulong)(sizes.Sum() / 4) };
            for (var level = 1; level < masks.Length; level++)
            {
                var p = dropout[level - 1];
                var mask = masks[level][piece] = new double[sizes[level - 1]];
                for (var i = 0; i < mask.Length; i += 4)
                {
                    var (a, b, c, d) = random.NextBlock();
                    foreach (var (word, place) in new[] { (a, 0), (b, 1), (c, 2), (d, 3) })
                        mask[i + place] = word < p * 4294967296.0 ? 0 : 1 / (1 - p);
                }
            }
        }

        return masks;
    }

    private static double LogLikelihood(Mlp network, double[] position, (float[] X, float[] Y, float[] W) data, double[][][] masks)
    {
        var sum = 0.0;
        for (var row = 0; row < Rows; row++)
        {
            var (piece, tile, place) = (row / (2 * TileRows), row / TileRows % 2, row % TileRows);
            double[] values = [.. data.X[(row * 3)..((row * 3) + 3)].Select(v => (double)v)];
            for (var layer = 0; layer < network.Layers; layer++)
            {
                var (inputs, outputs) = (network.Width(layer), network.Width(layer + 1));
                var next = new double[outputs];
                for (var o = 0; o < outputs; o++)
                {
                    var z = position[network.Layout.Bias(layer).Offset + o];
                    for (var i = 0; i < inputs; i++)
                        z += values[i] * position[network.Layout.Weight(layer).Offset + (i * outputs) + o];
                    next[o] = layer == network.Layers - 1 ? z : Value(network.Activation, z, network.Layout.Slope(layer) is { } s ? position[s.Offset + o] : 0);
                    if (layer < network.Layers - 1)
                        next[o] *= masks[layer + 1][piece][(tile * (int)TileWorkspace<float>.TileStride(outputs)) + (o * TileRows) + place];
                }

                values = next;
            }

            sum += data.W[row] * ((data.Y[row] * values[0]) - Math.Log(1 + Math.Exp(values[0])));
        }

        return sum;
    }

    private static double Value(Activation activation, double z, double slope) => activation.Name switch
    {
        "relu" => Math.Max(0, z),
        "leaky relu" => z > 0 ? z : 0.01 * z,
        "elu" => z > 0 ? z : Math.Exp(z) - 1,
        "gelu" => z * MathNet.Numerics.Distributions.Normal.CDF(0, 1, z),
        "silu" => z / (1 + Math.Exp(-z)),
        "tanh" => Math.Tanh(z),
        "sigmoid" => 1 / (1 + Math.Exp(-z)),
        "prelu" => z > 0 ? z : slope * z,
        "square prelu" => z > 0 ? z : slope * slope * z,
        _ => throw new ArgumentException(activation.Name),
    };
}
