using HepBayes.Runtime;
using TorchSharp;

namespace HepBayes.Networks;

/// <summary>Normal noise of fixed standard deviation, or of one that is sampled as its logarithm.</summary>
internal sealed class GaussianLikelihood : Likelihood
{
    private static readonly double HalfLogTwoPi = 0.5 * Math.Log(2 * Math.PI);
    private readonly double sd;
    private readonly double logSd;
    private readonly double spread;

    /// <param name="sd">Fixed value, or the prior's median.</param>
    /// <param name="spread">Prior standard deviation of log sd; 0 for a fixed value.</param>
    internal GaussianLikelihood(double sd, double spread)
    {
        if (!(sd > 0 && double.IsFinite(sd)))
            throw new ArgumentOutOfRangeException(nameof(sd), sd, "The standard deviation must be a positive number.");
        (this.sd, logSd, this.spread) = (sd, Math.Log(sd), spread);
    }

    public override string Name => spread > 0
        ? FormattableString.Invariant($"gaussian(median {sd}, spread {spread})")
        : FormattableString.Invariant($"gaussian(sd {sd})");

    public override int HyperParameters => spread > 0 ? 1 : 0;

    public override void CheckTargets(ReadOnlySpan<float> targets, string source)
    {
        // Any finite number can come from a normal distribution, and the caller has refused the others.
    }

    public override void Mean(ReadOnlySpan<double> outputs, ReadOnlySpan<double> hyperParameters, Span<double> mean) => outputs.CopyTo(mean);

    public override void Variance(ReadOnlySpan<double> outputs, ReadOnlySpan<double> hyperParameters, Span<double> variance) =>
        variance[..outputs.Length].Fill(Math.Exp(2 * LogSd(hyperParameters)));

    public override void Sample(ReadOnlySpan<double> outputs, ReadOnlySpan<double> hyperParameters, CounterRandom random, Span<double> targets)
    {
        for (var o = 0; o < outputs.Length; o++)
            targets[o] = outputs[o] + (Math.Exp(LogSd(hyperParameters)) * random.NextNormal());
    }

    public override double LogProbability(ReadOnlySpan<double> outputs, ReadOnlySpan<double> targets, ReadOnlySpan<double> hyperParameters)
    {
        var u = LogSd(hyperParameters);
        var squares = 0.0;
        for (var o = 0; o < outputs.Length; o++)
            squares += (targets[o] - outputs[o]) * (targets[o] - outputs[o]);
        return (-0.5 * squares * Math.Exp(-2 * u)) - (outputs.Length * (u + HalfLogTwoPi));
    }

    internal override void InitialiseHyperParameters(Span<double> hyperParameters) => hyperParameters.Fill(logSd);

    internal override double HyperPrior(ReadOnlySpan<double> hyperParameters, Span<double> gradient)
    {
        if (spread == 0)
            return 0;
        var z = (hyperParameters[0] - logSd) / spread;
        gradient[0] -= z / spread;
        return (-0.5 * z * z) - Math.Log(spread) - HalfLogTwoPi;
    }

    internal override unsafe double Evaluate<T>(T* f, T* y, T* delta, int outputs, int rows, int valid, ReadOnlySpan<double> hyperParameters, Span<double> hyperGradient)
    {
        var u = LogSd(hyperParameters);
        var precision = Math.Exp(-2 * u);
        var squares = 0.0;
        for (var o = 0; o < outputs; o++, f += rows, y += rows, delta += rows)
        {
            for (var r = 0; r < valid; r++)
            {
                var residual = Real.ToDouble(y[r]) - Real.ToDouble(f[r]);
                squares += residual * residual;
                delta[r] = Real.From<T>(residual * precision);
            }

            new Span<T>(delta + valid, rows - valid).Clear();
        }

        var count = (double)outputs * valid;
        if (spread > 0)
            hyperGradient[0] += (squares * precision) - count;
        return (-0.5 * squares * precision) - (count * (u + HalfLogTwoPi));
    }

    internal override (torch.Tensor LogLikelihood, torch.Tensor Delta, torch.Tensor HyperGradient) Evaluate(torch.Tensor f, torch.Tensor y, torch.Tensor hyperParameters)
    {
        var chains = f.shape[0];
        using Scalar count = (double)(f.shape[1] * f.shape[2]);
        using Scalar fixedLogSd = logSd;
        using var u = spread > 0
            ? hyperParameters.to(torch.float64).reshape(chains)
            : torch.full([chains], fixedLogSd, dtype: torch.float64, device: f.device);
        using var precision = u.mul(Scalars.MinusTwo).exp();
        using var residual = y.sub(f);
        using var scaled = residual.to(torch.float64).square().sum([1L, 2L]).mul(precision);
        var delta = residual.mul(precision.to(f.dtype).reshape(chains, 1, 1));
        var hyperGradient = spread > 0
            ? scaled.sub(count).reshape(chains, 1)
            : torch.zeros([chains, 0], dtype: torch.float64, device: f.device);
        return (scaled.mul(Scalars.MinusHalf).sub(u.add(Scalars.HalfLogTwoPi).mul(count)), delta, hyperGradient);
    }

    private double LogSd(ReadOnlySpan<double> hyperParameters) => spread > 0 ? hyperParameters[0] : logSd;
}
