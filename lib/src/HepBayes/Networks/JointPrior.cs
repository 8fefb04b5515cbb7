using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Networks;

/// <summary>
/// The prior of the whole parameter vector [network | prior's hyper-parameters | likelihood's hyper-parameters], and the
/// way from there to the vector that the gradient engines take, [weights | likelihood's hyper-parameters], and back. Keeps
/// its buffers, so it serves one thread at a time and allocates nothing on the processor.
/// </summary>
internal sealed class JointPrior : IDisposable
{
    private readonly PriorDensity network;
    private readonly ParameterGroups likelihood;
    private readonly int likelihoodParameters;
    private readonly double[] position;
    private readonly double[] gradient;
    private readonly double[] weightGradient;

    public JointPrior(PriorDensity network, Likelihood likelihood)
    {
        this.network = network;
        var hypers = likelihood.Hypers;
        likelihoodParameters = hypers.Count;
        this.likelihood = new ParameterGroups(hypers.Count, [.. hypers.Select((hyper, i) => ParameterGroup.OfScale(hyper.Prior, i))]);
        Parameters = OwnParameters + hypers.Count;
        (position, gradient, weightGradient) = (new double[Parameters], new double[Parameters], new double[network.NetworkParameters]);
    }

    public int Parameters { get; }

    /// <summary>Length of the engines' vector.</summary>
    public int EngineParameters => network.NetworkParameters + likelihoodParameters;

    /// <summary>Where the hyper-parameters stand that a climb towards a maximum does not move.</summary>
    public Range HeldWhileClimbing => network.NetworkParameters..(network.NetworkParameters + network.HeldHyperParameters);

    /// <summary>Names of the prior's hyper-parameters.</summary>
    public IReadOnlyList<string> HyperParameterNames => network.HyperParameterNames;

    /// <summary>Whether the network's part of the vector holds the weights themselves.</summary>
    public bool HoldsWeights => network.HoldsWeights;

    /// <summary>Whether the engines can read the vector as it is.</summary>
    public bool IsDirect => network.HoldsWeights && network.HyperParameters == 0;

    private int OwnParameters => network.NetworkParameters + network.HyperParameters;

    /// <summary>Log prior density; its gradient is added.</summary>
    public double Evaluate<T>(ReadOnlySpan<T> vector, Span<T> vectorGradient) where T : unmanaged
    {
        Conversion.ToDoubles(vector, position);
        Conversion.ToDoubles<T>(vectorGradient, gradient);
        var value = AddPrior();
        Conversion.FromDoubles(gradient, vectorGradient);
        return value;
    }

    /// <summary>The engines' vector.</summary>
    public void ToEngine<T>(ReadOnlySpan<T> vector, Span<T> engine) where T : unmanaged
    {
        vector[OwnParameters..].CopyTo(engine[network.NetworkParameters..]);
        if (network.HoldsWeights)
        {
            vector[..network.NetworkParameters].CopyTo(engine);
            return;
        }

        Conversion.ToDoubles(vector, position);
        network.Weights(position.AsSpan(0, OwnParameters), weightGradient);
        Conversion.FromDoubles(weightGradient, engine);
    }

    /// <summary>
    /// Log prior density; writes its gradient plus what the engines' gradient is for this vector, each times a factor.
    /// </summary>
    public double FromEngine<T>(ReadOnlySpan<T> vector, ReadOnlySpan<T> engineGradient, Span<T> vectorGradient, double priorFactor = 1, double engineFactor = 1) where T : unmanaged
    {
        Conversion.ToDoubles(vector, position);
        gradient.AsSpan().Clear();
        var value = AddPrior();
        for (var i = 0; i < gradient.Length; i++)
            gradient[i] *= priorFactor;
        Conversion.ToDoubles(engineGradient[..weightGradient.Length], weightGradient);
        for (var i = 0; i < weightGradient.Length; i++)
            weightGradient[i] *= engineFactor;
        network.PullBack(position.AsSpan(0, OwnParameters), weightGradient, gradient.AsSpan(0, OwnParameters));
        for (var i = 0; i < likelihoodParameters; i++)
            gradient[OwnParameters + i] += engineFactor * Real.ToDouble(engineGradient[network.NetworkParameters + i]);
        Conversion.FromDoubles(gradient, vectorGradient);
        return value;
    }

