using HepBayes.Networks;
using HepBayes.Runtime;

namespace HepBayes.Prediction;

/// <summary>
/// What each network predicts for each row: the probability of a 1 (Bernoulli) or of each class (categorical), the expected
/// target otherwise. The spread over draws is the uncertainty of the network, without the noise of single events;
/// <see cref="TotalStandardDeviation"/> and <see cref="Noisy"/> add that noise.
/// </summary>
public sealed class PosteriorPredictive : PredictiveDraws
{
    private readonly NetworkStack stack;
    private readonly float[] values;
    private readonly int width;

    /// <param name="stack">The networks.</param>
    /// <param name="values">Their outputs, [networks, rows, outputs].</param>
    /// <param name="rows">Number of rows.</param>
    internal PosteriorPredictive(NetworkStack stack, float[] values, int rows)
        : base(stack.Chains, stack.Count, 1, rows, stack.Network.Likelihood.MeanColumns(stack.Network.Architecture.Outputs))
    {
        (this.stack, this.values, width) = (stack, values, stack.Network.Architecture.Outputs);
    }

    private delegate void Moment(ReadOnlySpan<double> outputs, ReadOnlySpan<double> hyperParameters, Span<double> result);

    internal Likelihood Likelihood => stack.Network.Likelihood;

    internal int TargetColumns => Likelihood.TargetColumns(width);

    /// <summary>The predictions of one network, [rows].</summary>
    /// <param name="draw">From 0.</param>
    /// <param name="output">Which output or class, from 0.</param>
    public double[] Network(int draw, int output = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(draw);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(draw, Draws);
        ArgumentOutOfRangeException.ThrowIfNegative(output);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(output, Outputs);
        var (result, outputs, mean) = (new double[Rows], new double[width], new double[Outputs]);
        for (var row = 0; row < Rows; row++)
        {
            CopyOutputs(draw, row, outputs);
            Likelihood.Mean(outputs, stack.HyperParameters(draw), mean);
            result[row] = mean[output];
        }

        return result;
    }

    /// <summary>Standard deviation of the noise of a single event, [rows]: the root of the mean over networks of the likelihood's variance.</summary>
    /// <param name="output">Which output or class, from 0.</param>
    /// <param name="weights">Weights of the networks; null for equal ones.</param>
    public double[] NoiseStandardDeviation(int output = 0, ImportanceWeights? weights = null) =>
        Array.ConvertAll(NoiseVariance(output, weights), Math.Sqrt);

    /// <summary>
    /// Standard deviation of a new event's target, [rows], by the law of total variance: the likelihood's variance averaged
    /// over networks, plus the variance of the networks' means.
    /// </summary>
    /// <param name="output">Which output or class, from 0.</param>
    /// <param name="weights">Weights of the networks; null for equal ones.</param>
    public double[] TotalStandardDeviation(int output = 0, ImportanceWeights? weights = null)
    {
        var noise = NoiseVariance(output, weights);
        var spread = StandardDeviation(output, weights);
        return [.. noise.Select((variance, row) => Math.Sqrt(variance + (spread[row] * spread[row])))];
    }

