using HepBayes.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Baselines;

/// <summary>
/// The Gauss-Newton matrix layer by layer as Kronecker products A x G / n (Martens and Grosse, arXiv 1503.05671; Ritter, Botev,
/// Barber, ICLR 2018): A sums the outer products of the layer's inputs, with a 1 for the bias, G those of the derivatives with
/// respect to its sums, and n is the number of rows. With prior scales s that depend on the input alone, the matrix in units of
/// the prior is the product of diag(s) A diag(s) / n and G, whose eigenvectors are products too.
/// </summary>
internal sealed class KroneckerCurvature : CurvatureSum
{
    private readonly Dictionary<int, (Tensor A, Tensor G)> factors = [];
    private double rows;

    public override void Add(IReadOnlyList<LayerDerivative> layers, Tensor? eventWeights, bool isFirst)
    {
        foreach (var layer in layers)
        {
            using var scope = NewDisposeScope();
            var (a, g) = FactorsOf(layer);
            g.add_(layer.Delta.t().mm(layer.Delta), Scalars.One);
            if (!isFirst)
                continue;
            var inputs = cat([layer.Inputs, ones([layer.Inputs.shape[0], 1], dtype: float64)], 1);
            a.add_(inputs.t().mm(eventWeights is null ? inputs : inputs.mul(eventWeights)), Scalars.One);
        }

        if (isFirst)
            rows += eventWeights is null ? layers[0].Inputs.shape[0] : HostMemory.Doubles(eventWeights).Sum();
    }

    public override WhitenedCurvature Whiten(double[] scales)
    {
        var layers = new List<Layer>();
        var offset = 0;
        foreach (var (a, g) in factors.OrderBy(f => f.Key).Select(f => f.Value))
        {
            using var scope = NewDisposeScope();
            var (inputs, outputs) = ((int)a.shape[0], (int)g.shape[0]);
            var s = tensor(InputScales(scales.AsSpan(offset, inputs * outputs), outputs));
            using Scalar count = rows;
            var (da, ua) = linalg.eigh(a.mul(s.unsqueeze(0)).mul_(s.unsqueeze(1)).div_(count));
            var (dg, ug) = linalg.eigh(g);
            var values = da.clamp_min(Scalars.Zero).unsqueeze(1).mul(dg.clamp_min(Scalars.Zero).unsqueeze(0));
            layers.Add(new Layer(inputs, outputs, HostMemory.Doubles(values), HostMemory.Doubles(ua), HostMemory.Doubles(ug)));
            offset += inputs * outputs;
        }

        return new Products(layers);
    }

    public override void Dispose()
    {
        foreach (var (a, g) in factors.Values)
        {
            a.Dispose();
            g.Dispose();
        }
    }

    private (Tensor A, Tensor G) FactorsOf(LayerDerivative layer)
    {
        if (factors.TryGetValue(layer.Layer, out var found))
            return found;
        var (inputs, outputs) = (layer.Inputs.shape[1] + 1, layer.Delta.shape[1]);
        return factors[layer.Layer] = (zeros([inputs, inputs], dtype: float64).DetachFromDisposeScope(), zeros([outputs, outputs], dtype: float64).DetachFromDisposeScope());
    }

    private static double[] InputScales(ReadOnlySpan<double> scales, int outputs)
    {
        var result = new double[scales.Length / outputs];
        for (var i = 0; i < scales.Length; i++)
        {
            result[i / outputs] = scales[i - (i % outputs)];
            if (Math.Abs(scales[i] - result[i / outputs]) > 1e-6 * scales[i])
                throw new ArgumentException($"The prior has the scales {result[i / outputs]} and {scales[i]} for weights of one input; Kronecker factors need one scale for all weights of an input. Use the diagonal or the full structure.");
        }

        return result;
    }

    private sealed record Layer(int Inputs, int Outputs, double[] Values, double[] InputVectors, double[] OutputVectors)
    {
        public int Count => Inputs * Outputs;
    }

    private sealed class Products(List<Layer> layers) : WhitenedCurvature([.. layers.SelectMany(l => l.Values)])
    {
        public override double[] Rotate(double[] coordinates, int draws)
        {
            using var scope = NewDisposeScope();
            var all = tensor(coordinates).reshape(draws, coordinates.Length / draws);
            var (parts, offset) = (new List<Tensor>(), 0);
            foreach (var layer in layers)
            {
                var own = all.narrow(1, offset, layer.Count).reshape(draws, layer.Inputs, layer.Outputs);
                var ua = tensor(layer.InputVectors).reshape(layer.Inputs, layer.Inputs);
                var ug = tensor(layer.OutputVectors).reshape(layer.Outputs, layer.Outputs);
                parts.Add(ua.matmul(own).matmul(ug.t()).flatten(1));
                offset += layer.Count;
            }

            return HostMemory.Doubles(cat(parts, 1));
        }
    }
}
