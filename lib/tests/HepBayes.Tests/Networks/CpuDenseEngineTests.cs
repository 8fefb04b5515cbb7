using HepBayes.Networks;
using HepBayes.Networks.Kernels;
using HepBayes.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Tests.Networks;

public class CpuDenseEngineTests
{
    private const int Rows = 333;
    private const int Inputs = 5;

    [Theory]
    [InlineData("relu")]
    [InlineData("gelu")]
    [InlineData("square prelu")]
    public unsafe void NothingIsAllocatedAfterTheFirstCalls(string activation)
    {
        var before = Compute.Threads;
        Compute.Threads = 2;
        try
        {
            var network = Network([20, 10], Activation.Parse(activation));
            using var engine = Engine<float>(network, 2_000);
            var position = Position(network, 3);
            var (gradient, value, outputs) = (new float[position.Length], new double[3], new float[3 * 2_000]);
            fixed (float* p = position, g = gradient)
            {
                // The runtime itself may allocate once when it compiles a method again, so one quiet window must suffice:
                // a loop that allocates shows up in each of them.
                var least = long.MaxValue;
                for (var window = 0; window < 6; window++)
                {
                    var start = GC.GetAllocatedBytesForCurrentThread();
                    for (var call = 0; call < 100; call++)
                    {
                        engine.Evaluate(p, 3, value, g);
                        engine.Forward(p, 3, outputs);
                    }

                    least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - start);
                }

                Assert.Equal(0, least);
            }
        }
        finally
        {
            Compute.Threads = before;
        }
    }

    [Fact]
    public void TheNumberOfThreadsDoesNotChangeABit()
    {
        var before = Compute.Threads;
        try
        {
            foreach (var path in VectorPaths.Available)
            {
                var network = Network([20, 10], Activation.Silu);
                using var engine = Engine<float>(network, 4_321, path);
                var position = Position(network, 3);
                var results = new[] { 1, 2, 3, 7 }.Select(threads =>
                {
                    Compute.Threads = threads;
                    return Evaluate(engine, position, 3);
                }).ToArray();
                Assert.All(results, r => Assert.Equal(results[0].Gradient, r.Gradient));
                Assert.All(results, r => Assert.Equal(results[0].Value, r.Value));
            }
        }
        finally
        {
            Compute.Threads = before;
        }
    }

    // Widths on both sides of every boundary between blocks, vectors and what is left of them.
    [Theory]
    [InlineData(1, 2, 15)]
    [InlineData(3, 16, 17)]
    [InlineData(7, 31, 8)]
    [InlineData(13, 33, 48)]
    [InlineData(19, 50, 64)]
    [InlineData(5, 67, 100)]
    public void GradientsOfAnyWidthAgreeWithLibtorch(int inputs, int first, int second)
    {
        const int OfTheseRows = 700;
        using var scope = NewDisposeScope();
        var network = Mlp.Of(inputs, [first, second], 2, Activation.Relu);
        var random = new CounterRandom(5);
        var (x, y) = (new float[OfTheseRows * inputs], new float[OfTheseRows * 2]);
        random.FillNormal(x);
        random.FillNormal(y);
        var position = Position(network, 2);
        using var reference = new TensorDenseEngine(network, Likelihood.Gaussian(1), x, y, OfTheseRows, CPU, float64);
        var expected = reference.Evaluate(tensor(position).to(float64).reshape(2, -1)).Gradient.data<double>().ToArray();
        var size = expected.Max(Math.Abs);
        foreach (var path in VectorPaths.Available)
        {
            using var engine = new CpuDenseEngine<float>(network, Likelihood.Gaussian(1), new RowTiles<float>(x, y, OfTheseRows, inputs, 2), path);
            var actual = Evaluate(engine, position, 2).Gradient;
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First / size, pair.Second / size, 5e-6));
            using var exact = new CpuDenseEngine<double>(network, Likelihood.Gaussian(1), new RowTiles<double>(x, y, OfTheseRows, inputs, 2), path);
            var gradient = Evaluate(exact, [.. position.Select(v => (double)v)], 2).Gradient;
            Assert.All(expected.Zip(gradient), pair => Assert.Equal(pair.First / size, pair.Second / size, 1e-13));
        }
    }

    [Fact]
    public async Task EnginesMayBeUsedFromSeveralThreadsAtOnce()
    {
        var network = Network([20, 10], Activation.Tanh);
        var position = Position(network, 2);
        using var shared = Engine<float>(network, 1_000);
        var expected = Evaluate(shared, position, 2);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () =>
            {
                using var own = Engine<float>(network, 1_000);
                for (var call = 0; call < 50; call++)
                {
                    Assert.Equal(expected.Gradient, Evaluate(own, position, 2).Gradient);
                    Assert.Equal(expected.Gradient, Evaluate(shared, position, 2).Gradient);
                }
            },
            TestContext.Current.CancellationToken)));
    }

    [Fact]
    public unsafe void ForwardGivesTheOutputsOfEveryNetwork()
    {
        using var scope = NewDisposeScope();
        foreach (var activation in Activation.All)
        {
            var network = Network([20, 10], activation);
            var position = Position(network, 4);
            var (x, y) = Data(Rows);
            using var reference = new TensorDenseEngine(network, Likelihood.Gaussian(1), x, y, Rows, CPU, float64);
            var expected = reference.Outputs(tensor(position).to(float64).reshape(4, -1));
            foreach (var path in VectorPaths.Available)
            {
                using var engine = Engine<float>(network, Rows, path);
                var outputs = new float[4 * Rows];
                fixed (float* p = position)
                    engine.Forward(p, 4, outputs);
                Assert.True(tensor(outputs).to(float64).reshape(4, Rows, 1).allclose(expected, 1e-5, 1e-5), $"{activation} {path}");
            }
        }
    }

    [Fact]
    public unsafe void AShortBufferForOutputsIsRefused()
    {
        var network = Network([3], Activation.Relu);
        using var engine = Engine<float>(network, Rows);
        var position = Position(network, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            fixed (float* p = position)
                engine.Forward(p, 1, new float[Rows - 1]);
        });
    }

    [Fact]
    public void WideLayersRunThroughLibtorchAndAgreeWithTheKernels()
    {
        var network = Network([350, 300], Activation.Relu);
        var position = Position(network, 2);
        using var wide = Engine<float>(network, Rows);
        using var kernels = Engine<float>(network, Rows, VectorPaths.Best);
        AssertClose(Evaluate(kernels, position, 2), Evaluate(wide, position, 2), 2e-5);
        AssertClose(Evaluate(kernels, position, 2, Chosen), Evaluate(wide, position, 2, Chosen), 2e-5);
    }

    [Fact]
    public void AnActivationOfOnesOwnRunsAsTensorOperations()
    {
        var own = Network([20, 10], new OwnTanh());
        var library = Network([20, 10], Activation.Tanh);
        var position = Position(own, 2);
        using var general = Engine<float>(own, Rows);
        using var kernels = Engine<float>(library, Rows);
        AssertClose(Evaluate(kernels, position, 2), Evaluate(general, position, 2), 1e-5);
        AssertClose(Evaluate(kernels, position, 2, Chosen), Evaluate(general, position, 2, Chosen), 1e-5);
    }

    [Fact]
    public unsafe void AnActivationOfOnesOwnPredicts()
    {
        var (own, library) = (Network([20, 10], new OwnTanh()), Network([20, 10], Activation.Tanh));
        var position = Position(own, 2);
        using var general = Engine<float>(own, Rows);
        using var kernels = Engine<float>(library, Rows);
        var (first, second) = (new float[2 * Rows], new float[2 * Rows]);
        fixed (float* p = position)
        {
            general.Forward(p, 2, first);
            kernels.Forward(p, 2, second);
        }

        Assert.All(first.Zip(second), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    private static ReadOnlyMemory<int> Chosen(int chain) => chain == 0 ? new[] { 3, 0, 5 } : new[] { 2, 4, 1 };

    private static void AssertClose((double[] Value, float[] Gradient) expected, (double[] Value, float[] Gradient) actual, double tolerance)
    {
        Assert.All(expected.Value.Zip(actual.Value), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= tolerance * Math.Abs(pair.First)));
        var size = expected.Gradient.Max(Math.Abs);
        Assert.All(expected.Gradient.Zip(actual.Gradient), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= tolerance * size));
    }

    private static Mlp Network(int[] hidden, Activation activation) => Mlp.Of(Inputs, hidden, 1, activation);

    private static (float[] X, float[] Y) Data(int rows)
    {
        var random = new CounterRandom(5);
        var (x, y) = (new float[rows * Inputs], new float[rows]);
        random.FillNormal(x);
        random.FillNormal(y);
        return (x, y);
    }

    private static CpuDenseEngine<T> Engine<T>(Mlp network, int rows, VectorPath? path = null) where T : unmanaged
    {
        var (x, y) = Data(rows);
        return new CpuDenseEngine<T>(network, Likelihood.Gaussian(1), new RowTiles<T>(x, y, rows, Inputs, 1), path);
    }

    private static float[] Position(Mlp network, int chains)
    {
        var result = new float[chains * network.Layout.Count];
        new CounterRandom(7).FillNormal(result);
        return [.. result.Select(v => 0.2f * v)];
    }

    private static unsafe (double[] Value, T[] Gradient) Evaluate<T>(CpuDenseEngine<T> engine, T[] position, int chains, Func<int, ReadOnlyMemory<int>>? tilesOf = null) where T : unmanaged
    {
        var (value, gradient) = (new double[chains], new T[position.Length]);
        fixed (T* p = position, g = gradient)
            engine.Evaluate(p, chains, tilesOf, value, g);
        return (value, gradient);
    }

    private sealed class OwnTanh() : Activation("own tanh")
    {
        public override Tensor Value(Tensor z, Tensor? slopes) => z.tanh();

        public override Tensor Slope(Tensor z, Tensor value, Tensor? slopes)
        {
            using Scalar one = 1;
            return value.square().neg_().add_(one);
        }
    }
}
