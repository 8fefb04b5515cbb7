using System.Runtime.Intrinsics;
using HepBayes.Networks;

namespace HepBayes.Prediction;

/// <summary>
/// Turns raw outputs of one network for several rows into expected targets. The common likelihoods run along vectors;
/// every other goes row by row through its own <see cref="Likelihood.Mean"/>.
/// </summary>
internal sealed class NetworkMeans(Likelihood likelihood, int outputs)
{
    private readonly int columns = likelihood.MeanColumns(outputs);

    /// <param name="raw">[rows, outputs].</param>
    /// <param name="hyperParameters">The likelihood's hyper-parameters of the network.</param>
    /// <param name="means">Receives [rows, columns]; room for a whole number of vectors.</param>
    public void Apply(ReadOnlySpan<float> raw, ReadOnlySpan<double> hyperParameters, Span<float> means)
    {
        switch (likelihood)
        {
            case NoiseLikelihood:
                raw.CopyTo(means);
                break;
            case BernoulliLikelihood:
                raw.CopyTo(means);
                Probabilities(means);
                break;
            default:
                Moments(likelihood.Mean, raw, hyperParameters, means);
                break;
        }
    }

    /// <summary>The likelihood's variances, [rows, columns].</summary>
    public void Variances(ReadOnlySpan<float> raw, ReadOnlySpan<double> hyperParameters, Span<float> variances) =>
        Moments(likelihood.Variance, raw, hyperParameters, variances);

    private static void Probabilities(Span<float> logOdds)
    {
        for (var i = 0; i < logOdds.Length; i += Vector256<float>.Count)
        {
            var own = logOdds.Slice(i, Vector256<float>.Count);
            var z = Vector256.Create<float>(own);
            var e = Vector256.Exp(-Vector256.Abs(z));
            // exp(-|z|) is the odds of the less likely label, which keeps small probabilities exact.
            var numerator = Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(z, Vector256<float>.Zero), Vector256<float>.One, e);
            (numerator / (Vector256<float>.One + e)).CopyTo(own);
        }
    }

    private delegate void Moment(ReadOnlySpan<double> outputs, ReadOnlySpan<double> hyperParameters, Span<double> result);

    private void Moments(Moment moment, ReadOnlySpan<float> raw, ReadOnlySpan<double> hyperParameters, Span<float> result)
    {
        Span<double> own = stackalloc double[outputs];
        Span<double> values = stackalloc double[columns];
        for (int i = 0, target = 0; i < raw.Length; i += outputs, target += columns)
        {
            for (var o = 0; o < outputs; o++)
                own[o] = raw[i + o];
            moment(own, hyperParameters, values);
            for (var c = 0; c < columns; c++)
                result[target + c] = (float)values[c];
        }
    }
}
