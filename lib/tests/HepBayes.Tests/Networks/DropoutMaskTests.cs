using HepBayes.Networks;
using HepBayes.Networks.Kernels;
using HepBayes.Runtime;

namespace HepBayes.Tests.Networks;

public unsafe class DropoutMaskTests
{
    private const int Units = 5;
    private const int Rows = RowTiles<float>.TileRows;

    [Theory]
    [InlineData(3UL, 9UL, 0UL)]
    [InlineData(0x123456789ABCDEFUL, 0xFEDCBA9876543210UL, 0xFFFFFFFCUL)]
    [InlineData(ulong.MaxValue, 46UL << 32, ulong.MaxValue - 30)]
    public void Every_width_of_vectors_drops_what_the_generator_says(ulong seed, ulong stream, ulong position)
    {
        const uint Threshold = 1_500_000_000;
        var values = new float[Units * Rows];
        new CounterRandom(1).FillNormal(values);
        var random = new CounterRandom(seed, stream) { Position = position };
        var expected = new float[values.Length];
        for (var unit = 0; unit < Units; unit++)
        {
            for (var j = 0; j < DropoutMask.PositionsOfUnit; j++)
            {
                var (a, b, c, d) = random.NextBlock();
                foreach (var (word, row) in new[] { (a, 2 * j), (b, (2 * j) + 1), (c, 32 + (2 * j)), (d, 33 + (2 * j)) })
                    expected[(unit * Rows) + row] = word < Threshold ? 0 : 1.5f * values[(unit * Rows) + row];
            }
        }

        Assert.InRange(expected.Count(v => v == 0), 60, 170);
        foreach (var path in VectorPaths.Available)
        {
            var result = new float[values.Length];
            fixed (float* source = values, target = result)
                DropoutMask.Apply(source, Units, Threshold, 1.5f, new(seed, stream, position), target, path);
            Assert.Equal(expected, result);
        }
    }
}
