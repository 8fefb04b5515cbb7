using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Runtime;
using HepBayes.Sampling;
using HepBayes.Training;

namespace HepBayes.Generative.Exploration;

/// <summary>Networks of one model after a round: what predicts, and where the next round starts from.</summary>
internal sealed class LearnedNetworks
{
    private const int BatchRows = 256;
    private const int MostPredicting = 32;
    private readonly BayesianNetwork network;
    private readonly float[] positions;
    private readonly INetworkEnsemble? ensemble;

    private LearnedNetworks(BayesianNetwork network, float[] positions, INetworkEnsemble? ensemble) => (this.network, this.positions, this.ensemble) = (network, positions, ensemble);

    /// <summary>
    /// Trains a classifier. As long as all answers are the same, a single answer of the other kind is spread over all points: the networks then say "hardly ever" where
    /// they know points, and disagree elsewhere.
    /// </summary>
    public static LearnedNetworks FitClasses(BayesianNetwork network, float[] inputs, float[] labels, LearnedNetworks? previous, SurrogateOptions options, int seed, CancellationToken cancellation)
    {
        if (labels.Distinct().Count() != 1)
            return Fit(network, inputs, labels, previous, options, seed, cancellation);
        float[] others = [.. labels.Select(label => 1 - label)], weights = [.. labels.Select(_ => 1f), .. labels.Select(_ => 1f / labels.Length)];
        return Fit(network, [.. inputs, .. inputs], [.. labels, .. others], previous, options, seed, cancellation, weights);
    }

    /// <summary>Trains on rows, from the networks of the round before or from random ones. Without rows the networks stay as they are.</summary>
    public static LearnedNetworks Fit(BayesianNetwork network, float[] inputs, float[] targets, LearnedNetworks? previous, SurrogateOptions options, int seed, CancellationToken cancellation, float[]? weights = null)
    {
        NativeLibraries.EnsureLoaded();
        using var start = previous is null ? network.PriorDraws(options.Members, seed) : Tensor(previous.positions, network);
        if (targets.Length == 0)
            return new LearnedNetworks(network, [.. start.data<float>()], null);
        using var posterior = network.Posterior(inputs, targets, source: "the answers of the oracle", weights: weights);
        // The first rows that there are count as the first round.
        var steps = previous?.ensemble is null ? options.FirstSteps : options.Steps;
        var batches = Math.Max(1, targets.Length / BatchRows);
        var adam = new AdamOptions { Epochs = (steps + batches - 1) / batches, BatchRows = BatchRows, LearningRate = options.LearningRate, Seed = seed };
        var trained = AdamTrainer.Fit(posterior, start, adam, cancellation: cancellation);
        using var maxima = trained.Positions();
        float[] found = [.. maxima.data<float>()];
        if (options.Draws == 0)
            return new LearnedNetworks(network, found, trained);
        var run = Hmc.Sample(posterior, maxima, new HmcOptions { Warmup = options.Warmup, Draws = options.Draws, Seed = seed, MaximumLeapfrogs = options.MaximumLeapfrogs }, cancellation: cancellation);
        return new LearnedNetworks(network, found, run.Networks(network));
    }

    /// <summary>What each network makes of points: a function of its outputs for a point, [networks][points].</summary>
    public double[][] Predict(float[] inputs, Func<ReadOnlySpan<float>, double> of)
    {
        var (stack, width) = (Stack(), network.Architecture.Outputs);
        var rows = stack.CheckInputs(inputs);
        var outputs = new float[stack.Count * rows * width];
        if (rows > 0)
            stack.Forward(inputs, rows, outputs);
        return [.. Enumerable.Range(0, stack.Count).Select(n => Enumerable.Range(0, rows).Select(row => of(outputs.AsSpan(((n * rows) + row) * width, width))).ToArray())];
    }

    private NetworkStack Stack()
    {
        var networks = ensemble ?? new Untrained(network, positions);
        return new NetworkStack(networks, Math.Max(1, networks.Chains * networks.Draws / MostPredicting));
    }

    private static TorchSharp.torch.Tensor Tensor(float[] positions, BayesianNetwork network) => TorchSharp.torch.tensor(positions).reshape(-1, network.Parameters);

    /// <summary>Networks as they were drawn from the prior.</summary>
    private sealed class Untrained(BayesianNetwork network, float[] positions) : INetworkEnsemble
    {
        public BayesianNetwork Network => network;

        public int Chains => 1;

        public int Draws => positions.Length / network.Parameters;

        public ReadOnlySpan<float> Position(int chain, int draw) => positions.AsSpan(draw * network.Parameters, network.Parameters);
    }
}
