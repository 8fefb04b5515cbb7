using HepBayes.Sampling;
using HepBayes.Sampling.Langevin;
using HepBayes.Sampling.Microcanonical;

namespace HepBayes.Studies;

/// <summary>How a study samples. Settings that are null have the default of the sampler.</summary>
public sealed record StudySampler
{
    private static readonly string[] Common = ["method", "warmup", "draws", "thin", "mass", "targetAcceptance", "initialStepSize", "climb", "climbRate"];
    private static readonly Dictionary<SamplerMethod, string[]> Own = new()
    {
        [SamplerMethod.Hmc] = ["trajectoryLength", "maximumLeapfrogs", "jitter"],
        [SamplerMethod.Nuts] = ["maximumDepth"],
        [SamplerMethod.Chees] = ["trajectoryLength", "maximumLeapfrogs", "learningRate"],
        [SamplerMethod.Mams] = ["trajectoryLength", "maximumLeapfrogs"],
        [SamplerMethod.Mclmc] = ["energyVariance", "maximumSteps"],
        [SamplerMethod.Mala] = [],
    };

    /// <summary>Which sampler.</summary>
    public SamplerMethod Method { get; init; } = SamplerMethod.Hmc;

    /// <summary>Warm-up transitions (<see cref="SamplerOptions.Warmup"/>).</summary>
    public int Warmup { get; init; } = 300;

    /// <summary>Kept states of each chain, at least 4 (<see cref="SamplerOptions.Draws"/>).</summary>
    public int Draws { get; init; } = 500;

    /// <summary>Transitions for each kept state (<see cref="SamplerOptions.Thin"/>).</summary>
    public int? Thin { get; init; }

    /// <summary>The mass matrix (<see cref="SamplerOptions.Mass"/>).</summary>
    public MassMatrix? Mass { get; init; }

    /// <summary>Acceptance that the step size is adapted to (<see cref="SamplerOptions.TargetAcceptance"/>).</summary>
    public double? TargetAcceptance { get; init; }

    /// <summary>Step size to start from (<see cref="SamplerOptions.InitialStepSize"/>).</summary>
    public double? InitialStepSize { get; init; }

    /// <summary>Gradient steps of the climb before the warm-up, 0 for none (<see cref="MapStart.Steps"/>).</summary>
    public int? Climb { get; init; }

    /// <summary>First step length of the climb (<see cref="MapStart.LearningRate"/>).</summary>
    public double? ClimbRate { get; init; }

    /// <summary>Trajectory length of HMC, or the one that ChEES and MAMS start from.</summary>
    public double? TrajectoryLength { get; init; }

    /// <summary>Most leapfrog steps of a trajectory of HMC, ChEES or MAMS.</summary>
    public int? MaximumLeapfrogs { get; init; }

    /// <summary>Jitter of the trajectory length of HMC (<see cref="HmcOptions.Jitter"/>).</summary>
    public double? Jitter { get; init; }

    /// <summary>Most doublings of NUTS (<see cref="NutsOptions.MaximumDepth"/>).</summary>
    public int? MaximumDepth { get; init; }

    /// <summary>Rate at which ChEES learns the trajectory length (<see cref="CheesOptions.LearningRate"/>).</summary>
    public double? LearningRate { get; init; }

    /// <summary>Energy error that MCLMC adapts its step size to (<see cref="MclmcOptions.EnergyVariance"/>).</summary>
    public double? EnergyVariance { get; init; }

    /// <summary>Most integration steps of MCLMC between two draws (<see cref="MclmcOptions.MaximumSteps"/>).</summary>
    public int? MaximumSteps { get; init; }

    internal static StudySampler Read(StudyNode node)
    {
        var method = new StudySection(node, "'sampler'", [.. Common.Concat(Own.Values.SelectMany(own => own)).Distinct()]).OptionalChoice<SamplerMethod>("method") ?? SamplerMethod.Hmc;
        var section = new StudySection(node, $"'sampler' with the method {method.ToString().ToLowerInvariant()}", [.. Common, .. Own[method]]);
        var sampler = new StudySampler
        {
            Method = method,
            Warmup = section.OptionalWhole("warmup", 0) ?? 300,
            Draws = section.OptionalWhole("draws", 4) ?? 500,
            Thin = section.OptionalWhole("thin", 1),
            Mass = section.OptionalChoice<MassMatrix>("mass"),
            TargetAcceptance = section.OptionalReal("targetAcceptance"),
            InitialStepSize = section.OptionalReal("initialStepSize"),
            Climb = section.OptionalWhole("climb", 0),
            ClimbRate = section.OptionalReal("climbRate"),
            TrajectoryLength = section.OptionalReal("trajectoryLength"),
            MaximumLeapfrogs = section.OptionalWhole("maximumLeapfrogs", 1),
            Jitter = section.OptionalReal("jitter"),
            MaximumDepth = section.OptionalWhole("maximumDepth", 1, 20),
            LearningRate = section.OptionalReal("learningRate"),
            EnergyVariance = section.OptionalReal("energyVariance"),
            MaximumSteps = section.OptionalWhole("maximumSteps", 1),
        };
        section.Placed("method", () =>
        {
            sampler.ToOptions(seed: 1, chains: 1, firstChain: 0).Check();
            return true;
        });
        return sampler;
    }

