using HepBayes.Sampling;

namespace HepBayes.Benchmarks;

/// <summary>What a run of a sampler, ours or a rival's, has achieved after its warm-up.</summary>
/// <param name="Chains">Number of chains.</param>
/// <param name="Draws">Draws of each chain.</param>
/// <param name="Seconds">Wall-clock time of the draws in seconds.</param>
/// <param name="Gradients">Gradients of all chains together.</param>
/// <param name="Smallest">Smallest bulk effective sample size of the quantities.</param>
/// <param name="Median">Median bulk effective sample size.</param>
internal sealed record EssFigures(int Chains, int Draws, double Seconds, long Gradients, double Smallest, double Median)
{
    /// <summary>Processor time of all threads in seconds, where it is measured: unlike the clock's it hardly depends on what else the machine does. Ours includes the warm-up, the rival's does not.</summary>
    public double? ProcessorSeconds { get; init; }

    public double? MedianPerProcessorSecond => Median / ProcessorSeconds;

    public double MedianPerSecond => Median / Seconds;

    public double SmallestPerSecond => Smallest / Seconds;

    public double GradientsPerSecond => Gradients / Seconds;

    /// <param name="quantities">[quantities][chains][draws].</param>
    /// <param name="seconds">Wall-clock time of the draws.</param>
    /// <param name="gradients">Gradients of all chains.</param>
    public static EssFigures Of(IReadOnlyList<double[][]> quantities, double seconds, long gradients)
    {
        var sizes = quantities.Select(Diagnostics.EssBulk).Order().ToArray();
        return new EssFigures(quantities[0].Length, quantities[0][0].Length, seconds, gradients, sizes[0], sizes[sizes.Length / 2]);
    }

    public static EssFigures Of(SamplingRun run, IReadOnlyList<double[][]> quantities) =>
        Of(quantities, run.Seconds - run.WarmupSeconds, run.Gradients);

    /// <summary>
    /// The same of the first draws alone, at this run's mean cost of a draw. The estimate of an effective size from a few
    /// correlated draws is too large, so a rival with fewer draws is to be compared at its number of draws.
    /// </summary>
    /// <param name="draws">How many draws of each chain, at most all.</param>
    /// <param name="quantities">[quantities][chains][draws] of the whole run.</param>
    public EssFigures First(int draws, IReadOnlyList<double[][]> quantities) =>
        Of([.. quantities.Select(chains => chains.Select(chain => chain[..draws]).ToArray())], Seconds * draws / Draws, Gradients * draws / Draws);

    /// <summary>One line of output; ratios are this run's figure over the rival's.</summary>
    public void Write(string model, string sampler, double warmupSeconds, int threads, EssFigures? rival = null, string? rivalName = null) => Measurement.WriteLine(new
    {
        benchmark = "ess",
        model,
        sampler,
        threads,
        chains = Chains,
        draws = Draws,
        warmup_seconds = Measurement.Rounded(warmupSeconds, 3),
        seconds = Measurement.Rounded(Seconds, 3),
        processor_seconds = ProcessorSeconds is { } p ? Measurement.Rounded(p, 3) : (double?)null,
        gradients = Gradients,
        gradients_per_second = Measurement.Rounded(GradientsPerSecond, 1),
        draws_per_second = Measurement.Rounded(Chains * Draws / Seconds, 1),
        ess_median = Measurement.Rounded(Median, 1),
        ess_smallest = Measurement.Rounded(Smallest, 1),
        ess_per_second = Measurement.Rounded(MedianPerSecond, 3),
        smallest_ess_per_second = Measurement.Rounded(SmallestPerSecond, 3),
        ess_per_gradient = Measurement.Rounded(Median / Gradients, 7),
        rival = rivalName,
        ess_per_second_ratio = rival is null ? (double?)null : Measurement.Rounded(MedianPerSecond / rival.MedianPerSecond, 2),
        ess_per_processor_second_ratio = MedianPerProcessorSecond / rival?.MedianPerProcessorSecond is { } r ? Measurement.Rounded(r, 2) : (double?)null,
        smallest_ess_per_second_ratio = rival is null ? (double?)null : Measurement.Rounded(SmallestPerSecond / rival.SmallestPerSecond, 2),
        gradients_per_second_ratio = rival is null ? (double?)null : Measurement.Rounded(GradientsPerSecond / rival.GradientsPerSecond, 2),
    });
}
