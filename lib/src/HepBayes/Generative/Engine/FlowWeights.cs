using HepBayes.Networks;

namespace HepBayes.Generative.Engine;

/// <summary>
/// The parameters of a flow in the forms that its passes read. For a variational flow the flat vector is followed by one number
/// for every weight, the logarithm of its variance.
/// </summary>
internal sealed unsafe class FlowWeights<T> where T : unmanaged
{
    private readonly FlowLayout layout;
    private readonly PinnedMemory<T> values;
    private readonly PinnedMemory<T> transposed;
    private readonly PinnedMemory<T>? variances;
    private readonly PinnedMemory<T>? transposedVariances;

    public FlowWeights(FlowLayout layout, bool variational)
    {
        (this.layout, IsVariational) = (layout, variational);
        values = new(layout.Parameters);
        transposed = new(layout.Parameters);
        if (variational)
            (variances, transposedVariances) = (new(layout.Parameters), new(layout.Parameters));
    }

    public bool IsVariational { get; }

    /// <summary>Takes over parameters.</summary>
    public void Set(ReadOnlySpan<T> parameters)
    {
        parameters[..layout.Parameters].CopyTo(values.Span);
        var next = layout.Parameters;
        foreach (var block in layout.Weights)
        {
            Transpose(values.Pointer + block.Offset, transposed.Pointer + block.Offset, block.Rows, block.Columns);
            if (variances is null)
                continue;
            for (var i = 0; i < block.Count; i++)
                variances.Pointer[block.Offset + i] = Real.From<T>(Math.Exp(VariationalWeights.Clamped(Real.ToDouble(parameters[next++]))));
            Transpose(variances.Pointer + block.Offset, transposedVariances!.Pointer + block.Offset, block.Rows, block.Columns);
        }
    }

    /// <summary>The parameters of the network of a block.</summary>
    public SubnetWeights<T> Of(int block)
    {
        var offset = block * layout.Subnet.Layout.Count;
        return new SubnetWeights<T>
        {
            Values = values.Pointer + offset,
            Transposed = transposed.Pointer + offset,
            Variances = variances is null ? null : variances.Pointer + offset,
            TransposedVariances = transposedVariances is null ? null : transposedVariances.Pointer + offset,
        };
    }

    private static void Transpose(T* source, T* target, int rows, int columns)
    {
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
                target[(j * rows) + i] = source[(i * columns) + j];
        }
    }
}
