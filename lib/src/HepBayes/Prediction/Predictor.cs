using HepBayes.Data;
using HepBayes.Networks;
using HepBayes.Sampling;
using HepBayes.Training;

namespace HepBayes.Prediction;

/// <summary>Predictions of sampled and of trained networks.</summary>
public static class Predictor
{
    /// <summary>Predicts rows with the networks of a run.</summary>
    /// <param name="run">The draws.</param>
    /// <param name="network">The model that was sampled.</param>
    /// <param name="inputs">Input features, row by row, [rows, inputs], prepared like the training rows.</param>
    /// <param name="every">Use every n-th draw of each chain.</param>
    /// <exception cref="ArgumentException">The run belongs to another model, or the inputs do not fit it or are not finite.</exception>
    public static PosteriorPredictive Predict(this SamplingRun run, BayesianNetwork network, float[] inputs, int every = 1)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        if (run.Parameters != network.Parameters)
            throw new ArgumentException($"The run has {run.Parameters} parameters, the network {network.Parameters}; predict with the network that was sampled.", nameof(network));
        var kept = (run.Draws + every - 1) / every;
        var weights = new float[run.Chains * kept * run.Parameters];
        for (var chain = 0; chain < run.Chains; chain++)
        {
            for (var k = 0; k < kept; k++)
                run.Position(chain, k * every).CopyTo(weights.AsSpan(((chain * kept) + k) * run.Parameters));
        }

        return Predict(network, weights, run.Chains, inputs);
    }

    /// <summary>Predicts the rows of a table with the networks of a run.</summary>
    /// <param name="run">The draws.</param>
    /// <param name="network">The model that was sampled.</param>
    /// <param name="rows">The rows, prepared like the training rows.</param>
    /// <param name="inputs">Names of the input columns, in the order of training.</param>
    /// <param name="every">Use every n-th draw of each chain.</param>
    public static PosteriorPredictive Predict(this SamplingRun run, BayesianNetwork network, Table rows, IReadOnlyList<string> inputs, int every = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return run.Predict(network, rows.Matrix(inputs), every);
    }

    /// <summary>Predicts the rows of a table with trained networks.</summary>
    /// <param name="trained">The networks.</param>
    /// <param name="rows">The rows, prepared like the training rows.</param>
    /// <param name="inputs">Names of the input columns, in the order of training.</param>
    public static PosteriorPredictive Predict(this TrainedNetworks trained, Table rows, IReadOnlyList<string> inputs)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return trained.Predict(rows.Matrix(inputs));
    }

    /// <summary>Predicts rows with trained networks; each counts as one draw of one chain.</summary>
    /// <param name="trained">The networks.</param>
    /// <param name="inputs">Input features, row by row, [rows, inputs], prepared like the training rows.</param>
    /// <exception cref="ArgumentException">The inputs do not fit the network or are not finite.</exception>
    public static PosteriorPredictive Predict(this TrainedNetworks trained, float[] inputs)
    {
        ArgumentNullException.ThrowIfNull(trained);
        var weights = new float[trained.Members * trained.Network.Parameters];
        for (var member = 0; member < trained.Members; member++)
            trained.Parameters(member).CopyTo(weights.AsSpan(member * trained.Network.Parameters));
        return Predict(trained.Network, weights, 1, inputs);
    }

    private static unsafe PosteriorPredictive Predict(BayesianNetwork network, float[] weights, int chains, float[] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var architecture = network.Architecture;
        var rows = inputs.Length / architecture.Inputs;
        if (rows * architecture.Inputs != inputs.Length)
            throw new ArgumentException($"{inputs.Length} input values do not make rows of {architecture.Inputs} inputs.", nameof(inputs));
        var bad = Array.FindIndex(inputs, v => !float.IsFinite(v));
        if (bad >= 0)
            throw new ArgumentException($"Input {bad % architecture.Inputs} of row {bad / architecture.Inputs} is {inputs[bad]}; a network needs finite numbers.", nameof(inputs));

        var networks = weights.Length / network.Parameters;
        var values = new float[checked(networks * rows * architecture.Outputs)];
        using var engine = new CpuDenseEngine<float>(architecture, network.Likelihood, new RowTiles<float>(inputs, [], rows, architecture.Inputs, 0));
        fixed (float* w = weights)
            engine.Forward(w, networks, values);
        Parallel.For(0, networks, Runtime.Compute.Parallel, n =>
        {
            foreach (ref var value in values.AsSpan(n * rows * architecture.Outputs, rows * architecture.Outputs))
            {
                double output = value, mean = 0;
                network.Likelihood.Mean(new ReadOnlySpan<double>(in output), [], new Span<double>(ref mean));
                value = (float)mean;
            }
        });
        return new PosteriorPredictive(values, chains, rows, architecture.Outputs);
    }
}
