using HepBayes.Networks;

namespace HepBayes.Prediction;

/// <summary>The networks of an ensemble, thinned and laid out for the engine: weights, then the likelihood's hyper-parameters.</summary>
internal sealed unsafe class NetworkStack
{
    private readonly float[] parameters;
    private readonly double[] hyperParameters;

    public NetworkStack(INetworkEnsemble ensemble, int every)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        (Network, Chains) = (ensemble.Network, ensemble.Chains);
        var kept = (ensemble.Draws + every - 1) / every;
        Count = Chains * kept;
        var (weights, hypers) = (Network.Architecture.Layout.Count, Network.Likelihood.HyperParameters);
        parameters = new float[checked(Count * (weights + hypers))];
        hyperParameters = new double[Count * hypers];
        for (var n = 0; n < Count; n++)
        {
            var position = ensemble.Position(n / kept, n % kept * every);
            var own = parameters.AsSpan(n * (weights + hypers), weights + hypers);
            Network.Weights(position, own[..weights]);
            var hyper = Network.LikelihoodParameters(position);
            hyper.CopyTo(own[weights..]);
            for (var h = 0; h < hypers; h++)
                hyperParameters[(n * hypers) + h] = hyper[h];
        }
    }

    public BayesianNetwork Network { get; }

    public int Chains { get; }

    /// <summary>Networks of all chains.</summary>
    public int Count { get; }

    public long Bytes => (sizeof(float) * parameters.LongLength) + (sizeof(double) * hyperParameters.LongLength);

    public ReadOnlySpan<double> HyperParameters(int network)
    {
        var hypers = Network.Likelihood.HyperParameters;
        return hyperParameters.AsSpan(network * hypers, hypers);
    }

    /// <summary>Raw outputs [networks, rows, outputs] of rows [rows, inputs].</summary>
    public void Forward(ReadOnlySpan<float> inputs, int rows, Memory<float> outputs)
    {
        var architecture = Network.Architecture;
        using var engine = new CpuDenseEngine<float>(architecture, Network.Likelihood, new RowTiles<float>(inputs, [], rows, architecture.Inputs, 0));
        fixed (float* p = parameters)
            engine.Forward(p, Count, outputs.Span);
    }

    /// <summary>Number of rows in [rows, inputs], after checking that they fit the network and are finite.</summary>
    public int CheckInputs(float[] inputs, long firstRow = 0)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var width = Network.Architecture.Inputs;
        if (inputs.Length % width != 0)
            throw new ArgumentException($"{inputs.Length} input values do not make rows of {width} inputs.", nameof(inputs));
        var bad = Array.FindIndex(inputs, v => !float.IsFinite(v));
        if (bad >= 0)
            throw new ArgumentException($"Input {bad % width} of row {firstRow + (bad / width)} is {inputs[bad]}; a network needs finite numbers.", nameof(inputs));
        return inputs.Length / width;
    }
}
