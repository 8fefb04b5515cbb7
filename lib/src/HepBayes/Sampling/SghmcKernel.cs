using HepBayes.Networks;
using HepBayes.Runtime;

namespace HepBayes.Sampling;

/// <summary>
/// A step of stochastic-gradient Hamiltonian Monte Carlo (Chen, Fox and Guestrin, ICML 2014) with the splitting BAOAB of
/// Leimkuhler and Matthews (Applied Mathematics Research eXpress 2013): the whole kick v += h G g, half a drift
/// x += h / 2 v, friction and noise v = c v + s normal with c = exp(-friction h), half a drift. Without noise in the gradient
/// the positions of a normal distribution have the right variance for every stable step. The variance V of the
/// gradient's noise, where it is given, is taken off: s^2 = (1 - c^2) G - ((1 + c) h / 2)^2 G^2 V, not below 0.
/// </summary>
/// <param name="density">The density to sample; it stays the caller's.</param>
public sealed class SghmcKernel(IBatchedDensity density) : MiniBatchKernel(density)
{
    private protected override void Move(Span<double> position, Span<double> velocity, ReadOnlySpan<double> gradient, ReadOnlySpan<double> scale, ReadOnlySpan<double> noise, MiniBatchParameters parameters, CounterRandom random)
    {
        var step = parameters.StepSize;
        var keep = Math.Exp(-parameters.Friction * step);
        for (var i = 0; i < position.Length; i++)
        {
            var v = velocity[i] + (step * scale[i] * gradient[i]);
            position[i] += 0.5 * step * v;
            var variance = LangevinBias.Injected(keep, step, scale[i], noise.IsEmpty ? 0 : noise[i]);
            v = (keep * v) + ((parameters.IsExploring ? 0 : Math.Sqrt(variance)) * random.NextNormal());
            position[i] += 0.5 * step * v;
            velocity[i] = v;
        }
    }
}