    /// <summary>Log prior density [chains] on any device; its gradient is added.</summary>
    public Tensor Evaluate(Tensor vectors, Tensor vectorGradient)
    {
        using var scope = NewDisposeScope();
        var total = network.Evaluate(vectors.narrow(1, 0, OwnParameters), vectorGradient.narrow(1, 0, OwnParameters));
        if (likelihoodParameters > 0)
            total = total.add(likelihood.Evaluate(vectors.narrow(1, OwnParameters, likelihoodParameters), vectorGradient.narrow(1, OwnParameters, likelihoodParameters)), Scalars.One);
        return total.MoveToOuterDisposeScope();
    }

    /// <summary>The engines' vectors, [chains, weights + likelihood's hyper-parameters].</summary>
    public Tensor ToEngine(Tensor vectors)
    {
        using var scope = NewDisposeScope();
        var engine = IsDirect ? vectors.alias() : cat([network.Weights(vectors.narrow(1, 0, OwnParameters)), vectors.narrow(1, OwnParameters, likelihoodParameters)], 1);
        return engine.MoveToOuterDisposeScope();
    }

    /// <summary>Log prior density [chains]; writes its gradient plus what the engines' gradient is for these vectors.</summary>
    public Tensor FromEngine(Tensor vectors, Tensor engineGradient, Tensor vectorGradient)
    {
        using var scope = NewDisposeScope();
        vectorGradient.zero_();
        var weights = engineGradient.narrow(1, 0, network.NetworkParameters);
        network.PullBack(vectors.narrow(1, 0, OwnParameters), weights, vectorGradient.narrow(1, 0, OwnParameters));
        vectorGradient.narrow(1, OwnParameters, likelihoodParameters).copy_(engineGradient.narrow(1, network.NetworkParameters, likelihoodParameters));
        return Evaluate(vectors, vectorGradient).MoveToOuterDisposeScope();
    }

    /// <summary>Centre and spread of the starts; hyper-parameters of the likelihood have spread 1.</summary>
    public (double[] Centre, double[] Spread) Describe()
    {
        var (centre, spread) = (new double[Parameters], new double[Parameters]);
        network.Describe(centre.AsSpan(0, OwnParameters), spread.AsSpan(0, OwnParameters));
        likelihood.Describe(centre.AsSpan(OwnParameters), spread.AsSpan(OwnParameters));
        spread.AsSpan(OwnParameters).Fill(1);
        return (centre, spread);
    }

    /// <summary>Squares of the spreads, where a mass matrix starts: [parameters] in float64.</summary>
    public Tensor InitialVariance(Device device) =>
        tensor(Describe().Spread.Select(s => s * s).ToArray(), dtype: float64, device: device);

    /// <summary>
    /// Starts of chains, [chains, parameters] on the processor in float32: the network's part around its centre, hyper-parameters at theirs.
    /// </summary>
    public Tensor Start(int chains, int seed, double shrink)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(chains, 1);
        NativeLibraries.EnsureLoaded();
        var (centre, spread) = Describe();
        var values = new float[chains * Parameters];
        for (var chain = 0; chain < chains; chain++)
        {
            var own = values.AsSpan(chain * Parameters, Parameters);
            new CounterRandom((ulong)seed, RandomStreams.Of(RandomPurpose.Start, chain)).FillNormal(own);
            for (var i = 0; i < Parameters; i++)
                own[i] = i < network.NetworkParameters ? (own[i] * (float)(spread[i] * shrink)) + (float)centre[i] : (float)centre[i];
        }

        return tensor(values).reshape(chains, Parameters);
    }

    /// <summary>Draws every parameter from the prior.</summary>
    public void Sample(CounterRandom random, Span<float> vector)
    {
        network.Sample(random, position.AsSpan(0, OwnParameters));
        likelihood.Sample(random, position.AsSpan(OwnParameters));
        Conversion.FromDoubles(position, vector);
    }

    public void Dispose()
    {
        network.Dispose();
        likelihood.Dispose();
    }

    private double AddPrior() =>
        network.Evaluate(position.AsSpan(0, OwnParameters), gradient.AsSpan(0, OwnParameters))
        + likelihood.Evaluate(position.AsSpan(OwnParameters), gradient.AsSpan(OwnParameters));
}
