namespace HepBayes.Training;

/// <summary>Adam.</summary>
internal sealed record AdamOptimiser : Optimiser
{
    public const double Beta1 = 0.9;
    public const double Beta2 = 0.999;
    public const double Epsilon = 1e-8;

    /// <summary>Decay of the running mean of the gradient.</summary>
    public double FirstDecay { get; init; } = Beta1;

    internal override void Step(Span<float> weights, ReadOnlySpan<float> gradient, double divisor, Span<float> first, Span<float> second, long step, double rate)
    {
        var (correct1, correct2) = (1 - Math.Pow(FirstDecay, step), 1 - Math.Pow(Beta2, step));
        for (var i = 0; i < weights.Length; i++)
        {
            var slope = gradient[i] / divisor;
            var m = (FirstDecay * first[i]) + ((1 - FirstDecay) * slope);
            var v = (Beta2 * second[i]) + ((1 - Beta2) * slope * slope);
            (first[i], second[i]) = ((float)m, (float)v);
            weights[i] -= (float)(rate * (m / correct1) / (Math.Sqrt(v / correct2) + Epsilon));
        }
    }
}
