using TorchSharp;

namespace HepBayes.Networks;

/// <content>What the gradient engines call.</content>
public abstract partial class Likelihood
{
    /// <summary>
    /// Log-likelihood of several chains on any device, summed over rows. Without an override the rows pass one by one
    /// through the processor, which makes the device wait.
    /// </summary>
    /// <param name="outputs">Outputs of the network, [chains, rows, outputs].</param>
    /// <param name="targets">Targets, [rows, target columns].</param>
    /// <param name="weights">Event weights, [rows, 1]; null if all are 1.</param>
    /// <param name="hyperParameters">[chains, hyper-parameters].</param>
    /// <returns>
    /// Weighted log-likelihood [chains] in float64, its gradient with respect to the outputs (shape and type of
    /// <paramref name="outputs"/>) and to the hyper-parameters ([chains, hyper-parameters] in float64); the caller owns them.
    /// </returns>
    public virtual (torch.Tensor LogLikelihood, torch.Tensor OutputGradient, torch.Tensor HyperGradient) Evaluate(torch.Tensor outputs, torch.Tensor targets, torch.Tensor? weights, torch.Tensor hyperParameters)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(hyperParameters);
        var (chains, rows, width) = ((int)outputs.shape[0], (int)outputs.shape[1], (int)outputs.shape[2]);
        var (columns, hypers) = ((int)targets.shape[1], HyperParameters);
        var (f, y, h) = (HostMemory.Doubles(outputs), HostMemory.Doubles(targets), HostMemory.Doubles(hyperParameters));
        var w = weights is null ? null : HostMemory.Doubles(weights);
        var (values, delta, hyperGradient, own) = (new double[chains], new double[f.Length], new double[chains * hypers], new double[hypers]);
        for (var chain = 0; chain < chains; chain++)
        {
            for (var row = 0; row < rows; row++)
            {
                var place = ((chain * rows) + row) * width;
                var slopes = delta.AsSpan(place, width);
                var weight = w?[row] ?? 1;
                values[chain] += weight * Evaluate(f.AsSpan(place, width), y.AsSpan(row * columns, columns), h.AsSpan(chain * hypers, hypers), slopes, own);
                foreach (ref var slope in slopes)
                    slope *= weight;
                for (var i = 0; i < hypers; i++)
                    hyperGradient[(chain * hypers) + i] += weight * own[i];
            }
        }

        using var exact = HostMemory.Tensor(delta, outputs.shape, outputs.device);
        return (HostMemory.Tensor(values, [chains], outputs.device), exact.to(outputs.dtype, copy: true), HostMemory.Tensor(hyperGradient, [chains, hypers], outputs.device));
    }

    /// <summary>
    /// Log-likelihood of the valid rows of a tile. Writes its gradient with respect to the outputs (zero for rows that only
    /// fill up the tile) and adds that of the hyper-parameters.
    /// </summary>
    internal virtual unsafe double Evaluate<T>(in LikelihoodTile<T> tile, ReadOnlySpan<double> hyperParameters, Span<double> hyperGradient) where T : unmanaged
    {
        var size = (2 * tile.Outputs) + tile.TargetColumns + hyperParameters.Length;
        var space = size <= 512 ? stackalloc double[size] : new double[size];
        var f = space[..tile.Outputs];
        var slopes = space.Slice(tile.Outputs, tile.Outputs);
        var y = space.Slice(2 * tile.Outputs, tile.TargetColumns);
        var own = space[(size - hyperParameters.Length)..];
        var sum = 0.0;
        for (var row = 0; row < tile.Valid; row++)
        {
            for (var o = 0; o < f.Length; o++)
                f[o] = Real.ToDouble(tile.F[(o * tile.Rows) + row]);
            for (var c = 0; c < y.Length; c++)
                y[c] = Real.ToDouble(tile.Y[(c * tile.Rows) + row]);
            var weight = tile.Weight(row);
            sum += weight * Evaluate(f, y, hyperParameters, slopes, own);
            for (var o = 0; o < f.Length; o++)
                tile.Delta[(o * tile.Rows) + row] = Real.From<T>(weight * slopes[o]);
            for (var h = 0; h < own.Length; h++)
                hyperGradient[h] += weight * own[h];
        }

        for (var o = 0; o < f.Length; o++)
            new Span<T>(tile.Delta + (o * tile.Rows) + tile.Valid, tile.Rows - tile.Valid).Clear();
        return sum;
    }

    /// <summary>Terms times event weights.</summary>
    private protected static torch.Tensor Weighted(torch.Tensor terms, torch.Tensor? weights) =>
        weights is null ? terms : terms.mul(weights.to(terms.dtype));

    /// <summary>The gradient of no hyper-parameters, [chains, 0].</summary>
    private protected static torch.Tensor NoHypers(torch.Tensor outputs) =>
        torch.zeros([outputs.shape[0], 0], dtype: torch.float64, device: outputs.device);
}
