using System.Globalization;
using HepBayes.Sampling.Microcanonical;

namespace HepBayes.Sampling;

/// <summary>The diagnostics of a run in one place.</summary>
/// <param name="Chains">Number of chains.</param>
/// <param name="Draws">Kept draws of each chain.</param>
/// <param name="LogPosterior">Convergence of the log density, the first thing to look at.</param>
/// <param name="Bfmi">Energy Bayesian fraction of missing information of each chain; below 0.3 the momentum resampling explores the energies too slowly.</param>
/// <param name="Divergences">Divergent kept transitions; any is a warning.</param>
/// <param name="Acceptance">Mean acceptance probability.</param>
/// <param name="StepSize">Adapted step size.</param>
/// <param name="MeanLeapfrogs">Mean leapfrog steps of a draw.</param>
/// <param name="Seconds">Wall-clock time in seconds, warm-up included.</param>
public sealed record RunSummary(int Chains, int Draws, Convergence LogPosterior, IReadOnlyList<double> Bfmi, int Divergences, double Acceptance, double StepSize, double MeanLeapfrogs, double Seconds)
{
    /// <summary>
    /// Mean squared energy error of a step for each parameter, which stands for the bias of samplers without Metropolis
    /// test; null for the others. E-BFMI says nothing of such a run.
    /// </summary>
    public double? EnergyErrorVariance { get; init; }

    /// <summary>Summarises a run.</summary>
    /// <param name="run">The run.</param>
    public static RunSummary Of(SamplingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new RunSummary(run.Chains, run.Draws, Convergence.Of(run.LogDensity()), [.. run.Energy().Select(Diagnostics.Bfmi)],
            run.Divergences, run.Acceptance, run.StepSize, run.Leapfrogs().Average(c => c.Average()), run.Seconds)
        {
            EnergyErrorVariance = run.Options is MclmcOptions ? run.Energy().SelectMany(c => c).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average() : null,
        };
    }

    /// <summary>One line for each diagnostic, with what to think of it.</summary>
    public override string ToString() => string.Join('\n', Lines().Select(line => $"{line.Name,-28} {line.Value,-34} {line.Remark}"));

    /// <summary>Name, value and remark of each diagnostic.</summary>
    public IEnumerable<(string Name, string Value, string Remark)> Lines()
    {
        yield return ("chains x draws", Text($"{Chains} x {Draws}"), "");
        yield return ("log posterior R-hat", Text($"{LogPosterior.Rhat:F3}"), LogPosterior.Rhat <= Diagnostics.RhatLimit ? "good" : Text($"above {Diagnostics.RhatLimit}: the chains disagree or the run is short"));
        yield return ("log posterior ESS", Text($"bulk {LogPosterior.EssBulk:F0}, tail {LogPosterior.EssTail:F0}"), LogPosterior.EssBulk >= Diagnostics.EssLimit ? "good" : Text($"below {Diagnostics.EssLimit}: averages are coarse"));
        if (EnergyErrorVariance is { } variance)
            yield return ("energy error variance", Text($"{variance:G3} a parameter"), "no Metropolis test: compare with a run of a hundredth of it to see the bias");
        else
            yield return ("E-BFMI", string.Join(", ", Bfmi.Select(b => Text($"{b:F2}"))), Bfmi.All(b => b >= Diagnostics.BfmiLimit) ? "good" : Text($"below {Diagnostics.BfmiLimit}: heavy tails or a funnel"));
        yield return ("divergences", Text($"{Divergences}"), Divergences == 0 ? "good" : "raise the target acceptance");
        yield return ("acceptance", Text($"{Acceptance:F3}"), "");
        yield return ("step size", Text($"{StepSize:G4}"), "");
        yield return ("leapfrog steps a draw", Text($"{MeanLeapfrogs:F0}"), "");
        yield return ("time", Seconds < 10 ? Text($"{Seconds:F1} s") : Text($"{Seconds:F0} s"), "");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
