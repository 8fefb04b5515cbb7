using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Tests.Support;

/// <summary>
/// Independent normal parameters around 0 as a sum over rows, each of them a block: row b has the log likelihood
/// -L x^2 / (2 N) + o_b x with offsets that sum to 0, so that a batch's gradient has noise of known variance everywhere.
/// </summary>
internal sealed class BlockNormalDensity : IBatchedDensity
{
    private readonly double[] precision;
    private readonly double[][] offsets;

    public BlockNormalDensity(double[] precision, int blocks, double[] offsetSpread)
    {
        NativeLibraries.EnsureLoaded();
        this.precision = precision;
        var random = new CounterRandom(91);
        offsets = [.. Enumerable.Range(0, blocks).Select(_ => offsetSpread.Select(s => s * random.NextNormal()).ToArray())];
        for (var p = 0; p < precision.Length; p++)
        {
            var mean = offsets.Average(o => o[p]);
            foreach (var offset in offsets)
                offset[p] -= mean;
        }
    }

    public long Rows => offsets.Length;

    public int Blocks => offsets.Length;

    public int BlockRows => 1;

    public int Parameters => precision.Length;

    public Device Device => CPU;

    public ScalarType NumberType => ScalarType.Float64;

    public string Fingerprint => "block normal";

    public Tensor? InitialVariance() => null;

    /// <summary>Variance of the gradient of a batch: N (N - n) / n times the variance of an offset.</summary>
    public double GradientVariance(int parameter, int count) =>
        (double)Blocks * (Blocks - count) / count * StatAssert.Variance([.. offsets.Select(o => o[parameter])]);

    public (Tensor LogDensity, Tensor Gradient) Evaluate(Tensor position)
    {
        var (logDensity, gradient) = (empty(position.shape[0], dtype: float64), empty_like(position));
        Evaluate(position, new RowBatch([[.. Enumerable.Range(0, Blocks)]]), logDensity, gradient);
        return (logDensity, gradient);
    }

    public void Evaluate(Tensor position, RowBatch batch, Tensor logDensity, Tensor gradient)
    {
        batch.Check((int)position.shape[0], Blocks);
        var x = TensorMemory.Span<double>(position);
        var values = TensorMemory.Span<double>(logDensity);
        var slopes = TensorMemory.Span<double>(gradient);
        values.Clear();
        for (var chain = 0; chain < values.Length; chain++)
        {
            var chosen = batch.Of(chain);
            for (var p = 0; p < Parameters; p++)
            {
                var (at, i) = (x[(chain * Parameters) + p], (chain * Parameters) + p);
                var offset = 0.0;
                foreach (var block in chosen)
                    offset += offsets[block][p];
                var share = (double)batch.Count / Blocks * precision[p];
                values[chain] += batch.LikelihoodFactor * ((-0.5 * share * at * at) + (offset * at));
                slopes[i] = batch.LikelihoodFactor * ((-share * at) + offset);
            }
        }
    }

    public void Dispose()
    {
    }
}
