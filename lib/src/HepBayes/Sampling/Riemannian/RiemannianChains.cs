using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling.Riemannian;

/// <summary>Several chains of Riemannian-manifold Hamiltonian Monte Carlo, moved in parallel where the density allows it.</summary>
internal sealed class RiemannianChains : IDisposable
{
    private readonly RiemannianModel model;
    private readonly RiemannianChain[] chains;
    private readonly ParallelLoop loop;
    private IReadOnlyList<CounterRandom> random = [];
    private double stepSize;
    private int leapfrogs;

    /// <summary>Chains at a start.</summary>
    /// <param name="density">The density; it stays the caller's.</param>
    /// <param name="hessian">Its Hessian; null for differences of the gradient.</param>
    /// <param name="softness">Softness of the absolute value of curvatures.</param>
    /// <param name="position">[chains, parameters]; copied.</param>
    /// <exception cref="ArgumentException">The metric is not finite there.</exception>
    public RiemannianChains(ILogDensity density, HessianFunction? hessian, double softness, Tensor position)
    {
        Position = position.clone().DetachFromDisposeScope();
        model = new RiemannianModel(density, hessian);
        var softAbs = new SoftAbs(softness);
        chains = [.. Enumerable.Range(0, (int)position.shape[0]).Select(_ => new RiemannianChain(model, softAbs))];
        loop = new ParallelLoop(MoveOne);
        SetChains();
    }

    /// <summary>Number of chains.</summary>
    public int Count => chains.Length;

    /// <summary>Where the chains stand, [chains, parameters]; belongs to them.</summary>
    public Tensor Position { get; }

    /// <summary>Chains whose last trajectory ended because an iteration did not converge.</summary>
    public int NotConverged => chains.Count(chain => chain.HasNotConverged);

    /// <summary>Moves the chains elsewhere.</summary>
    /// <param name="position">[chains, parameters]; copied.</param>
    /// <exception cref="ArgumentException">The metric is not finite there.</exception>
    public void Set(Tensor position)
    {
        Position.copy_(position);
        SetChains();
    }

    /// <summary>One transition of every chain.</summary>
    /// <param name="random">One generator for each chain.</param>
    /// <param name="stepSize">Step size.</param>
    /// <param name="leapfrogs">Steps of the trajectory.</param>
    public TransitionInfo Move(IReadOnlyList<CounterRandom> random, double stepSize, int leapfrogs)
    {
        (this.random, this.stepSize, this.leapfrogs) = (random, stepSize, leapfrogs);
        if (model.IsConcurrent)
            loop.Run(Count);
        else
            OneByOne();
        var values = TensorMemory.Span<double>(Position);
        for (var chain = 0; chain < Count; chain++)
            chains[chain].Position.CopyTo(values.Slice(chain * model.Parameters, model.Parameters));
        return new TransitionInfo(Of(c => c.AcceptProbability), Of(c => c.IsAccepted), Of(c => c.IsDivergent), Of(c => c.Energy), Of(c => c.LogDensity), Of(c => c.Leapfrogs));
    }

    /// <summary>A copy of where the chains stand, with densities and gradients; the caller owns it.</summary>
    public HmcState State() => new(
        Position.clone(),
        tensor(Of(c => c.LogDensity), dtype: float64),
        tensor([.. chains.SelectMany(c => c.Gradient)], dtype: float64).reshape(Position.shape));

    /// <inheritdoc/>
    public void Dispose()
    {
        loop.Dispose();
        model.Dispose();
        Position.Dispose();
    }

    private T[] Of<T>(Func<RiemannianChain, T> value) => Array.ConvertAll(chains, chain => value(chain));

    private void MoveOne(int chain) => chains[chain].Move(random[chain], stepSize, leapfrogs);

    private void OneByOne()
    {
        for (var chain = 0; chain < Count; chain++)
            MoveOne(chain);
    }

    private void SetChains()
    {
        var values = TensorMemory.Span<double>(Position);
        for (var chain = 0; chain < Count; chain++)
        {
            if (!chains[chain].TrySet(values.Slice(chain * model.Parameters, model.Parameters)))
                throw new ArgumentException($"The metric is not finite at the start of chain {chain}: the Hessian of the log density, or its change nearby, is not. Start where the density has finite second and third derivatives, or use Hmc.");
        }
    }
}
