using HepBayes.Networks;
using HepBayes.Sampling;

namespace HepBayes.Prediction;

/// <summary>
/// Networks with their model and what describes them, as one JSON file and one SafeTensors file beside it. Holds no native
/// memory.
/// </summary>
/// <example><code>
/// SavedPosterior.Of(run, network, new PosteriorDescription { Inputs = names, Targets = ["valid"], Scaler = scaler }, every: 5).Save("viability.json");
/// var mean = SavedPosterior.Load("viability.json").Predict(inputs).Mean();
/// </code></example>
public sealed class SavedPosterior : INetworkEnsemble
{
    private readonly float[] positions;

    internal SavedPosterior(BayesianNetwork network, PosteriorDescription description, int chains, int draws, float[] positions)
    {
        (Network, Description, Chains, Draws, this.positions) = (network, description, chains, draws, positions);
    }

    /// <inheritdoc/>
    public BayesianNetwork Network { get; }

    /// <summary>Names, scaler, seed, versions and diagnostics.</summary>
    public PosteriorDescription Description { get; }

    /// <inheritdoc/>
    public int Chains { get; }

    /// <inheritdoc/>
    public int Draws { get; }

    /// <summary>All parameter vectors, [chains, draws, parameters].</summary>
    internal ReadOnlyMemory<float> Positions => positions;

    /// <summary>Takes draws of a run, with its seed and diagnostics.</summary>
    /// <param name="run">The draws.</param>
    /// <param name="network">The model that was sampled.</param>
    /// <param name="description">What is known besides.</param>
    /// <param name="every">Keep every n-th draw of each chain.</param>
    /// <exception cref="ArgumentException">The run belongs to another model, or the names do not fit it.</exception>
    public static SavedPosterior Of(SamplingRun run, BayesianNetwork network, PosteriorDescription description, int every = 1)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(description);
        var summary = run.Summary();
        var diagnostics = new Dictionary<string, double>
        {
            ["draws sampled a chain"] = run.Draws,
            ["log posterior R-hat"] = summary.LogPosterior.Rhat,
            ["log posterior bulk ESS"] = summary.LogPosterior.EssBulk,
            ["log posterior tail ESS"] = summary.LogPosterior.EssTail,
            ["smallest E-BFMI"] = summary.Bfmi.Min(),
            ["divergences"] = summary.Divergences,
            ["acceptance"] = summary.Acceptance,
        };
        return Of(new SampledNetworks(run, network), description with { Seed = run.Options.Seed, Diagnostics = diagnostics }, every);
    }

    /// <summary>Takes networks of any kind.</summary>
    /// <param name="networks">Sampled, saved or trained networks.</param>
    /// <param name="description">What is known besides.</param>
    /// <param name="every">Keep every n-th draw of each chain.</param>
    /// <exception cref="ArgumentException">The names do not fit the network.</exception>
    public static SavedPosterior Of(INetworkEnsemble networks, PosteriorDescription description, int every = 1)
    {
        ArgumentNullException.ThrowIfNull(networks);
        ArgumentNullException.ThrowIfNull(description);
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        var network = networks.Network;
        var targets = network.Likelihood.TargetColumns(network.Architecture.Outputs);
        CheckNames(description.Inputs, network.Architecture.Inputs, "inputs");
        CheckNames(description.Targets, targets, "targets");
        var kept = (networks.Draws + every - 1) / every;
        var positions = new float[checked(networks.Chains * kept * network.Parameters)];
        for (var n = 0; n < networks.Chains * kept; n++)
            networks.Position(n / kept, n % kept * every).CopyTo(positions.AsSpan(n * network.Parameters));
        return new SavedPosterior(network, description, networks.Chains, kept, positions);
    }

    /// <summary>
    /// Writes <paramref name="path"/> (JSON) and, beside it, the numbers (SafeTensors, named in the JSON). A reader finds the
    /// old posterior or the new one, never a mixture; the numbers of the old one are deleted last.
    /// </summary>
    /// <param name="path">The JSON file to create or replace, ending in <c>.json</c>.</param>
    /// <exception cref="ArgumentException">The path does not end in .json.</exception>
    /// <exception cref="IOException">The files could not be written; what was there is intact.</exception>
    public void Save(string path) => PosteriorFile.Write(this, path);

    /// <summary>Reads what <see cref="Save"/> wrote, of this or an earlier version.</summary>
    /// <param name="path">The JSON file.</param>
    /// <param name="network">The model, needed only if its prior or likelihood is not built in; null to rebuild it from the file.</param>
    /// <exception cref="Runtime.UserErrorException">A file is missing, damaged, of a newer version or of another model; the message names file and field.</exception>
    public static SavedPosterior Load(string path, BayesianNetwork? network = null) => PosteriorFile.Read(path, network);

    /// <inheritdoc/>
    public ReadOnlySpan<float> Position(int chain, int draw)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(chain);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(chain, Chains);
        ArgumentOutOfRangeException.ThrowIfNegative(draw);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(draw, Draws);
        return positions.AsSpan(((chain * Draws) + draw) * Network.Parameters, Network.Parameters);
    }

    private static void CheckNames(IReadOnlyList<string> names, int expected, string what)
    {
        if (names.Count != 0 && names.Count != expected)
            throw new ArgumentException($"The description names {names.Count} {what}, the network has {expected}. Name all of them or none.");
    }
}
