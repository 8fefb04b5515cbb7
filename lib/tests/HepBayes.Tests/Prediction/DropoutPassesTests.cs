using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Tests.Support;
using MathNet.Numerics.Distributions;
using Xunit.Sdk;

namespace HepBayes.Tests.Prediction;

/// <summary>What is dropped, seen through outputs that tell it.</summary>
public class DropoutPassesTests
{
    private const int Units = 8;
    private const int Rows = DropoutPasses.Rows;
    private const int Tiles = 3;
    private const int Passes = 300;
    private static readonly Mlp Network = Mlp.Of(1, [Units, Units], 1, Activation.Relu);

    [Fact]
    public void Masks_are_independent_from_unit_to_unit_from_pass_to_pass_and_from_row_to_row()
    {
        var (first, second) = (Bits(level: 1), Bits(level: 2));
        AgreesByChance(first, second, (row, pass, unit) => (row, pass, unit), "layers");
        foreach (var bits in new[] { first, second })
        {
            AgreesByChance(bits, bits, (row, pass, unit) => (row, pass, (unit + 1) % Units), "neighbouring units");
            AgreesByChance(bits, bits, (row, pass, unit) => (row, pass, (unit + 3) % Units), "units");
            AgreesByChance(bits, bits, (row, pass, unit) => (row, (pass + 1) % Passes, unit), "passes");
            AgreesByChance(bits, bits, (row, pass, unit) => (row, (pass + 1) % Passes, (unit + 1) % Units), "passes and units");
            foreach (var distance in new[] { 1, 2, 8, 16, 32, Rows, Rows + 1 })
                AgreesByChance(bits, bits, (row, pass, unit) => ((row + distance) % (Tiles * Rows), pass, unit), $"rows {distance} apart");
        }

        Assert.ThrowsAny<XunitException>(() => AgreesByChance(first, first, (row, pass, unit) => (row, pass, unit), "the same"));
    }

    [Fact]
    public void Units_are_dropped_with_the_stated_probability()
    {
        var dropped = 0;
        const double P = 0.2;
        // One unit whose activation is 1: the output is the mask, 0 or 1 / (1 - p).
        var network = Mlp.Of(1, [1], 1, Activation.Relu);
        using var passes = new DropoutPasses(network, [P], seed: 5);
        var logits = new float[4000 * Rows];
        passes.Compute([0, 1, 1, 0], new float[Rows], tile: 0, 4000, logits);
        Assert.All(logits, f => Assert.True(f == 0 || Math.Abs(f - 1.25) < 1e-6));
        dropped = logits.Count(f => f == 0);
        Assert.InRange(dropped, (P * logits.Length) - Limit(logits.Length, P), (P * logits.Length) + Limit(logits.Length, P));
    }

    [Fact]
    public void The_variance_behind_one_layer_has_its_closed_form()
    {
        // f = b + sum_u w_u a_u m_u / (1 - p) with m_u = 1 or 0: mean b + sum w a, variance p / (1 - p) sum (w a)^2.
        const double P = 0.15;
        var network = Mlp.Of(1, [3], 1, Activation.Relu);
        float[] weights = [1, 0.5f, -1, 0.2f, 0.1f, 2, 0.8f, -1.3f, 0.6f, 0.4f];
        float[] inputs = [.. Enumerable.Range(0, Rows).Select(row => (float)row / Rows)];
        using var passes = new DropoutPasses(network, [P], seed: 6);
        var logits = new float[Passes * Rows];
        passes.Compute(weights, inputs, tile: 2, Passes, logits);
        var (shifts, squares) = (new double[logits.Length], new double[logits.Length]);
        for (var i = 0; i < logits.Length; i++)
        {
            double x = inputs[i % Rows];
            double[] terms = [.. Enumerable.Range(0, 3).Select(u => weights[6 + u] * Math.Max(0, (weights[u] * x) + weights[3 + u]))];
            var variance = P / (1 - P) * terms.Sum(t => t * t);
            shifts[i] = (logits[i] - weights[9] - terms.Sum()) / Math.Sqrt(variance);
            squares[i] = shifts[i] * shifts[i];
        }

        StatAssert.MeanEquals(shifts, 0, "mean");
        StatAssert.MeanEquals(squares, 1, "variance");
        Assert.ThrowsAny<XunitException>(() => StatAssert.MeanEquals(squares, 1 - P, "variance p sum (w a)^2"));
    }

    // 1 where a unit is kept, by [row, pass, unit]: each unit adds its own power of two to the output.
    private static bool[,,] Bits(int level)
    {
        var weights = new float[Network.Layout.Count];
        void Fill(ParameterBlock block, Func<int, float> value)
        {
            for (var i = 0; i < block.Count; i++)
                weights[block.Offset + i] = value(i);
        }

        Fill(Network.Layout.Bias(0), _ => 1);
        if (level == 1)
            Fill(Network.Layout.Weight(1), i => i / Units == i % Units ? 1 : 0);
        else
            Fill(Network.Layout.Bias(1), _ => 1);
        Fill(Network.Layout.Weight(2), unit => 1 << unit);

        using var passes = new DropoutPasses(Network, level == 1 ? [0.5, 0] : [0, 0.5], seed: 4);
        var (bits, logits) = (new bool[Tiles * Rows, Passes, Units], new float[Passes * Rows]);
        for (var tile = 0; tile < Tiles; tile++)
        {
            passes.Compute(weights, new float[Rows], tile, Passes, logits);
            for (var i = 0; i < logits.Length; i++)
            {
                for (var unit = 0; unit < Units; unit++)
                    bits[(tile * Rows) + (i % Rows), i / Rows, unit] = (((int)logits[i] / 2) >> unit) % 2 == 1;
            }
        }

        return bits;
    }

    private static void AgreesByChance(bool[,,] a, bool[,,] b, Func<int, int, int, (int Row, int Pass, int Unit)> other, string what)
    {
        var equal = 0;
        for (var row = 0; row < a.GetLength(0); row++)
        {
            for (var pass = 0; pass < Passes; pass++)
            {
                for (var unit = 0; unit < Units; unit++)
                {
                    var place = other(row, pass, unit);
                    equal += a[row, pass, unit] == b[place.Row, place.Pass, place.Unit] ? 1 : 0;
                }
            }
        }

        // For independent fair bits the agreements of a cyclic shift are pairwise independent, half of them equal.
        var limit = Limit(a.Length, 0.5);
        Assert.True(Math.Abs(equal - (0.5 * a.Length)) < limit, $"{what}: {equal} of {a.Length} agree; expected half, within {limit:F0}.");
    }

    private static double Limit(int count, double probability) =>
        Normal.InvCDF(0, 1, 1 - (StatAssert.FalseAlarmRate / 2)) * Math.Sqrt(count * probability * (1 - probability));
}
