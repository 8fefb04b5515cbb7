using System.Numerics;

namespace HepBayes.Sampling.Microcanonical;

/// <summary>
/// Motion at constant speed: the momentum p obeys p^T M^-1 p = d for d parameters, the position moves with the velocity
/// M^-1 p, and the gradient only turns the momentum. It keeps the density exp(log p(x)) times the uniform distribution of
/// directions (Robnik, De Luca, Silverstein, Seljak, arXiv 2212.08549; Robnik, Seljak, arXiv 2303.18221).
/// </summary>
/// <remarks>
/// In coordinates whitened by M the direction u, |u| = 1, obeys du/ds = (1 - u u^T) g / (d - 1) along the path length s. The
/// papers move one unit of length a unit of time; here it is sqrt(d), so that in many dimensions step sizes and trajectory
/// lengths mean what they mean for Hamiltonian Monte Carlo, whose momenta have p^T M^-1 p near d.
/// </remarks>
internal static class IsokineticMotion
{
    /// <summary>Fewest parameters: a line has no directions to turn to.</summary>
    public const int FewestParameters = 2;

    /// <summary>Scales a momentum to p^T M^-1 p = d.</summary>
    public static void Normalise<T>(HostMetric<T> metric, int chain, Span<T> momentum, Span<T> room) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var factor = Math.Sqrt(momentum.Length / (2 * metric.Kinetic(chain, momentum, room)));
        Vectors.AddScaled<T>(momentum, momentum, T.CreateTruncating(factor - 1));
    }

    /// <summary>
    /// Turns a momentum by a gradient that stays the same, which has a closed solution: with the whitened gradient's unit
    /// vector e, c = e . u and delta = s |g| / (d - 1),
    /// u' = (u + e (sinh delta + c (cosh delta - 1))) / (cosh delta + c sinh delta) (arXiv 2303.18221).
    /// </summary>
    /// <param name="metric">The metric.</param>
    /// <param name="chain">Chain.</param>
    /// <param name="momentum">Turned, with p^T M^-1 p = d.</param>
    /// <param name="gradient">Gradient of the log density.</param>
    /// <param name="time">For how long.</param>
    /// <param name="room">Room for a velocity.</param>
    /// <returns>
    /// The logarithm by which the map shrinks the volume of directions, (d - 1) log(cosh delta + c sinh delta). It plays the
    /// part of the change of kinetic energy: less the change of log p(x) it is the energy error of a trajectory, by which a
    /// Metropolis test is exact (Robnik, Cohn-Gordon, Seljak, arXiv 2503.01707).
    /// </returns>
    public static double Turn<T>(HostMetric<T> metric, int chain, Span<T> momentum, ReadOnlySpan<T> gradient, double time, Span<T> room) where T : unmanaged, IFloatingPointIeee754<T>
    {
        metric.Velocity(chain, gradient, room);
        var length = Math.Sqrt(Vectors.PreciseDot<T>(gradient, room));
        if (length == 0)
            return 0;
        var speed = Math.Sqrt(momentum.Length);
        var cosine = Math.Clamp(Vectors.PreciseDot<T>(momentum, room) / (speed * length), -1, 1);
        var delta = time * speed * length / (momentum.Length - 1);
        // Everything times exp(-delta), which may be far below 1.
        var decay = Math.Exp(-delta);
        var stretch = 0.5 * (1 + cosine + ((1 - cosine) * decay * decay));
        var along = 0.5 * (1 - decay) * (1 + decay + (cosine * (1 - decay))) * speed / length;
        Vectors.Combine(momentum, T.CreateTruncating(decay / stretch), gradient, T.CreateTruncating(along / stretch));
        return (momentum.Length - 1) * (delta + Math.Log(stretch));
    }
}
