using HepBayes.Runtime;

namespace HepBayes.Sampling.Riemannian;

/// <summary>One chain of Riemannian-manifold Hamiltonian Monte Carlo: a fresh momentum, a trajectory, a Metropolis test.</summary>
internal sealed class RiemannianChain
{
    private readonly RiemannianPoint current;
    private readonly RiemannianIntegrator integrator;
    private readonly double[] normal;

    /// <summary>Makes room.</summary>
    public RiemannianChain(RiemannianModel model, SoftAbs softAbs)
    {
        (current, integrator) = (new RiemannianPoint(model, softAbs), new RiemannianIntegrator(model, softAbs));
        normal = new double[model.Parameters];
    }

    /// <summary>Where the chain stands.</summary>
    public double[] Position => current.Position;

    /// <summary>Log density there.</summary>
    public double LogDensity => current.LogDensity;

    /// <summary>Its gradient, [parameters].</summary>
    public double[] Gradient => current.Gradient;

    public double Energy { get; private set; }

    public double AcceptProbability { get; private set; }

    public bool IsAccepted { get; private set; }

    public bool IsDivergent { get; private set; }

    /// <summary>Whether an iteration of the last trajectory did not converge, which is a divergence.</summary>
    public bool HasNotConverged { get; private set; }

    /// <summary>Steps of the last trajectory.</summary>
    public int Leapfrogs { get; private set; }

    /// <summary>Puts the chain somewhere; false where density or metric are not finite.</summary>
    public bool TrySet(ReadOnlySpan<double> position)
    {
        position.CopyTo(current.Position);
        return current.TryMetric() && current.TryComplete();
    }

    /// <summary>One transition.</summary>
    /// <param name="random">Generator of this chain.</param>
    /// <param name="stepSize">Step size.</param>
    /// <param name="steps">Steps of the trajectory.</param>
    public void Move(CounterRandom random, double stepSize, int steps)
    {
        for (var i = 0; i < normal.Length; i++)
            normal[i] = random.NextNormal();
        var decision = random.NextDouble();
        current.Momentum(normal, integrator.Momentum);
        Energy = current.Energy(integrator.Momentum);
        integrator.Point.Set(current);
        var sound = true;
        for (Leapfrogs = 0; sound && Leapfrogs < steps; Leapfrogs++)
            sound = integrator.TryStep(stepSize);
        HasNotConverged = !sound && integrator.HasNotConverged;
        var error = sound ? integrator.Point.Energy(integrator.Momentum) - Energy : double.NaN;
        // An error that is not a number is no smaller than anything: divergent.
        IsDivergent = !(error <= HmcKernel.DivergenceThreshold);
        AcceptProbability = IsDivergent ? 0 : Math.Min(1, Math.Exp(-error));
        IsAccepted = decision < AcceptProbability;
        if (IsAccepted)
            current.Set(integrator.Point);
    }
}
