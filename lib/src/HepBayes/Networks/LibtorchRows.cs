using static TorchSharp.torch;

namespace HepBayes.Networks;

/// <summary>
/// The tensor engine over rows that are stored in tiles, with the memory of the caller: for the networks on the processor
/// that our own kernels do not serve.
/// </summary>
internal sealed unsafe class LibtorchRows<T> : IDisposable where T : unmanaged
{
    private readonly RowTiles<T> rows;
    private readonly TensorDenseEngine engine;
    private readonly int parameters;

    public LibtorchRows(Mlp network, Likelihood likelihood, RowTiles<T> rows)
    {
        this.rows = rows;
        parameters = network.Layout.Count + likelihood.HyperParameters;
        engine = new TensorDenseEngine(network, likelihood, rows.InputRows(), rows.TargetRows(), rows.Rows, CPU, NumberType, rows.WeightRows());
    }

    private static ScalarType NumberType => typeof(T) == typeof(float) ? ScalarType.Float32 : ScalarType.Float64;

    /// <summary>Log-likelihoods [chains] and gradients [chains, parameters] over all rows, or over chosen tiles.</summary>
    public void Evaluate(T* positions, int chains, Func<int, ReadOnlyMemory<int>>? tilesOf, Span<double> logLikelihood, T* gradient)
    {
        using var scope = NewDisposeScope();
        var position = Tensor(positions, chains);
        if (tilesOf is null)
        {
            Copy(engine.Evaluate(position), logLikelihood, gradient);
            return;
        }

        for (var chain = 0; chain < chains; chain++)
        {
            using var own = NewDisposeScope();
            var chosen = tensor(RowsOf(tilesOf(chain).Span));
            Copy(engine.Evaluate(position.narrow(0, chain, 1), chosen), logLikelihood[chain..], gradient + ((nint)chain * parameters));
        }
    }

    /// <summary>Outputs of every network for every row, [networks, rows, outputs].</summary>
    public void Forward(T* positions, int networks, Span<float> outputs)
    {
        using var scope = NewDisposeScope();
        var position = Tensor(positions, networks);
        for (var n = 0; n < networks; n++)
        {
            using var own = NewDisposeScope();
            var values = TensorMemory.Span<float>(engine.Outputs(position.narrow(0, n, 1)).to(ScalarType.Float32).contiguous());
            values.CopyTo(outputs[(n * values.Length)..]);
        }
    }

    public void Dispose() => engine.Dispose();

    private static void Copy((Tensor LogLikelihood, Tensor Gradient) result, Span<double> logLikelihood, T* gradient)
    {
        TensorMemory.Span<double>(result.LogLikelihood).CopyTo(logLikelihood);
        var values = TensorMemory.Span<T>(result.Gradient);
        values.CopyTo(new Span<T>(gradient, values.Length));
    }

    private Tensor Tensor(T* values, int chains)
    {
        var result = empty([chains, parameters], dtype: NumberType);
        new ReadOnlySpan<T>(values, chains * parameters).CopyTo(TensorMemory.Span<T>(result));
        return result;
    }

    private long[] RowsOf(ReadOnlySpan<int> tiles)
    {
        var result = new List<long>(tiles.Length * RowTiles<T>.TileRows);
        foreach (var tile in tiles)
        {
            for (var r = 0; r < rows.RowsIn(tile); r++)
                result.Add(((long)tile * RowTiles<T>.TileRows) + r);
        }

        return [.. result];
    }
}
