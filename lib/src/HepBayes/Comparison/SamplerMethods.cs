using HepBayes.Sampling;
using HepBayes.Sampling.Langevin;
using HepBayes.Sampling.Microcanonical;
using HepBayes.Sampling.Tempering;

namespace HepBayes.Comparison;

/// <summary>
/// The samplers, with the settings that a number of gradients allows. Warm-ups are so short that they take at most about half of the gradients when
/// all trajectories are as long as they may be. Runs end when the gradients do, so the number of draws is an upper limit.
/// </summary>
internal static class SamplerMethods
{
    private const string Exact = "exact";

    // Draws kept of a chain where a transition is one gradient or one batch.
    private const int KeptDraws = 600;
    private const int Replicas = 3;
    private const int GoldSeedOffset = 1_000_003;

    /// <summary>The long run: trajectories twice as long, from other trained networks.</summary>
    public static ComparisonMethod Gold { get; } = new("gold", "exact; longer HMC run that the others are measured by", of =>
    {
        var longer = 2 * of.Problem.Leapfrogs;
        return BudgetedRun.Fit(of, of.GoldGradients, ComparisonSettings.Chains, (density, start, stop) => Hmc.Sample(
            density, start, Hamiltonian(of.GoldGradients, longer, of.Problem.Seed + GoldSeedOffset) with { TrajectoryLength = Math.PI }, null, stop));
    });

    public static ComparisonMethod PlainHmc { get; } = Of("hmc", Exact, (plan, density, start, stop) =>
        Hmc.Sample(density, start, Hamiltonian(plan.Gradients, plan.Leapfrogs, plan.Seed), null, stop));

    public static IReadOnlyList<ComparisonMethod> All { get; } =
    [
        Gold,
        PlainHmc,
        Of("nuts", Exact, (plan, density, start, stop) => Nuts.Sample(
            density, start, new NutsOptions { Warmup = plan.Warmup, Draws = plan.Gradients, Seed = plan.Seed, MaximumDepth = plan.Depth }, null, stop)),
        Of("chees", Exact, (plan, density, start, stop) => Chees.Sample(
            density, start, new CheesOptions { Warmup = plan.Warmup, Draws = plan.Gradients, Seed = plan.Seed, MaximumLeapfrogs = plan.Leapfrogs }, null, stop)),
        Of("mams", Exact, (plan, density, start, stop) => Mams.Sample(
            density, start, new MamsOptions { Warmup = plan.Warmup, Draws = plan.Gradients, Seed = plan.Seed, MaximumLeapfrogs = plan.Leapfrogs }, null, stop)),
        Of("mclmc", "biased by its step size", (plan, density, start, stop) => Mclmc.Sample(
            density, start, new MclmcOptions { Warmup = plan.Warmup, Draws = plan.Gradients, Seed = plan.Seed, MaximumSteps = plan.Leapfrogs / 2 }, null, stop)),
        Of("mala", Exact, (plan, density, start, stop) => Mala.Sample(
            density, start, new MalaOptions { Warmup = plan.Gradients / 3, Draws = plan.Gradients, Thin = Thin(2 * plan.Gradients / 3), Seed = plan.Seed }, null, stop)),
        Of("sghmc", "biased by noise and step size", (plan, density, start, stop) =>
        {
            var (batch, steps) = Batches(plan, density.Rows);
            return Sghmc.Sample(density, start, new SghmcOptions { Warmup = steps / 4, Draws = steps, Thin = Thin(3 * steps / 4), Seed = plan.Seed, BatchRows = batch }, null, stop);
        }),
        Of("sgld", "biased by noise and step size", (plan, density, start, stop) =>
        {
            var (batch, steps) = Batches(plan, density.Rows);
            return Sgld.Sample(density, start, new SgldOptions { Warmup = steps / 4, Draws = steps, Thin = Thin(3 * steps / 4), Seed = plan.Seed, BatchRows = batch }, null, stop);
        }),
        Of("split-hmc", Exact, (plan, density, start, stop) =>
        {
            // A step passes over the rows nearly twice, and once more for the density at the end.
            var options = new SplitHmcOptions { Warmup = plan.Warmup, Draws = plan.Gradients, Seed = plan.Seed, MaximumSteps = plan.Leapfrogs / 2, Parts = Math.Min(4, density.Blocks) };
            return SplitHmc.Sample(density, start, options, null, stop);
        }),
        Of("bandit-hmc", Exact, (plan, density, start, stop) => BanditHmc.Sample(
            density, start, new BanditOptions { Warmup = plan.Warmup, Draws = plan.Gradients, Seed = plan.Seed, MaximumLeapfrogs = plan.Leapfrogs, TransitionsPerPoint = 3 }, null, stop)),
        Of("hmc-gibbs", Exact, (plan, density, start, stop) =>
        {
            var first = new HmcOptions { MaximumLeapfrogs = 3 * plan.Leapfrogs / 4 };
            var second = new HmcOptions { MaximumLeapfrogs = plan.Leapfrogs / 4 };
            return HmcGibbs.Sample(density, plan.Weights, start, new HmcGibbsOptions { Warmup = plan.Warmup, Draws = plan.Gradients, Seed = plan.Seed, First = first, Second = second }, null, stop);
        }) with { LeftOut = problem => problem.HyperParameters == 0 ? "the model has no hyper-parameters to alternate with" : null },
        Of("replica-exchange", Exact, (plan, density, start, stop) =>
        {
            var options = new ReplicaExchangeOptions { Warmup = 2 * plan.Warmup / Replicas, Draws = plan.Gradients, Seed = plan.Seed, Temperatures = Replicas, MinimumInverseTemperature = 0.2, MaximumLeapfrogs = plan.Leapfrogs / 2 };
            return ReplicaExchange.Sample(density, start, options, null, stop).Draws;
        }) with { LeftOut = problem => problem.Name == "gap" ? null : "each draw costs a trajectory a temperature, and many rows need many temperatures; shown on the toy" },
        NotForNetworks("riemannian-hmc", "needs the derivative of the Hessian at every step, the third power of the number of parameters; for models of a few parameters"),
        NotForNetworks("l2hmc", "trains networks as large as the model for each density; shown on small targets"),
    ];

