using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Runtime;

namespace HepBayes.Baselines;

/// <summary>
/// The Laplace approximation: a normal distribution of the weights around a maximum w0 of the posterior, with the precision
/// H + P of the prior's precision P and the generalised Gauss-Newton matrix H = sum of J^T C J (MacKay, Neural Computation 4
/// (1992) 448; Daxberger et al., arXiv 2106.14806, section 2). Hyper-parameters of prior and likelihood stay where they are at w0.
/// Exact for a network without hidden layers and normal noise.
/// </summary>
/// <example><code>
/// var trained = AdamTrainer.Fit(posterior, network.PriorDraws(1, seed: 1), new AdamOptions { Epochs = 500 });
/// var laplace = Laplace.Fit(posterior, trained.Parameters(0)).WithTunedPrior();
/// var predictive = laplace.PredictLinearised(inputs, draws: 500, seed: 1);
/// </code></example>
public sealed class Laplace
{
    private readonly BayesianNetwork network;
    private readonly float[] maximum;
    private readonly int first;
    private readonly NormalPrior prior;
    private readonly WhitenedCurvature curvature;
    private readonly double logLikelihood;

    private Laplace(BayesianNetwork network, float[] maximum, int first, NormalPrior prior, WhitenedCurvature curvature, double logLikelihood, double priorFactor)
    {
        (this.network, this.maximum, this.first, this.prior, this.curvature) = (network, maximum, first, prior, curvature);
        (this.logLikelihood, PriorFactor) = (logLikelihood, priorFactor);
    }

    /// <summary>Number of parameters with an uncertainty.</summary>
    public int Parameters => prior.Mean.Length;

    /// <summary>What the precision of the model's prior is multiplied by: 1, or what <see cref="WithTunedPrior"/> found.</summary>
    public double PriorFactor { get; }

    /// <summary>
    /// How many parameters the data determine: the sum of d / (d + t) over the eigenvalues d of H in units of the prior, with t the
    /// <see cref="PriorFactor"/> (MacKay 1992, section 4).
    /// </summary>
    public double EffectiveParameters => Determined(PriorFactor);

    /// <summary>
    /// Logarithm of the evidence, log p(data | model) given the hyper-parameters:
    /// log p(data | w0) - t (w0 - m)^T P (w0 - m) / 2 + sum of log(t / (d + t)) / 2, with the prior's mean m (arXiv 2106.14806, eq. 6).
    /// </summary>
    public double LogEvidence =>
        logLikelihood - (0.5 * PriorFactor * Distance()) + (0.5 * curvature.Eigenvalues.Sum(d => Math.Log(PriorFactor / (d + PriorFactor))));

    /// <summary>Makes the approximation at a maximum of the posterior.</summary>
    /// <param name="posterior">Model and rows, on the processor; it stays the caller's.</param>
    /// <param name="maximum">The parameter vector there, [parameters], for example <c>AdamTrainer.Fit(...).Parameters(0)</c>.</param>
    /// <param name="options">Settings; null for Kronecker factors of all layers.</param>
    /// <exception cref="ArgumentException">
    /// The vector has the wrong length, the data are not on the processor, the prior of the weights is not normal given its
    /// hyper-parameters, or the structure does not fit the network.
    /// </exception>
    public static Laplace Fit(DensePosterior posterior, ReadOnlySpan<float> maximum, LaplaceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(posterior);
        options ??= new LaplaceOptions();
        Check(posterior, maximum, options);
        var (network, layout) = (posterior.Network, posterior.Network.Architecture.Layout);
        var firstLayer = options.LastLayer ? network.Architecture.Layers - 1 : 0;
        var first = layout.Weight(firstLayer).Offset;
        var whole = NormalPrior.TryOf(posterior.Prior, [.. maximum.ToArray().Select(w => (double)w)], layout.Count)
            ?? throw new ArgumentException($"The prior {network.Prior} is not normal given its hyper-parameters; a Laplace approximation here needs Prior.Gaussian or Prior.Hierarchical with the normal family.", nameof(posterior));
        var prior = whole.From(first);
        using var sum = NewSum(options.Structure, layout.Count - first);
        var sweep = new CurvatureSweep(posterior, maximum);
        sweep.Run(sum, firstLayer);
        var curvature = sum.Whiten(Array.ConvertAll(prior.Precision, p => 1 / Math.Sqrt(p)));
        return new Laplace(network, maximum.ToArray(), first, prior, curvature, sweep.LogLikelihood, 1);
    }

    /// <summary>
    /// The same approximation with the prior's precision multiplied by the t that makes <see cref="LogEvidence"/> largest, where
    /// t (w0 - m)^T P (w0 - m) equals <see cref="EffectiveParameters"/> (MacKay 1992, eq. 4.3). The maximum w0 stays where it was
    /// found, as usual for networks that are trained already.
    /// </summary>
    public Laplace WithTunedPrior()
    {
        // The number of determined parameters falls with t, t times the distance grows: they meet once.
        var (low, high) = (Math.Log(1e-8), Math.Log(1e8));
        var distance = Distance();
        for (var step = 0; step < 100; step++)
        {
            var middle = 0.5 * (low + high);
            if (Determined(Math.Exp(middle)) > Math.Exp(middle) * distance)
                low = middle;
            else
                high = middle;
        }

        return new Laplace(network, maximum, first, prior, curvature, logLikelihood, Math.Exp(0.5 * (low + high)));
    }

