using System.Text.Json.Serialization;

namespace HepBayes.Sampling;

/// <summary>Step sizes of a mini-batch sampler over a run: <see cref="ConstantStep"/>, <see cref="DecayingStep"/>, <see cref="CyclicalStep"/>.</summary>
[JsonDerivedType(typeof(ConstantStep), "constant")]
[JsonDerivedType(typeof(DecayingStep), "decaying")]
[JsonDerivedType(typeof(CyclicalStep), "cyclical")]
public abstract record StepSchedule
{
    private protected StepSchedule()
    {
    }

    /// <summary>The step size of a step, above 0.</summary>
    /// <param name="step">Number of the step in the run, from 0, warm-up included.</param>
    public abstract double At(long step);

    /// <summary>Whether a step only follows the gradient, without noise, on the way to another mode; such states are never kept.</summary>
    /// <param name="step">Number of the step in the run.</param>
    public virtual bool IsExploring(long step) => false;

    /// <summary>Refuses settings that make no sense.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    internal abstract void Check();

    private protected static void Positive(double value, string name, string what)
    {
        if (!(value > 0 && double.IsFinite(value)))
            throw new ArgumentOutOfRangeException(name, value, $"{what} must be a positive number.");
    }
}
