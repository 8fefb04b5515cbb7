using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Runtime;
using HepBayes.Tests.Support;

namespace HepBayes.Tests.Prediction;

/// <summary>Runs alone, since it looks at the memory of the whole process.</summary>
[CollectionDefinition(nameof(BatchPredictorMemoryTests), DisableParallelization = true)]
[Collection(nameof(BatchPredictorMemoryTests))]
public class BatchPredictorMemoryTests
{
    private const int Networks = 135;
    private const int ChunkRows = 5000;

    [Fact]
    public void AMillionRowsNeedNoMoreThanStated()
    {
        var network = new BayesianNetwork(Mlp.Of(2, [4], 1, Activation.Relu), Prior.Gaussian(), Likelihood.Bernoulli());
        using var positions = network.PriorDraws(Networks, seed: 1);
        var predictor = new BatchPredictor(new FixedNetworks(network, 1, [.. positions.data<float>().ToArray().Chunk(network.Parameters)]));
        var chunk = new float[ChunkRows * 2];
        new CounterRandom(3).FillNormal(chunk);
        predictor.Predict(Enumerable.Repeat(chunk, 4), new Peak(), cancellation: TestContext.Current.CancellationToken);

        GC.Collect();
        var before = Environment.WorkingSet;
        var peak = new Peak();
        Assert.Equal(1_000_000, predictor.Predict(Enumerable.Repeat(chunk, 200), peak, cancellation: TestContext.Current.CancellationToken));
        // The predictions of all networks would be 515 MiB. Besides what is stated the runtime keeps garbage for a while.
        Assert.True(predictor.MemoryBytes < 16 << 20, $"stated {predictor.MemoryBytes}");
        Assert.True(peak.Bytes - before < predictor.MemoryBytes + (48 << 20), $"{(peak.Bytes - before) >> 20} MiB; stated {predictor.MemoryBytes >> 20} MiB");
    }

    private sealed class Peak : IPredictionSink
    {
        public long Bytes { get; private set; }

        public void Write(PredictionBlock block) => Bytes = Math.Max(Bytes, Environment.WorkingSet);
    }
}
