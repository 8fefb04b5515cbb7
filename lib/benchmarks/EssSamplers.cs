using HepBayes.Networks;
using HepBayes.Sampling;
using HepBayes.Sampling.Microcanonical;
using static TorchSharp.torch;

namespace HepBayes.Benchmarks;

/// <summary>The samplers that are compared, by name. Each takes from the settings what it has a use for.</summary>
internal static class EssSamplers
{
    public const string Hmc = "hmc";

    public delegate SamplingRun Sampler(ILogDensity density, Tensor start, HmcOptions settings);

    public static IReadOnlyDictionary<string, Sampler> All { get; } = new Dictionary<string, Sampler>
    {
        [Hmc] = (density, start, settings) => Sampling.Hmc.Sample(density, start, settings),
        ["nuts"] = (density, start, settings) => Nuts.Sample(density, start, new NutsOptions { Warmup = settings.Warmup, Draws = settings.Draws, Seed = settings.Seed }),
        ["chees"] = (density, start, settings) => Chees.Sample(density, start, new CheesOptions { Warmup = settings.Warmup, Draws = settings.Draws, Seed = settings.Seed }),
        ["mams"] = (density, start, settings) => Mams.Sample(density, start, new MamsOptions { Warmup = settings.Warmup, Draws = settings.Draws, Seed = settings.Seed }),
        ["mclmc (biased)"] = (density, start, settings) => Mclmc.Sample(density, start, new MclmcOptions { Warmup = settings.Warmup, Draws = settings.Draws, Seed = settings.Seed }),
    };
}
