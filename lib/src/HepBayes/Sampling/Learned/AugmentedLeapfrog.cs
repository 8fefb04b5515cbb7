namespace HepBayes.Sampling.Learned;

/// <summary>
/// The steps of a learned leapfrog (Levy, Hoffman, Sohl-Dickstein, arXiv 1711.09268, equations 4 to 6) and their inverses,
/// for one chain. Each update changes some variables by an affine map whose factors depend on the others only, so it can be
/// inverted and its Jacobian is known, whatever the networks say.
/// </summary>
internal sealed class AugmentedLeapfrog(LearnedLeapfrog learned)
{
    private readonly double[] input = new double[learned.Layout.Inputs];
    private readonly double[] first = new double[learned.Hidden];
    private readonly double[] second = new double[learned.Hidden];
    private readonly double[] output = new double[learned.Layout.Outputs];

    /// <summary>Changes the momentum by the gradient, half a step.</summary>
    /// <param name="step">Step of the trajectory, from 0.</param>
    /// <param name="isForward">Whether the update is made or undone.</param>
    /// <param name="position">[parameters].</param>
    /// <param name="gradient">Gradient of the log density there, [parameters].</param>
    /// <param name="momentum">[parameters]; changed.</param>
    /// <returns>Logarithm of the Jacobian determinant.</returns>
    public double Kick(int step, bool isForward, ReadOnlySpan<double> position, ReadOnlySpan<double> gradient, Span<double> momentum)
    {
        position.CopyTo(input);
        gradient.CopyTo(input.AsSpan(position.Length));
        Evaluate(learned.Momentum, step);
        var sum = 0.0;
        for (var i = 0; i < momentum.Length; i++)
            sum += Update(ref momentum[i], gradient[i], 0.5 * learned.StepSize, i, isForward);
        return sum;
    }

    /// <summary>Moves the position by the momentum, first one half of the coordinates, then the other.</summary>
    /// <param name="step">Step of the trajectory, from 0.</param>
    /// <param name="isForward">Whether the updates are made or undone.</param>
    /// <param name="momentum">[parameters].</param>
    /// <param name="position">[parameters]; changed.</param>
    /// <returns>Logarithm of the Jacobian determinant.</returns>
    public double Drift(int step, bool isForward, ReadOnlySpan<double> momentum, Span<double> position) =>
        DriftOf(isForward, step, isForward, momentum, position) + DriftOf(!isForward, step, isForward, momentum, position);

    // Moves the coordinates whose mask has the value; the network sees the others only.
    private double DriftOf(bool moved, int step, bool isForward, ReadOnlySpan<double> momentum, Span<double> position)
    {
        var mask = learned.Masks[step];
        momentum.CopyTo(input);
        for (var i = 0; i < position.Length; i++)
            input[momentum.Length + i] = mask[i] == moved ? 0 : position[i];
        Evaluate(learned.Position, step);
        var sum = 0.0;
        for (var i = 0; i < position.Length; i++)
        {
            if (mask[i] == moved)
                sum += Update(ref position[i], momentum[i], learned.StepSize, i, isForward);
        }

        return sum;
    }

    private void Evaluate(LeapfrogNetwork network, int step)
    {
        (input[^1], input[^2]) = Math.SinCos(2 * Math.PI * step / learned.Steps);
        network.Evaluate(input, first, second, output);
    }

    // value' = value exp(h S) + h (drive exp(eps Q) + T) with h the part of the step eps, or its inverse.
    private double Update(ref double value, double drive, double part, int i, bool isForward)
    {
        var n = learned.Parameters;
        var (logFactor, stretch, shift) = (part * output[i], Math.Exp(learned.StepSize * output[n + i]), output[(2 * n) + i]);
        var move = part * ((drive * stretch) + shift);
        value = isForward ? (value * Math.Exp(logFactor)) + move : (value - move) * Math.Exp(-logFactor);
        return isForward ? logFactor : -logFactor;
    }
}
