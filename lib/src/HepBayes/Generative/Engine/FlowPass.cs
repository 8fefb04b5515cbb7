using System.Runtime.Intrinsics;
using HepBayes.Networks;

namespace HepBayes.Generative.Engine;

/// <summary>One tile of rows through all blocks of a flow: from variables to latent ones, back, and the gradient of the log density.</summary>
internal sealed unsafe class FlowPass<T> where T : unmanaged
{
    private const int Rows = RowTiles<T>.TileRows;
    private readonly FlowLayout layout;
    private readonly Subnet<T> subnet;
    private readonly CouplingKernel<T> coupling;

    public FlowPass(FlowLayout layout)
    {
        this.layout = layout;
        subnet = new Subnet<T>(layout.Subnet);
        coupling = CouplingKernel<T>.Of(layout.Design.Coupling);
    }

    /// <summary>Random positions that a tile takes where the weights are noisy.</summary>
    public ulong PositionsOfTile => subnet.PositionsOfTile * (ulong)layout.Design.Blocks;

    private int Blocks => layout.Design.Blocks;

    /// <summary>From the variables in <see cref="FlowWorkspace{T}.Mixed"/> to the state behind the last block, and log |dz/dx|.</summary>
    public void Forward(FlowWeights<T> weights, FlowWorkspace<T> space, in NoisePlace noise)
    {
        new Span<T>(space.LogDeterminant, Rows).Clear();
        for (var block = 0; block < Blocks; block++)
        {
            Mix(layout.Mixings[block], space.Mixed, space.State(block), transposed: false);
            var parameters = Parameters(weights, space, block, space.State(block), noise);
            // The state in front of the block is kept for the way back.
            new ReadOnlySpan<T>(space.State(block), layout.Dimensions * Rows).CopyTo(new Span<T>(space.Mixed, layout.Dimensions * Rows));
            for (var variable = 0; variable < layout.Transformed; variable++)
                coupling.Forward(parameters + (variable * Stride), space.Mixed + ((layout.Kept + variable) * Rows), space.LogDeterminant);
        }

        new ReadOnlySpan<T>(space.Mixed, layout.Dimensions * Rows).CopyTo(new Span<T>(space.State(Blocks), layout.Dimensions * Rows));
    }

    /// <summary>From the latent variables in <see cref="FlowWorkspace{T}.Mixed"/> to the variables there, and log |dx/dz|.</summary>
    public void Inverse(FlowWeights<T> weights, FlowWorkspace<T> space)
    {
        new Span<T>(space.LogDeterminant, Rows).Clear();
        for (var block = Blocks - 1; block >= 0; block--)
        {
            var parameters = Parameters(weights, space, block, space.Mixed, default);
            for (var variable = 0; variable < layout.Transformed; variable++)
                coupling.Inverse(parameters + (variable * Stride), space.Mixed + ((layout.Kept + variable) * Rows), space.LogDeterminant);
            Mix(layout.Mixings[block], space.Mixed, space.State(block), transposed: true);
            new ReadOnlySpan<T>(space.State(block), layout.Dimensions * Rows).CopyTo(new Span<T>(space.Mixed, layout.Dimensions * Rows));
        }
    }

    /// <summary>After <see cref="Forward"/>: adds the gradient of sum of coefficient times log density over the rows.</summary>
    public void Backward(FlowWeights<T> weights, FlowWorkspace<T> space, T* gradient, T* varianceGradient)
    {
        // log p = -z^2/2 + log |dz/dx| + constant.
        for (var variable = 0; variable < layout.Dimensions; variable++)
        {
            T* z = space.State(Blocks) + (variable * Rows), own = space.Gradient + (variable * Rows);
            for (var r = 0; r < Rows; r += Vector256<T>.Count)
                (-Vector256.Load(z + r) * Vector256.Load(space.Coefficients + r)).Store(own + r);
        }

        for (var block = Blocks - 1; block >= 0; block--)
        {
            Backward(weights, space, block, gradient + (block * layout.Subnet.Layout.Count), varianceGradient is null ? null : varianceGradient + (block * layout.Subnet.Layout.Count));
            if (block > 0)
                ToInput(space, block);
        }
    }

