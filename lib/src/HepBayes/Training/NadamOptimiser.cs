namespace HepBayes.Training;

/// <summary>Adam with Nesterov's look ahead.</summary>
internal sealed record NadamOptimiser : Optimiser
{
    internal override void Step(Span<float> weights, ReadOnlySpan<float> gradient, double divisor, Span<float> first, Span<float> second, long step, double rate)
    {
        const double Beta1 = AdamOptimiser.Beta1, Beta2 = AdamOptimiser.Beta2;
        var (now, next, correct2) = (1 - Math.Pow(Beta1, step), 1 - Math.Pow(Beta1, step + 1), 1 - Math.Pow(Beta2, step));
        for (var i = 0; i < weights.Length; i++)
        {
            var slope = gradient[i] / divisor;
            var m = (Beta1 * first[i]) + ((1 - Beta1) * slope);
            var v = (Beta2 * second[i]) + ((1 - Beta2) * slope * slope);
            (first[i], second[i]) = ((float)m, (float)v);
            var ahead = (Beta1 * m / next) + ((1 - Beta1) * slope / now);
            weights[i] -= (float)(rate * ahead / (Math.Sqrt(v / correct2) + AdamOptimiser.Epsilon));
        }
    }
}
