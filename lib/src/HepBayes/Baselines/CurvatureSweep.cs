using HepBayes.Networks;
using static TorchSharp.torch;

namespace HepBayes.Baselines;

/// <summary>
/// Takes all rows of a posterior through the network, in float64, and gives the derivatives that make up its generalised
/// Gauss-Newton matrix H = sum over rows of J^T C J, with the Jacobian J of the outputs and the curvature C = S S^T of the
/// likelihood (Schraudolph, Neural Computation 14 (2002) 1723): H is the sum of squares of the derivatives of S^T f.
/// </summary>
internal sealed class CurvatureSweep
{
    private const int MostRows = 1024;

    // Numbers of a block of Jacobians.
    private const int MostNumbers = 1 << 22;

    private readonly BayesianNetwork network;
    private readonly RowTiles<float> rows;
    private readonly double[] weights;
    private readonly double[] hyperParameters;

    /// <param name="posterior">Model and rows, on the processor.</param>
    /// <param name="position">The parameter vector where to expand.</param>
    public CurvatureSweep(DensePosterior posterior, ReadOnlySpan<float> position)
    {
        (network, rows) = (posterior.Network, posterior.Cpu!.Rows);
        weights = new double[network.Architecture.Layout.Count];
        Conversion.ToDoubles(position[..weights.Length], weights);
        hyperParameters = [.. network.LikelihoodParameters(position).ToArray().Select(h => (double)h)];
    }

    /// <summary>Log-likelihood of all rows, after <see cref="Run"/>.</summary>
    public double LogLikelihood { get; private set; }

    /// <summary>Gives every derivative of every block of rows to a curvature.</summary>
    /// <param name="curvature">What sums them up.</param>
    /// <param name="firstLayer">The first layer whose parameters matter.</param>
    public void Run(CurvatureSum curvature, int firstLayer)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var architecture = network.Architecture;
        var (inputs, targets, eventWeights) = (rows.InputRows(), rows.TargetRows(), rows.WeightRows());
        var position = tensor(weights).reshape(1, weights.Length);
        var x = tensor(inputs).to(float64).reshape(rows.Rows, architecture.Inputs);
        var blockRows = Math.Clamp(MostNumbers / weights.Length, 16, MostRows);
        LogLikelihood = 0;
        for (var first = 0; first < rows.Rows; first += blockRows)
        {
            using var block = NewDisposeScope();
            var count = Math.Min(blockRows, rows.Rows - first);
            var own = eventWeights.Length == 0 ? null : Array.ConvertAll(eventWeights[first..(first + count)], w => (double)w);
            var levels = TensorPass.Forward(architecture, position, x.narrow(0, first, count));
            var roots = Roots(TensorMemory.Span<double>(levels[^1].Values.contiguous()), targets.AsSpan(first * rows.TargetColumns), own, count);
            var eventColumn = own is null ? null : tensor(own).reshape(count, 1);
            for (var k = 0; k < architecture.Outputs; k++)
                curvature.Add(Derivatives(position, levels, roots.narrow(1, k, 1).transpose(0, 1), firstLayer), eventColumn, isFirst: k == 0);
        }
    }

    // Rows of S^T times the root of the event weight, [rows, columns, outputs].
    private Tensor Roots(ReadOnlySpan<double> outputs, ReadOnlySpan<float> targets, double[]? eventWeights, int count)
    {
        var width = network.Architecture.Outputs;
        var curvature = new OutputCurvature(network.Likelihood, width);
        var (roots, target) = (new double[count * width * width], new double[rows.TargetColumns]);
        for (var row = 0; row < count; row++)
        {
            var f = outputs.Slice(row * width, width);
            Conversion.ToDoubles(targets.Slice(row * target.Length, target.Length), target);
            var weight = eventWeights?[row] ?? 1;
            LogLikelihood += weight * network.Likelihood.LogProbability(f, target, hyperParameters);
            var own = roots.AsSpan(row * width * width, width * width);
            curvature.Root(f, target, hyperParameters, own);
            foreach (ref var number in own)
                number *= Math.Sqrt(weight);
        }

        return tensor(roots).reshape(count, width, width);
    }

    // From the output layer to the first one wanted.
    private List<LayerDerivative> Derivatives(Tensor position, List<(Tensor Sums, Tensor Values)> levels, Tensor delta, int firstLayer)
    {
        var architecture = network.Architecture;
        var result = new List<LayerDerivative>();
        Tensor? slopeDelta = null;
        for (var layer = architecture.Layers - 1; layer >= firstLayer; layer--)
        {
            result.Insert(0, new LayerDerivative(layer, levels[layer].Values.squeeze(0), delta.squeeze(0), slopeDelta?.squeeze(0)));
            if (layer > firstLayer)
                delta = TensorPass.Below(architecture, position, levels, layer, delta, out slopeDelta);
        }

        return result;
    }
}