    /// <summary>
    /// Targets of new events, with the likelihood's noise: each network draws some for each row. Quantiles and intervals of
    /// the result say where a measured target should lie.
    /// </summary>
    /// <param name="seed">Decides every number.</param>
    /// <param name="samples">Targets that each network draws for a row, at least 1; more make quantiles smoother.</param>
    public NoisyPredictive Noisy(int seed, int samples = 4)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        return new NoisyPredictive(this, seed, samples);
    }

    /// <summary>Log predictive density of targets, each row's log of the mean over networks of p(target | network): the score of the posterior model average.</summary>
    /// <param name="targets">[rows, target columns], row by row, in the unit of training.</param>
    /// <param name="weights">Weights of the networks; null for equal ones.</param>
    /// <exception cref="ArgumentException">The number of targets does not fit, or one is impossible.</exception>
    public LogScore LogPredictiveDensity(float[] targets, ImportanceWeights? weights = null)
    {
        CheckTargets(targets);
        var logWeights = weights is null ? null : Array.ConvertAll(weights.ForDraws(Networks, 1), Math.Log);
        var result = new double[Rows];
        Parallel.For(0, Rows, Compute.Parallel, row =>
        {
            var terms = LogLikelihoods(row, targets);
            for (var n = 0; n < terms.Length; n++)
                terms[n] += logWeights is null ? -Math.Log(terms.Length) : logWeights[n];
            result[row] = LogSum.Of(terms);
        });
        return new LogScore(result);
    }

    /// <summary>log p(target | network) of one row, [networks].</summary>
    internal double[] LogLikelihoods(int row, float[] targets)
    {
        var (result, outputs, target) = (new double[Networks], new double[width], new double[TargetColumns]);
        for (var t = 0; t < target.Length; t++)
            target[t] = targets[(row * target.Length) + t];
        for (var n = 0; n < result.Length; n++)
        {
            CopyOutputs(n, row, outputs);
            result[n] = Likelihood.LogProbability(outputs, target, stack.HyperParameters(n));
        }

        return result;
    }

    /// <summary>log p(one target | network) of one row, [networks]; for noise that is independent from target to target.</summary>
    internal double[] LogLikelihoods(int row, double value, int target)
    {
        var single = (IIndependentNoise)Likelihood;
        var (result, outputs) = (new double[Networks], new double[width]);
        for (var n = 0; n < result.Length; n++)
        {
            CopyOutputs(n, row, outputs);
            result[n] = single.LogProbability(outputs, value, stack.HyperParameters(n), target);
        }

        return result;
    }

    internal void CheckTargets(float[] targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        if (targets.Length != Rows * TargetColumns)
            throw new ArgumentException($"{targets.Length} targets for {Rows} predicted rows; expected {TargetColumns} for each row. Give the targets of the rows that were predicted.", nameof(targets));
        var bad = Array.FindIndex(targets, t => !float.IsFinite(t));
        if (bad >= 0)
            throw new ArgumentException($"The target of row {bad / TargetColumns} is {targets[bad]}; a score needs finite numbers. Leave such rows out.", nameof(targets));
    }

    /// <summary>Targets that the networks draw for one row; the numbers depend on seed, row and target alone.</summary>
    internal void Sample(int row, int seed, int samples, int column, double[] draws)
    {
        // Independent noise of one target is drawn without that of the others; its numbers are a stream of their own.
        var single = Likelihood as IIndependentNoise;
        var stream = single is null ? row : checked((row * TargetColumns) + column);
        var random = new CounterRandom((ulong)seed, RandomStreams.Of(RandomPurpose.PredictiveNoise, stream));
        Span<double> outputs = stackalloc double[width];
        Span<double> target = stackalloc double[TargetColumns];
        for (var draw = 0; draw < draws.Length; draw++)
        {
            var network = draw / samples;
            if (draw % samples == 0)
                CopyOutputs(network, row, outputs);
            if (single is not null)
            {
                draws[draw] = single.Sample(outputs, stack.HyperParameters(network), random, column);
                continue;
            }

            Likelihood.Sample(outputs, stack.HyperParameters(network), random, target);
            draws[draw] = target[column];
        }
    }

    /// <inheritdoc/>
    private protected override ClassKind Classes => Likelihood switch
    {
        BernoulliLikelihood => ClassKind.Binary,
        CategoricalLikelihood => ClassKind.Several,
        _ => ClassKind.None,
    };

    /// <inheritdoc/>
    private protected override void Fill(int first, int count, int output, double[][] draws) => Fill(Likelihood.Mean, first, count, output, draws);

    private double[] NoiseVariance(int output, ImportanceWeights? weights) =>
        Single(output, weights, RowStatistics.Mean, (first, count, o, draws) => Fill(Likelihood.Variance, first, count, o, draws));

    private void Fill(Moment moment, int first, int count, int output, double[][] draws)
    {
        Span<double> outputs = stackalloc double[width];
        Span<double> result = stackalloc double[Outputs];
        for (var n = 0; n < Networks; n++)
        {
            var hyper = stack.HyperParameters(n);
            for (var r = 0; r < count; r++)
            {
                CopyOutputs(n, first + r, outputs);
                moment(outputs, hyper, result);
                draws[r][n] = result[output];
            }
        }
    }

    private void CopyOutputs(int network, int row, Span<double> outputs)
    {
        var own = values.AsSpan(((network * Rows) + row) * width, width);
        for (var o = 0; o < own.Length; o++)
            outputs[o] = own[o];
    }
}