    private delegate SamplingRun Planned(Plan plan, CountingDensity density, TorchSharp.torch.Tensor start, CancellationToken stop);

    private static ComparisonMethod Of(string name, string assumes, Planned sample) => new(name, assumes, of =>
    {
        var plan = new Plan(of.Gradients, of.Problem.Leapfrogs, of.Problem.Seed, of.Problem.Network.Architecture.Layout.Count);
        return BudgetedRun.Fit(of, of.Gradients, 0, (density, start, stop) => sample(plan, density, start, stop));
    });

    private static ComparisonMethod NotForNetworks(string name, string why) =>
        new(name, Exact, _ => throw new InvalidOperationException(why)) { LeftOut = _ => why };

    private static HmcOptions Hamiltonian(int gradients, int leapfrogs, int seed) =>
        new() { Warmup = WarmupOf(gradients, leapfrogs), Draws = gradients, Seed = seed, MaximumLeapfrogs = leapfrogs };

    private static int WarmupOf(int gradients, int leapfrogs) => Math.Max(1, gradients / (2 * leapfrogs));

    private static int Thin(int transitions) => Math.Max(1, transitions / KeptDraws);

    // A quarter of the rows, at least a block: as many times more steps as the batch is smaller.
    private static (int Rows, int Steps) Batches(Plan plan, long rows)
    {
        var batch = (int)Math.Clamp(rows / 4, 64, rows);
        return (batch, (int)(plan.Gradients * rows / batch));
    }

    // What the settings of a sampler follow from.
    private sealed record Plan(int Gradients, int Leapfrogs, int Seed, int Weights)
    {
        public int Warmup => WarmupOf(Gradients, Leapfrogs);

        // About as many steps as the longest trajectory has.
        public int Depth => (int)Math.Round(Math.Log2(Leapfrogs));
    }
}
