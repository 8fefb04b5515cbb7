using System.Numerics;
using HepBayes.Networks;
using TorchSharp;

namespace HepBayes.Sampling;

/// <summary>
/// Chains of Hamiltonian Monte Carlo whose integrator kicks with one part of the data at a time (Cobb and Jalaian, Scaling
/// Hamiltonian Monte Carlo Inference for Bayesian Neural Networks with Symmetric Splitting, arXiv 2010.06772, section 4). With
/// M parts a step is kick 1, drift, kick 2, drift, ..., kick M, drift, drift, kick M, ..., drift, kick 1, each kick of half a
/// step and each drift of 1 / (2 M) step. It reads the same backwards, so it is reversible and keeps volumes; the Metropolis
/// test with the whole density at the end makes it exact. With one part it is the leapfrog integrator.
/// </summary>
/// <typeparam name="T">float or double, the number type of the density.</typeparam>
internal class SplitHmcChains<T> : HostHmcChains<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly IBatchedDensity density;
    private readonly RowBatch[] parts;
    private readonly RowBuffer partGradient;
    private readonly RowBuffer partDensity;

    /// <summary>Takes a copy of a state.</summary>
    /// <param name="density">The density, on the processor; stays the caller's.</param>
    /// <param name="start">Where the chains stand.</param>
    /// <param name="parts">Number of parts, at least 1, at most the density's blocks.</param>
    public SplitHmcChains(IBatchedDensity density, HmcState start, int parts)
        : base(density, start)
    {
        this.density = density;
        this.parts = [.. Enumerable.Range(0, parts).Select(part => Part(density.Blocks, part, parts))];
        partGradient = RowBuffer.Matrix(start.Chains, density.Parameters, density.NumberType, torch.CPU);
        partDensity = RowBuffer.Vector(start.Chains, torch.CPU);
    }

    /// <summary>Number of parts.</summary>
    protected int Parts => parts.Length;

    // Rounded up: passes over all rows, of which the last gives the density at the end.
    protected override int Evaluations => ((Parameters.Leapfrogs * ((2 * Parts) - 1)) + 1 + Parts + Parts - 1) / Parts;

    public override void Dispose()
    {
        base.Dispose();
        partGradient.Dispose();
        partDensity.Dispose();
    }

    protected override void Integrate()
    {
        Evaluate(0);
        for (var step = 0; step < Parameters.Leapfrogs; step++)
            Step();
        density.Evaluate(End.Position.All, End.LogDensity.All, End.Gradient.All);
    }

    // The first kick takes a part of the gradient, not all of it.
    protected override void Begin(int chain) => Start(chain);

    /// <summary>Kicks all chains with the gradient of the part that was evaluated last.</summary>
    protected void Kick(double steps)
    {
        for (var chain = 0; chain < Chains; chain++)
            Kick(chain, partGradient, steps);
    }

    /// <summary>Moves the positions of all chains with their momenta.</summary>
    protected void Drift(double steps)
    {
        for (var chain = 0; chain < Chains; chain++)
            Drift(chain, steps);
    }

    /// <summary>Evaluates a part of the density where the trajectories are.</summary>
    protected void Evaluate(int part) => density.Evaluate(End.Position.All, parts[part], partDensity.All, partGradient.All);

    // The gradient of the first part holds for the last kick of a step and the first of the next.
    private void Step()
    {
        var drift = 0.5 / Parts;
        Kick(0.5);
        for (var part = 1; part < Parts; part++)
        {
            Drift(drift);
            Evaluate(part);
            Kick(0.5);
        }

        Drift(2 * drift);
        for (var part = Parts - 1; part >= 0; part--)
        {
            Evaluate(part);
            Kick(0.5);
            if (part > 0)
                Drift(drift);
        }
    }

    private static RowBatch Part(int blocks, int part, int parts)
    {
        var first = (int)((long)blocks * part / parts);
        var last = (int)((long)blocks * (part + 1) / parts);
        return new RowBatch([[.. Enumerable.Range(first, last - first)]], LikelihoodFactor: 1, PriorFactor: 1.0 / parts);
    }
}
