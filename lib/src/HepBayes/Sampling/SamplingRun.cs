namespace HepBayes.Sampling;

/// <summary>The draws of a run and what is needed to judge them. Holds no native memory.</summary>
public sealed class SamplingRun
{
    private readonly float[] positions;
    private readonly double[,] logDensity;
    private readonly double[,] energy;
    private readonly double[,] acceptance;
    private readonly bool[,] divergent;
    private readonly int[,] leapfrogs;

    internal SamplingRun(SamplerOptions options, int chains, int parameters, float[] positions, double[,] logDensity, double[,] energy, double[,] acceptance, bool[,] divergent, int[,] leapfrogs)
    {
        (Options, Chains, Parameters) = (options, chains, parameters);
        (this.positions, this.logDensity, this.energy, this.acceptance, this.divergent, this.leapfrogs) = (positions, logDensity, energy, acceptance, divergent, leapfrogs);
    }

    /// <summary>The settings of the run.</summary>
    public SamplerOptions Options { get; }

    /// <summary>Number of chains.</summary>
    public int Chains { get; }

    /// <summary>Kept draws of each chain.</summary>
    public int Draws => leapfrogs.GetLength(1);

    /// <summary>Length of the parameter vector.</summary>
    public int Parameters { get; }

    /// <summary>Step size after adaptation.</summary>
    public double StepSize { get; internal init; }

    /// <summary>Inverse of the diagonal mass matrix of each chain after adaptation, [chains x parameters], chain after chain.</summary>
    public double[] InverseMass { get; internal init; } = [];

    /// <summary>Wall-clock time of the warm-up in seconds.</summary>
    public double WarmupSeconds { get; internal init; }

    /// <summary>Wall-clock time of warm-up and draws in seconds.</summary>
    public double Seconds { get; internal init; }

    /// <summary>Leapfrog steps (gradients) that each draw took, [chains][draws].</summary>
    public int[][] Leapfrogs() => Collect((chain, draw) => leapfrogs[chain, draw]);

    /// <summary>Whether the trajectory of each draw diverged, [chains][draws].</summary>
    public bool[][] Divergent() => Collect((chain, draw) => divergent[chain, draw]);

    /// <summary>Acceptance probability of each draw, [chains][draws].</summary>
    public double[][] AcceptProbability() => Collect((chain, draw) => acceptance[chain, draw]);

    /// <summary>Number of kept transitions that diverged, over all chains.</summary>
    public int Divergences => divergent.Cast<bool>().Count(d => d);

    /// <summary>Mean acceptance probability of the kept transitions.</summary>
    public double Acceptance => acceptance.Cast<double>().Average();

    /// <summary>The parameter vector of one draw; shares memory with the run.</summary>
    /// <param name="chain">Chain, from 0.</param>
    /// <param name="draw">Draw, from 0.</param>
    public ReadOnlySpan<float> Position(int chain, int draw)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(chain);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(chain, Chains);
        ArgumentOutOfRangeException.ThrowIfNegative(draw);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(draw, Draws);
        return positions.AsSpan(((chain * Draws) + draw) * Parameters, Parameters);
    }

    /// <summary>The values of one parameter, [chains][draws].</summary>
    /// <param name="parameter">Position in the parameter vector.</param>
    public double[][] Parameter(int parameter)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(parameter);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(parameter, Parameters);
        return Collect((chain, draw) => (double)positions[(((chain * Draws) + draw) * Parameters) + parameter]);
    }

    /// <summary>Log density, [chains][draws].</summary>
    public double[][] LogDensity() => Collect((chain, draw) => logDensity[chain, draw]);

    /// <summary>Energy at the start of each trajectory, [chains][draws].</summary>
    public double[][] Energy() => Collect((chain, draw) => energy[chain, draw]);

    /// <summary>R-hat, effective sample sizes, E-BFMI, divergences and acceptance of the run.</summary>
    public RunSummary Summary() => RunSummary.Of(this);

    private T[][] Collect<T>(Func<int, int, T> value) =>
        [.. Enumerable.Range(0, Chains).Select(chain => Enumerable.Range(0, Draws).Select(draw => value(chain, draw)).ToArray())];
}