    /// <summary>What settings a study can express.</summary>
    /// <exception cref="ArgumentException">The sampler is none of those of a study.</exception>
    internal static StudySampler Of(SamplerOptions options)
    {
        var common = new StudySampler
        {
            Warmup = options.Warmup,
            Draws = options.Draws,
            Thin = options.Thin,
            Mass = options.Mass,
            TargetAcceptance = options.TargetAcceptance,
            InitialStepSize = options.InitialStepSize,
            Climb = options.Map?.Steps ?? 0,
            ClimbRate = options.Map?.LearningRate,
        };
        return options switch
        {
            HmcOptions hmc => common with { Method = SamplerMethod.Hmc, TrajectoryLength = hmc.TrajectoryLength, MaximumLeapfrogs = hmc.MaximumLeapfrogs, Jitter = hmc.Jitter },
            NutsOptions nuts => common with { Method = SamplerMethod.Nuts, MaximumDepth = nuts.MaximumDepth },
            CheesOptions chees => common with { Method = SamplerMethod.Chees, TrajectoryLength = chees.InitialTrajectoryLength, MaximumLeapfrogs = chees.MaximumLeapfrogs, LearningRate = chees.LearningRate },
            MamsOptions mams => common with { Method = SamplerMethod.Mams, TrajectoryLength = mams.InitialTrajectoryLength, MaximumLeapfrogs = mams.MaximumLeapfrogs },
            MclmcOptions mclmc => common with { Method = SamplerMethod.Mclmc, EnergyVariance = mclmc.EnergyVariance, MaximumSteps = mclmc.MaximumSteps },
            MalaOptions => common with { Method = SamplerMethod.Mala },
            _ => throw new ArgumentException($"A study file has no sampler for {options.GetType().Name}; it can hold {string.Join(", ", Enum.GetNames<SamplerMethod>().Select(name => name + "Options"))}.", nameof(options)),
        };
    }

    /// <summary>The settings of a run of some chains.</summary>
    internal SamplerOptions ToOptions(int seed, int chains, int firstChain)
    {
        var own = OwnOptions();
        var map = new MapStart();
        return own with
        {
            Warmup = Warmup,
            Draws = Draws,
            Thin = Thin ?? own.Thin,
            Mass = Mass ?? own.Mass,
            TargetAcceptance = TargetAcceptance ?? own.TargetAcceptance,
            InitialStepSize = InitialStepSize,
            Map = Climb == 0 ? null : map with { Steps = Climb ?? map.Steps, LearningRate = ClimbRate ?? map.LearningRate },
            Seed = seed,
            Chains = chains,
            FirstChain = firstChain,
        };
    }

    // Options of the sampler, with what only it has.
    private SamplerOptions OwnOptions()
    {
        var (hmc, nuts, chees, mams, mclmc) = (new HmcOptions(), new NutsOptions(), new CheesOptions(), new MamsOptions(), new MclmcOptions());
        return Method switch
        {
            SamplerMethod.Nuts => nuts with { MaximumDepth = MaximumDepth ?? nuts.MaximumDepth },
            SamplerMethod.Chees => chees with { InitialTrajectoryLength = TrajectoryLength ?? chees.InitialTrajectoryLength, MaximumLeapfrogs = MaximumLeapfrogs ?? chees.MaximumLeapfrogs, LearningRate = LearningRate ?? chees.LearningRate },
            SamplerMethod.Mams => mams with { InitialTrajectoryLength = TrajectoryLength ?? mams.InitialTrajectoryLength, MaximumLeapfrogs = MaximumLeapfrogs ?? mams.MaximumLeapfrogs },
            SamplerMethod.Mclmc => mclmc with { EnergyVariance = EnergyVariance ?? mclmc.EnergyVariance, MaximumSteps = MaximumSteps ?? mclmc.MaximumSteps },
            SamplerMethod.Mala => new MalaOptions(),
            _ => hmc with { TrajectoryLength = TrajectoryLength ?? hmc.TrajectoryLength, MaximumLeapfrogs = MaximumLeapfrogs ?? hmc.MaximumLeapfrogs, Jitter = Jitter ?? hmc.Jitter },
        };
    }
}
