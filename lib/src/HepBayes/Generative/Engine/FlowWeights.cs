using HepBayes.Networks;

namespace HepBayes.Generative.Engine;

/// <summary>
/// The parameters of a flow in the forms that its passes read. For a variational flow the flat vector is followed by one number
/// for every uncertain parameter, the logarithm of its variance.
/// </summary>
internal sealed unsafe class FlowWeights<T> where T : unmanaged
{
    private readonly FlowLayout layout;
    private readonly IReadOnlyList<ParameterBlock>? uncertain;
    private readonly PinnedMemory<T> values;
    private readonly PinnedMemory<T> transposed;
    private readonly PinnedMemory<T>? variances;
    private readonly PinnedMemory<T>? transposedVariances;

    public FlowWeights(FlowLayout layout, IReadOnlyList<ParameterBlock>? uncertain)
    {
        (this.layout, this.uncertain) = (layout, uncertain);
        values = new(layout.Parameters);
        transposed = new(layout.Parameters);
        if (IsVariational)
            (variances, transposedVariances) = (new(layout.Parameters), new(layout.Parameters));
    }

    public bool IsVariational => uncertain is not null;

    /// <summary>Takes over parameters.</summary>
    public void Set(ReadOnlySpan<T> parameters)
    {
        parameters[..layout.Parameters].CopyTo(values.Span);
        SetVariances(parameters[layout.Parameters..]);
        foreach (var block in layout.Weights)
        {
            Transpose(values.Pointer + block.Offset, transposed.Pointer + block.Offset, block.Rows, block.Columns);
            if (variances is not null)
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

    // What is not uncertain keeps the variance 0.
    private void SetVariances(ReadOnlySpan<T> logVariances)
    {
        var next = 0;
        foreach (var block in uncertain ?? [])
        {
            for (var i = block.Offset; i < block.Offset + block.Count; i++)
                variances!.Pointer[i] = Real.From<T>(Math.Exp(Real.ToDouble(logVariances[next++])));
        }
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