    /// <summary>Networks with weights drawn from the approximation, as one chain of independent draws.</summary>
    /// <param name="draws">Number of networks, at least 1.</param>
    /// <param name="seed">Decides every number.</param>
    public NetworkSamples Sample(int draws, int seed)
    {
        var deviations = Deviations(draws, seed);
        var positions = new float[checked(draws * maximum.Length)];
        for (var draw = 0; draw < draws; draw++)
        {
            var own = positions.AsSpan(draw * maximum.Length, maximum.Length);
            maximum.CopyTo(own);
            for (var i = 0; i < Parameters; i++)
                own[first + i] = (float)(maximum[first + i] + deviations[(draw * Parameters) + i]);
        }

        return new NetworkSamples(network, 1, positions);
    }

    /// <summary>
    /// Predicts with the network's tangent at w0, f(x) + J(x) (w - w0), and w drawn from the approximation: the predictive that
    /// belongs to a Gauss-Newton curvature (Immer, Korzepa, Bauer, arXiv 2008.08711, eq. 8). Networks with drawn weights
    /// (<see cref="Sample"/>) leave the region where the normal distribution holds and usually predict worse; the two agree if
    /// only the last layer is uncertain.
    /// </summary>
    /// <param name="inputs">Input features, row by row, [rows, inputs], prepared like the training rows.</param>
    /// <param name="draws">Number of draws of w, at least 1.</param>
    /// <param name="seed">Decides every number.</param>
    /// <exception cref="ArgumentException">The inputs do not fit the network or are not finite, or the predictions do not fit into one array.</exception>
    public PosteriorPredictive PredictLinearised(float[] inputs, int draws, int seed)
    {
        var stack = new NetworkStack(Sample(draws, seed), every: 1);
        var rows = stack.CheckInputs(inputs);
        var size = (long)draws * rows * network.Architecture.Outputs;
        if (size > Array.MaxLength)
            throw new ArgumentException($"{draws} draws and {rows} rows make {size} predictions, more than one array holds; predict fewer rows at once.", nameof(inputs));
        var count = network.Architecture.Layout.Count;
        var (weights, deviations) = (new double[count], new double[draws * count]);
        Conversion.ToDoubles(maximum.AsSpan(0, count), weights);
        var own = Deviations(draws, seed);
        for (var draw = 0; draw < draws; draw++)
            own.AsSpan(draw * Parameters, Parameters).CopyTo(deviations.AsSpan((draw * count) + first));
        var values = rows == 0 ? [] : new LinearisedPass(network.Architecture, weights).Outputs(deviations, draws, inputs, rows);
        return new PosteriorPredictive(stack, values, rows);
    }

    private static void Check(DensePosterior posterior, ReadOnlySpan<float> maximum, LaplaceOptions options)
    {
        var (network, layout) = (posterior.Network, posterior.Network.Architecture.Layout);
        if (maximum.Length != posterior.Parameters)
            throw new ArgumentException($"The maximum has {maximum.Length} numbers; the model has {posterior.Parameters} parameters.", nameof(maximum));
        if (posterior.Cpu is null)
            throw new ArgumentException("A Laplace approximation is made on the processor; build the posterior without a device.", nameof(posterior));
        if (!posterior.Prior.HoldsWeights)
            throw new ArgumentException($"The prior {network.Prior} does not sample the weights themselves; a Laplace approximation here needs Prior.Gaussian or Prior.Hierarchical.", nameof(posterior));
        if (options.Structure == LaplaceStructure.Kronecker && layout.Slope(0) is not null && !options.LastLayer)
            throw new ArgumentException($"Kronecker factors have no place for the learned slopes of {network.Architecture.Activation}; use the diagonal or the full structure, or the last layer.", nameof(options));
        var count = options.LastLayer ? layout.Count - layout.Weight(network.Architecture.Layers - 1).Offset : layout.Count;
        if (options.Structure == LaplaceStructure.Full && count > FullCurvature.MostParameters)
            throw new ArgumentException($"The full matrix of {count} parameters does not fit (at most {FullCurvature.MostParameters}); use Kronecker factors, or the last layer.", nameof(options));
    }

    private static CurvatureSum NewSum(LaplaceStructure structure, int parameters) => structure switch
    {
        LaplaceStructure.Diagonal => new DiagonalCurvature(parameters),
        LaplaceStructure.Kronecker => new KroneckerCurvature(),
        LaplaceStructure.Full => new FullCurvature(parameters),
        _ => throw new ArgumentOutOfRangeException(nameof(structure), structure, "This structure does not exist."),
    };

    private double Determined(double factor) => curvature.Eigenvalues.Sum(d => d / (d + factor));

    // (w0 - m)^T P (w0 - m).
    private double Distance()
    {
        var sum = 0.0;
        for (var i = 0; i < Parameters; i++)
            sum += prior.Precision[i] * (maximum[first + i] - prior.Mean[i]) * (maximum[first + i] - prior.Mean[i]);
        return sum;
    }

    // w - w0 of each draw, [draws, parameters].
    private double[] Deviations(int draws, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        var coordinates = new double[checked(draws * Parameters)];
        for (var draw = 0; draw < draws; draw++)
        {
            var random = new CounterRandom((ulong)seed, RandomStreams.Of(RandomPurpose.LaplaceDraws, draw));
            for (var i = 0; i < Parameters; i++)
                coordinates[(draw * Parameters) + i] = random.NextNormal() / Math.Sqrt(curvature.Eigenvalues[i] + PriorFactor);
        }

        var deviations = curvature.Rotate(coordinates, draws);
        for (var i = 0; i < deviations.Length; i++)
            deviations[i] /= Math.Sqrt(prior.Precision[i % Parameters]);
        return deviations;
    }
}
