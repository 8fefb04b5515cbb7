using HepBayes.Runtime;
using TorchSharp;
using Column = HepBayes.Sampling.DrawStatistics.Column;

namespace HepBayes.Sampling;

/// <summary>
/// The draws of a run and what is needed to judge them. Holds no native memory. The draws of a run with a checkpoint folder
/// stay on disk and are read when asked for, so that a run may be larger than memory.
/// </summary>
public sealed class SamplingRun
{
    internal const string InverseMassName = "driver.inverse_mass";
    private readonly DrawSource draws;
    private readonly DrawStatistics statistics;

    internal SamplingRun(SamplerOptions options, int chains, int parameters, DrawSource draws, DrawStatistics statistics)
    {
        (Options, Chains, Parameters) = (options, chains, parameters);
        (this.draws, this.statistics) = (draws, statistics);
        Draws = statistics.Draws;
    }

    /// <summary>The settings of the run.</summary>
    public SamplerOptions Options { get; }

    /// <summary>Number of chains.</summary>
    public int Chains { get; }

    /// <summary>Kept draws of each chain; fewer than <see cref="SamplerOptions.Draws"/> if the run was cancelled.</summary>
    public int Draws { get; }

    /// <summary>Length of the parameter vector.</summary>
    public int Parameters { get; }

    /// <summary>Step size after adaptation.</summary>
    public double StepSize { get; internal init; }

    /// <summary>Inverse of the diagonal mass matrix of each chain after adaptation, [chains x parameters], chain after chain.</summary>
    public double[] InverseMass { get; internal init; } = [];

    /// <summary>Wall-clock time of the warm-up in seconds, without interruptions.</summary>
    public double WarmupSeconds { get; internal init; }

    /// <summary>Wall-clock time of warm-up and draws in seconds, without interruptions.</summary>
    public double Seconds { get; internal init; }

    /// <summary>What the progress listener threw, after which it was not called any more; null normally.</summary>
    public Exception? ProgressError { get; internal init; }

    /// <summary>Opens a run that was kept in a folder; while it is being sampled, what its last checkpoint counts.</summary>
    /// <param name="folder">The folder given to <see cref="CheckpointOptions.Folder"/>.</param>
    /// <exception cref="UserErrorException">There is no run in the folder, or it is damaged.</exception>
    public static SamplingRun Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        NativeLibraries.EnsureLoaded();
        var (checkpoint, draws, statistics) = RunFolder.Open(folder);
        using var state = CheckpointFile.ReadState(folder, checkpoint);
        var options = checkpoint.Run.ToOptions() with { Checkpoint = new CheckpointOptions { Folder = folder } };
        return new SamplingRun(options, checkpoint.Run.Chains, checkpoint.Run.Parameters, draws, statistics)
        {
            StepSize = checkpoint.StepSize,
            InverseMass = ToArray(state.Tensor(InverseMassName)),
            WarmupSeconds = checkpoint.WarmupSeconds,
            Seconds = checkpoint.Seconds,
        };
    }

    /// <summary>Leapfrog steps (gradients) that each draw took, [chains][draws].</summary>
    public int[][] Leapfrogs() => statistics.Of(Column.Leapfrogs, v => (int)v);

    /// <summary>Gradients that the kept draws of all chains took together, without the warm-up: the price of the run.</summary>
    public long Gradients => Leapfrogs().Sum(chain => chain.Sum(steps => (long)steps));

    /// <summary>Depth of the tree of each draw, [chains][draws]: the trajectory was doubled so many times; -1 for samplers other than NUTS.</summary>
    public int[][] TreeDepth() => statistics.Of(Column.TreeDepth, v => (int)v);

    /// <summary>Whether the trajectory of each draw diverged, [chains][draws].</summary>
    public bool[][] Divergent() => statistics.Of(Column.Divergent, v => v != 0);

    /// <summary>Acceptance probability of each draw, [chains][draws].</summary>
    public double[][] AcceptProbability() => statistics.Of(Column.AcceptProbability, v => v);

    /// <summary>Number of kept transitions that diverged, over all chains.</summary>
    public int Divergences => statistics.Divergences;

    /// <summary>Mean acceptance probability of the kept transitions.</summary>
    public double Acceptance => AcceptProbability().SelectMany(chain => chain).Average();

    /// <summary>The parameter vector of one draw; shares memory with the run if that is in memory, else read from disk.</summary>
    /// <param name="chain">Chain, from 0.</param>
    /// <param name="draw">Draw, from 0.</param>
    public ReadOnlySpan<float> Position(int chain, int draw)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(chain);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(chain, Chains);
        ArgumentOutOfRangeException.ThrowIfNegative(draw);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(draw, Draws);
        return draws.Position(chain, draw);
    }

    /// <summary>
    /// The values of one parameter, [chains][draws]. From disk, neighbouring parameters are read together and up to 64 MB of
    /// them kept, so going through the parameters in order is fast.
    /// </summary>
    /// <param name="parameter">Position in the parameter vector.</param>
    public double[][] Parameter(int parameter)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(parameter);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(parameter, Parameters);
        return draws.Parameter(parameter);
    }

    /// <summary>Log density, [chains][draws].</summary>
    public double[][] LogDensity() => statistics.Of(Column.LogDensity, v => v);

    /// <summary>Energy at the start of each trajectory, [chains][draws]; for <see cref="Microcanonical.Mclmc"/> the energy error of the draw's steps.</summary>
    public double[][] Energy() => statistics.Of(Column.Energy, v => v);

    /// <summary>R-hat, effective sample sizes, E-BFMI, divergences and acceptance of the run.</summary>
    public RunSummary Summary() => RunSummary.Of(this);

    internal static double[] ToArray(torch.Tensor inverseMass)
    {
        using var scope = torch.NewDisposeScope();
        return inverseMass.to(torch.float64).cpu().contiguous().data<double>().ToArray();
    }
}
