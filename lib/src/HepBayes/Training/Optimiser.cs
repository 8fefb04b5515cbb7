namespace HepBayes.Training;

/// <summary>How weights follow their gradient. Settings only: the state of a training is kept by the training.</summary>
public abstract record Optimiser
{
    private protected Optimiser()
    {
    }

    /// <summary>The learning rate at the start, above 0.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Adam: steps scaled by running means of the gradient and of its square (Kingma and Ba, arXiv 1412.6980), with the usual decay 0.9 and 0.999 and epsilon 1e-8.</summary>
    /// <param name="learningRate">Above 0.</param>
    public static Optimiser Adam(double learningRate = 1e-3) => new AdamOptimiser { LearningRate = learningRate };

    /// <summary>Adam with Nesterov's look ahead (Dozat, ICLR workshop 2016), with constant decay 0.9.</summary>
    /// <param name="learningRate">Above 0.</param>
    public static Optimiser Nadam(double learningRate = 1e-3) => new NadamOptimiser { LearningRate = learningRate };

    /// <summary>Stochastic gradient descent with momentum: v = momentum v + gradient, weight -= rate v.</summary>
    /// <param name="learningRate">Above 0.</param>
    /// <param name="momentum">From 0 to below 1.</param>
    public static Optimiser Sgd(double learningRate = 1e-2, double momentum = 0.9) => new SgdOptimiser(momentum) { LearningRate = learningRate };

    /// <summary>One step down the slope gradient / divisor.</summary>
    /// <param name="weights">The weights, changed in place.</param>
    /// <param name="gradient">A gradient for each.</param>
    /// <param name="divisor">What the gradient is divided by; a negative number turns an ascent into a descent.</param>
    /// <param name="first">State, zeros before the first step.</param>
    /// <param name="second">State, zeros before the first step.</param>
    /// <param name="step">The number of this step, from 1.</param>
    /// <param name="rate">The learning rate of this step.</param>
    internal abstract void Step(Span<float> weights, ReadOnlySpan<float> gradient, double divisor, Span<float> first, Span<float> second, long step, double rate);

    internal virtual void Check()
    {
        if (!(LearningRate > 0 && double.IsFinite(LearningRate)))
            throw new ArgumentOutOfRangeException(nameof(LearningRate), LearningRate, "The learning rate must be a positive number.");
    }
}
