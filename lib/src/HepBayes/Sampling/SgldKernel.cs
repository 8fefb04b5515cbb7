using HepBayes.Networks;
using HepBayes.Runtime;

namespace HepBayes.Sampling;

/// <summary>
/// A step of stochastic-gradient Langevin dynamics (Welling and Teh, ICML 2011, eq. 4):
/// x += h / 2 G g + sqrt(h G) normal, with g the estimate of the gradient and G a fixed diagonal scale.
/// </summary>
/// <param name="density">The density to sample; it stays the caller's.</param>
public sealed class SgldKernel(IBatchedDensity density) : MiniBatchKernel(density)
{
    private protected override void Move(Span<double> position, Span<double> velocity, ReadOnlySpan<double> gradient, ReadOnlySpan<double> scale, ReadOnlySpan<double> noise, MiniBatchParameters parameters, CounterRandom random)
    {
        var (step, hot) = (parameters.StepSize, parameters.IsExploring ? 0.0 : 1);
        for (var i = 0; i < position.Length; i++)
            position[i] += (0.5 * step * scale[i] * gradient[i]) + (hot * Math.Sqrt(step * scale[i]) * random.NextNormal());
    }
}
