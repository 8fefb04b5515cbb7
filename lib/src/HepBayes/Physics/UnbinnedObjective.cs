using System.Buffers;
using HepBayes.Runtime;

namespace HepBayes.Physics;

/// <summary>
/// The sum of the expected numbers minus the sum over events of ln lambda(x). Blocks of events are worked through on all threads;
/// their sums are added in order, so the bits do not depend on the number of threads.
/// </summary>
internal sealed class UnbinnedObjective : FitObjective
{
    // Rows of a block stay in the first-level cache for one parameter, in the second for all.
    private const int Block = 512;
    private readonly UnbinnedData data;
    private readonly ParallelLoop loop;
    private readonly int blocks;
    private readonly int scratch;
    private readonly double[] sums;
    private readonly double[] gradients;
    private double[] informations = [];
    private bool wantsInformation;

    public UnbinnedObjective(FitModel model, UnbinnedData data)
        : base(model, data)
    {
        this.data = data;
        blocks = (data.Count + Block - 1) / Block;
        scratch = Block * (2 + Parameters + model.Components.Max(c => c.Shape.Parameters.Count));
        sums = new double[blocks];
        gradients = new double[blocks * Parameters];
        loop = new ParallelLoop(Work);
    }

    public override void Dispose()
    {
        loop.Dispose();
        base.Dispose();
    }

    protected override double Likelihood(Span<double> gradient, Span<double> information)
    {
        wantsInformation = !information.IsEmpty;
        if (wantsInformation && informations.Length == 0)
            informations = new double[blocks * Parameters * Parameters];
        loop.Run(blocks);
        var sum = 0.0;
        for (var c = 0; c < Shapes.Length; c++)
        {
            sum += Shapes[c].Yield;
            gradient[Model.YieldOf(c)] += 1;
        }

        for (var block = 0; block < blocks; block++)
        {
            sum -= sums[block];
            AddRow(gradient, gradients, block, -1);
            if (wantsInformation)
                AddRow(information, informations, block, 1);
        }

        return sum;
    }

    private static void AddRow(Span<double> target, double[] rows, int row, double sign)
    {
        var source = rows.AsSpan(row * target.Length, target.Length);
        for (var i = 0; i < target.Length; i++)
            target[i] += sign * source[i];
    }

    private void Work(int block)
    {
        var space = ArrayPool<double>.Shared.Rent(scratch);
        var count = Math.Min(Block, data.Count - (block * Block));
        var columns = VectorSpans.Padded(count);
        var x = data.Values.AsSpan(block * Block, columns);
        var density = space.AsSpan(0, columns);
        var derivatives = space.AsSpan(columns, Parameters * columns);
        density.Clear();
        derivatives.Clear();
        foreach (var shape in Shapes)
            shape.AddDensity(x, density, derivatives, space.AsSpan((1 + Parameters) * columns));
        density[count..].Fill(1);
        sums[block] = VectorSpans.LogSumAndInvert(density);
        for (var i = 0; i < Parameters; i++)
        {
            var row = derivatives.Slice(i * columns, columns);
            row[count..].Clear();
            gradients[(block * Parameters) + i] = VectorSpans.Dot(row, density);
        }

        if (wantsInformation)
            Products(block, columns, density, derivatives);
        ArrayPool<double>.Shared.Return(space);
    }

    private void Products(int block, int columns, ReadOnlySpan<double> inverse, Span<double> derivatives)
    {
        var target = informations.AsSpan(block * Parameters * Parameters, Parameters * Parameters);
        for (var i = 0; i < Parameters; i++)
        {
            var row = derivatives.Slice(i * columns, columns);
            VectorSpans.Multiply(row, inverse);
            for (var j = 0; j <= i; j++)
            {
                var sum = VectorSpans.Dot(row, derivatives.Slice(j * columns, columns));
                (target[(i * Parameters) + j], target[(j * Parameters) + i]) = (sum, sum);
            }
        }
    }
}
