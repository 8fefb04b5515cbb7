namespace HepBayes.Training;

/// <summary>Gradient descent with momentum.</summary>
internal sealed record SgdOptimiser(double Momentum) : Optimiser
{
    internal override void Step(Span<float> weights, ReadOnlySpan<float> gradient, double divisor, Span<float> first, Span<float> second, long step, double rate)
    {
        for (var i = 0; i < weights.Length; i++)
        {
            var velocity = (Momentum * first[i]) + (gradient[i] / divisor);
            first[i] = (float)velocity;
            weights[i] -= (float)(rate * velocity);
        }
    }

    internal override void Check()
    {
        base.Check();
        if (!(Momentum >= 0 && Momentum < 1))
            throw new ArgumentOutOfRangeException(nameof(Momentum), Momentum, "The momentum lies between 0 and 1, 1 excluded.");
    }
}
