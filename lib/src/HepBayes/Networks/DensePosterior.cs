using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Networks;

/// <summary>
/// The posterior density of a <see cref="BayesianNetwork"/> given rows of data: log prior + log likelihood, up to the
/// constant evidence. Owns its copy of the data; dispose it when sampling is over.
/// </summary>
public sealed class DensePosterior : ILogDensity
{
    private readonly CpuDenseEngine<float>? cpu;
    private readonly TensorDenseEngine? general;
    private readonly Tensor priorPrecision;
    private readonly double[] priorSd;
    private readonly Scalar priorConstant;

    internal DensePosterior(BayesianNetwork network, float[] inputs, float[] targets, int rows, Device device)
    {
        Network = network;
        Rows = rows;
        Device = device;
        priorSd = network.Prior.StandardDeviations(network.Architecture.Layout);
        priorConstant = -priorSd.Sum(Math.Log) - (0.5 * priorSd.Length * Math.Log(2 * Math.PI));
        priorPrecision = tensor(priorSd.Select(sd => 1 / (sd * sd)).ToArray(), dtype: float64, device: device).DetachFromDisposeScope();
        if (device.type == DeviceType.CPU)
            cpu = new CpuDenseEngine<float>(network.Architecture, network.Likelihood, new RowTiles<float>(inputs, targets, rows, network.Architecture.Inputs, network.Architecture.Outputs));
        else
            general = new TensorDenseEngine(network.Architecture, network.Likelihood, inputs, targets, rows, device, float32);
    }

    /// <summary>Architecture, prior and likelihood.</summary>
    public BayesianNetwork Network { get; }

    /// <summary>Number of rows of data.</summary>
    public int Rows { get; }

    /// <inheritdoc/>
    public int Parameters => Network.Parameters;

    /// <inheritdoc/>
    public Device Device { get; }

    /// <inheritdoc/>
    public ScalarType NumberType => ScalarType.Float32;

    /// <summary>Standard deviation of every weight and bias before data are seen.</summary>
    public IReadOnlyList<double> PriorStandardDeviations => priorSd;

    internal CpuDenseEngine<float>? Cpu => cpu;

    /// <inheritdoc/>
    public Tensor? InitialVariance()
    {
        var variance = new double[Parameters];
        Array.Fill(variance, 1.0);
        for (var i = 0; i < priorSd.Length; i++)
            variance[i] = priorSd[i] * priorSd[i];
        return tensor(variance, dtype: float64, device: Device);
    }

    /// <summary>Draws from the prior.</summary>
    /// <param name="chains">Number of chains, at least 1.</param>
    /// <param name="seed">Decides every number.</param>
    public Tensor InitialPosition(int chains, int seed) => Network.PriorDraws(chains, seed);

    /// <inheritdoc/>
    public (Tensor LogDensity, Tensor Gradient) Evaluate(Tensor position)
    {
        using var scope = NewDisposeScope();
        var (logLikelihood, gradient) = cpu is not null ? EvaluateOnCpu(position) : general!.Evaluate(position);
        var logPrior = AddPrior(position, gradient);
        return (logLikelihood.add_(logPrior, Scalars.One).MoveToOuterDisposeScope(), gradient.MoveToOuterDisposeScope());
    }

    /// <summary>Log prior density of weights, biases and the likelihood's hyper-parameters.</summary>
    /// <param name="position">[chains, parameters].</param>
    /// <returns>[chains] in float64; the caller owns it.</returns>
    public Tensor LogPrior(Tensor position)
    {
        using var scope = NewDisposeScope();
        return AddPrior(position, zeros_like(position)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        cpu?.Dispose();
        general?.Dispose();
        priorPrecision.Dispose();
        priorConstant.Dispose();
    }

    private unsafe (Tensor LogLikelihood, Tensor Gradient) EvaluateOnCpu(Tensor position)
    {
        var chains = (int)position.shape[0];
        var whole = position.contiguous();
        var gradient = empty_like(whole);
        var logLikelihood = new double[chains];
        fixed (float* p = TensorMemory.Span<float>(whole), g = TensorMemory.Span<float>(gradient))
            cpu!.Evaluate(p, chains, logLikelihood, g);
        return (tensor(logLikelihood, dtype: float64), gradient);
    }

    /// <summary>Adds the gradient of the log prior to a gradient in place and returns the log prior [chains] in float64.</summary>
    internal Tensor AddPrior(Tensor position, Tensor gradient)
    {
        var weights = Network.Architecture.Layout.Count;
        var w = position.narrow(1, 0, weights).to(float64);
        var pull = w.mul(priorPrecision);
        gradient.narrow(1, 0, weights).sub_(pull.to(gradient.dtype));
        var logPrior = w.mul(pull).sum(1).mul_(Scalars.MinusHalf).add_(priorConstant);
        var hypers = Network.Likelihood.HyperParameters;
        return hypers == 0 ? logPrior : logPrior.add_(AddHyperPrior(position.narrow(1, weights, hypers), gradient.narrow(1, weights, hypers)), Scalars.One);
    }

    private Tensor AddHyperPrior(Tensor hyper, Tensor gradient)
    {
        var (chains, hypers) = ((int)hyper.shape[0], (int)hyper.shape[1]);
        var values = hyper.to(float64).cpu().contiguous().data<double>().ToArray();
        var slopes = new double[values.Length];
        var logPrior = new double[chains];
        for (var chain = 0; chain < chains; chain++)
            logPrior[chain] = Network.Likelihood.HyperPrior(values.AsSpan(chain * hypers, hypers), slopes.AsSpan(chain * hypers, hypers));
        gradient.add_(tensor(slopes, dtype: float64, device: gradient.device).reshape(chains, hypers).to(gradient.dtype), Scalars.One);
        return tensor(logPrior, dtype: float64, device: gradient.device);
    }
}
