namespace HepBayes.Sampling.Learned;

/// <summary>
/// Derivatives of a loss by what went into the updates of one trajectory, from its end to its start (reverse mode). The
/// derivative by a weight is added to that of other rows.
/// </summary>
internal sealed class LeapfrogAdjoint(LeapfrogLayout layout)
{
    private readonly double[] outputs = new double[layout.Outputs];
    private readonly double[] second = new double[layout.Hidden];
    private readonly double[] first = new double[layout.Hidden];
    private readonly double[] inputs = new double[layout.Inputs];
    private readonly double[] drive = new double[layout.Parameters];

    /// <summary>Derivative by the position, [parameters].</summary>
    public double[] Position { get; } = new double[layout.Parameters];

    /// <summary>Derivative by the momentum, [parameters].</summary>
    public double[] Momentum { get; } = new double[layout.Parameters];

    /// <summary>Derivative by the gradient of the log density at the position, [parameters].</summary>
    public double[] Gradient { get; } = new double[layout.Parameters];

    /// <summary>Derivative by the logarithm of the Jacobian determinant.</summary>
    public double LogJacobian { get; set; }

    /// <summary>Goes back through <see cref="LeapfrogUpdate.Kick"/>.</summary>
    /// <param name="learned">The leapfrog.</param>
    /// <param name="update">The update as it was made.</param>
    /// <param name="isForward">Its direction.</param>
    /// <param name="weights">Derivative by the weights; added to.</param>
    public void Kick(LearnedLeapfrog learned, LeapfrogUpdate update, bool isForward, Span<double> weights)
    {
        var n = layout.Parameters;
        Begin();
        for (var i = 0; i < n; i++)
            Change(learned, update, i, 0.5, update.Input[n + i], isForward, ref Momentum[i], weights);
        learned.Momentum.Reverse(update, outputs, second, first, inputs, weights[..layout.NetworkLength]);
        for (var i = 0; i < n; i++)
        {
            Position[i] += inputs[i];
            Gradient[i] += inputs[n + i] + drive[i];
        }
    }

    /// <summary>Goes back through <see cref="LeapfrogUpdate.Drift"/>.</summary>
    /// <param name="learned">The leapfrog.</param>
    /// <param name="update">The update as it was made.</param>
    /// <param name="step">Step of the trajectory, from 0.</param>
    /// <param name="isForward">Its direction.</param>
    /// <param name="isFirst">Whether it was the first or the second half of the drift.</param>
    /// <param name="weights">Derivative by the weights; added to.</param>
    public void Drift(LearnedLeapfrog learned, LeapfrogUpdate update, int step, bool isForward, bool isFirst, Span<double> weights)
    {
        var (n, mask, moved) = (layout.Parameters, learned.Masks[step], LeapfrogUpdate.Moved(isForward, isFirst));
        Begin();
        for (var i = 0; i < n; i++)
        {
            if (mask[i] == moved)
                Change(learned, update, i, 1, update.Input[i], isForward, ref Position[i], weights);
        }

        learned.Position.Reverse(update, outputs, second, first, inputs, weights.Slice(layout.NetworkLength, layout.NetworkLength));
        for (var i = 0; i < n; i++)
        {
            Momentum[i] += inputs[i] + drive[i];
            Position[i] += mask[i] == moved ? 0 : inputs[n + i];
        }
    }

    private void Begin()
    {
        Array.Clear(outputs);
        Array.Clear(drive);
    }

    // Of LeapfrogUpdate.Change; share is the part of the step in units of it.
    private void Change(LearnedLeapfrog learned, LeapfrogUpdate update, int i, double share, double driven, bool isForward, ref double value, Span<double> weights)
    {
        var (n, stepSize, part) = (layout.Parameters, learned.StepSize, share * learned.StepSize);
        var (logFactor, stretch, shift) = (update.Output[i], update.Output[n + i], update.Output[(2 * n) + i]);
        var strength = driven * Math.Exp(stepSize * stretch);
        var scaled = value * Math.Exp(isForward ? part * logFactor : -part * logFactor);
        var byMove = isForward ? value : -scaled;
        var byLogFactor = isForward
            ? (scaled * update.Before[i]) + LogJacobian
            : -(scaled * (update.Before[i] - (part * (strength + shift)))) - LogJacobian;
        value = scaled;
        outputs[i] = part * byLogFactor;
        outputs[n + i] = part * stepSize * strength * byMove;
        outputs[(2 * n) + i] = part * byMove;
        drive[i] = part * byMove * Math.Exp(stepSize * stretch);
        // By the logarithm of the step size.
        weights[^1] += (part * ((byMove * (strength + shift)) + (byLogFactor * logFactor))) + (part * stepSize * strength * stretch * byMove);
    }
}
