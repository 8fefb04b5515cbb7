namespace HepBayes.Sampling.Learned;

/// <summary>
/// One update of a learned leapfrog (Levy, Hoffman, Sohl-Dickstein, arXiv 1711.09268, equations 4 to 6) or its inverse, for
/// one chain, with the values in between that a derivative needs. An update changes some variables by an affine map whose
/// factors depend on the others only, so it can be inverted and its Jacobian is known, whatever the networks say.
/// </summary>
internal sealed class LeapfrogUpdate(LeapfrogLayout layout)
{
    /// <summary>What the network saw.</summary>
    public double[] Input { get; } = new double[layout.Inputs];

    /// <summary>Units of the first layer.</summary>
    public double[] First { get; } = new double[layout.Hidden];

    /// <summary>Units of the second layer.</summary>
    public double[] Second { get; } = new double[layout.Hidden];

    /// <summary>S, Q and T.</summary>
    public double[] Output { get; } = new double[layout.Outputs];

    /// <summary>The changed vector as it was before.</summary>
    public double[] Before { get; } = new double[layout.Parameters];

    /// <summary>Changes the momentum by the gradient, half a step.</summary>
    /// <param name="learned">The leapfrog.</param>
    /// <param name="step">Step of the trajectory, from 0.</param>
    /// <param name="isForward">Whether the update is made or undone.</param>
    /// <param name="position">[parameters].</param>
    /// <param name="gradient">Gradient of the log density there, [parameters].</param>
    /// <param name="momentum">[parameters]; changed.</param>
    /// <returns>Logarithm of the Jacobian determinant.</returns>
    public double Kick(LearnedLeapfrog learned, int step, bool isForward, ReadOnlySpan<double> position, ReadOnlySpan<double> gradient, Span<double> momentum)
    {
        momentum.CopyTo(Before);
        position.CopyTo(Input);
        gradient.CopyTo(Input.AsSpan(position.Length));
        Evaluate(learned, learned.Momentum, step);
        var sum = 0.0;
        for (var i = 0; i < momentum.Length; i++)
            sum += Change(ref momentum[i], gradient[i], 0.5 * learned.StepSize, learned.StepSize, i, isForward);
        return sum;
    }

    /// <summary>Moves one half of the coordinates by the momentum; the network sees the other half only.</summary>
    /// <param name="learned">The leapfrog.</param>
    /// <param name="step">Step of the trajectory, from 0.</param>
    /// <param name="isForward">Whether the update is made or undone.</param>
    /// <param name="isFirst">Whether it is the first or the second half of the drift.</param>
    /// <param name="momentum">[parameters].</param>
    /// <param name="position">[parameters]; changed.</param>
    /// <returns>Logarithm of the Jacobian determinant.</returns>
    public double Drift(LearnedLeapfrog learned, int step, bool isForward, bool isFirst, ReadOnlySpan<double> momentum, Span<double> position)
    {
        var (mask, moved) = (learned.Masks[step], Moved(isForward, isFirst));
        position.CopyTo(Before);
        momentum.CopyTo(Input);
        for (var i = 0; i < position.Length; i++)
            Input[momentum.Length + i] = mask[i] == moved ? 0 : position[i];
        Evaluate(learned, learned.Position, step);
        var sum = 0.0;
        for (var i = 0; i < position.Length; i++)
        {
            if (mask[i] == moved)
                sum += Change(ref position[i], momentum[i], learned.StepSize, learned.StepSize, i, isForward);
        }

        return sum;
    }

    /// <summary>The value that the mask has at coordinates that a half of a drift moves: the way back begins with the other half.</summary>
    public static bool Moved(bool isForward, bool isFirst) => isForward == isFirst;

    private void Evaluate(LearnedLeapfrog learned, LeapfrogNetwork network, int step)
    {
        (Input[^1], Input[^2]) = Math.SinCos(2 * Math.PI * step / learned.Steps);
        network.Evaluate(Input, First, Second, Output);
    }

    // value' = value exp(h S) + h (drive exp(eps Q) + T) with h the part of the step eps, or its inverse.
    private double Change(ref double value, double drive, double part, double stepSize, int i, bool isForward)
    {
        var n = layout.Parameters;
        var (logFactor, stretch, shift) = (part * Output[i], Math.Exp(stepSize * Output[n + i]), Output[(2 * n) + i]);
        var move = part * ((drive * stretch) + shift);
        value = isForward ? (value * Math.Exp(logFactor)) + move : (value - move) * Math.Exp(-logFactor);
        return isForward ? logFactor : -logFactor;
    }
}