    /// <summary>
    /// After <see cref="Forward"/>: from a gradient with respect to the latent variables, in <see cref="FlowWorkspace{T}.Gradient"/>, to
    /// that with respect to the variables, left there. Coefficients are set to 0.
    /// </summary>
    /// <param name="weights">The parameters.</param>
    /// <param name="space">The tile.</param>
    /// <param name="unused">Receives what is not wanted, [parameters of a block].</param>
    public void PullBack(FlowWeights<T> weights, FlowWorkspace<T> space, T* unused)
    {
        // The log determinant does not count.
        new Span<T>(space.Coefficients, Rows).Clear();
        for (var block = Blocks - 1; block >= 0; block--)
        {
            Backward(weights, space, block, unused, null);
            ToInput(space, block);
        }
    }

    private int Stride => layout.Design.Coupling.Parameters * Rows;

    private void Backward(FlowWeights<T> weights, FlowWorkspace<T> space, int block, T* gradient, T* varianceGradient)
    {
        var parameters = space.Level(block, layout.Subnet.Layers);
        for (var variable = 0; variable < layout.Transformed; variable++)
        {
            var place = (layout.Kept + variable) * Rows;
            coupling.Backward(parameters + (variable * Stride), space.State(block) + place, space.Gradient + place, space.Coefficients, space.Delta + (variable * Stride));
        }

        subnet.Backward(weights.Of(block), space, block, gradient, varianceGradient);
    }

    // Adds what reaches the kept variables through the network and undoes the mixing.
    private void ToInput(FlowWorkspace<T> space, int block)
    {
        for (var i = 0; i < layout.Kept * Rows; i += Vector256<T>.Count)
            (Vector256.Load(space.Gradient + i) + Vector256.Load(space.Delta + i)).Store(space.Gradient + i);
        Mix(layout.Mixings[block], space.Gradient, space.Mixed, transposed: true);
        new ReadOnlySpan<T>(space.Mixed, layout.Dimensions * Rows).CopyTo(new Span<T>(space.Gradient, layout.Dimensions * Rows));
    }

    private T* Parameters(FlowWeights<T> weights, FlowWorkspace<T> space, int block, T* state, in NoisePlace noise)
    {
        var input = space.Level(block, 0);
        new ReadOnlySpan<T>(state, layout.Kept * Rows).CopyTo(new Span<T>(input, layout.Kept * Rows));
        if (layout.Design.Conditions > 0)
            new ReadOnlySpan<T>(space.Conditions, layout.Design.Conditions * Rows).CopyTo(new Span<T>(input + (layout.Kept * Rows), layout.Design.Conditions * Rows));
        if (layout.Kept + layout.Design.Conditions == 0)
            new Span<T>(input, Rows).Fill(Real.From<T>(1));
        subnet.Forward(weights.Of(block), space, block, noise);
        return space.Level(block, layout.Subnet.Layers);
    }

    private void Mix(double[] matrix, T* x, T* y, bool transposed)
    {
        var d = layout.Dimensions;
        for (var to = 0; to < d; to++)
        {
            var target = y + (to * Rows);
            new Span<T>(target, Rows).Clear();
            for (var from = 0; from < d; from++)
            {
                var factor = transposed ? matrix[(from * d) + to] : matrix[(to * d) + from];
                if (factor == 0)
                    continue;
                for (var r = 0; r < Rows; r += Vector256<T>.Count)
                    Lane<T>.Fma(Lane<T>.Of(factor), Vector256.Load(x + (from * Rows) + r), Vector256.Load(target + r)).Store(target + r);
            }
        }
    }
}
