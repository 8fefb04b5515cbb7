using System.Security.Cryptography;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Networks;

/// <summary>
/// The posterior density of a <see cref="BayesianNetwork"/> given rows of data: log prior + log likelihood, up to the
/// constant evidence. Owns its copy of the data; dispose it when sampling is over. Used by one thread at a time.
/// </summary>
public sealed class DensePosterior : IBatchedDensity
{
    private readonly CpuDenseEngine<float>? cpu;
    private readonly PosteriorSum? sum;
    private readonly TensorDenseEngine? general;
    private readonly JointPrior prior;
    private float[] enginePositions = [];
    private float[] engineGradients = [];

    internal DensePosterior(BayesianNetwork network, TrainingRows data, Device device)
    {
        (Network, Rows, Device) = (network, data.Rows, device);
        prior = network.NewPrior();
        var columns = network.Likelihood.TargetColumns(network.Architecture.Outputs);
        if (device.type == DeviceType.CPU)
            cpu = new CpuDenseEngine<float>(network.Architecture, network.Likelihood, new RowTiles<float>(data.Inputs, data.Targets, data.Rows, network.Architecture.Inputs, columns, data.Weights));
        else
            general = new TensorDenseEngine(network.Architecture, network.Likelihood, data.Inputs, data.Targets, data.Rows, device, float32, data.Weights);
        if (cpu is not null)
            sum = new PosteriorSum(prior, cpu);
        var model = string.Join('\n', network.Architecture, network.Prior.Name, network.Likelihood.Name, data.Rows, data.Digest());
        Fingerprint = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(model)));
    }

    /// <summary>Architecture, prior and likelihood.</summary>
    public BayesianNetwork Network { get; }

    /// <summary>Number of rows of data.</summary>
    public int Rows { get; }

    long IBatchedDensity.Rows => Rows;

    /// <inheritdoc/>
    public int Blocks => (Rows + BlockRows - 1) / BlockRows;

    /// <inheritdoc/>
    public int BlockRows => RowTiles<float>.TileRows;

    /// <inheritdoc/>
    public int Parameters => prior.Parameters;

    /// <inheritdoc/>
    public Device Device { get; }

    /// <inheritdoc/>
    public ScalarType NumberType => ScalarType.Float32;

    /// <summary>Hash of architecture, prior, likelihood (by their names with settings) and of every bit of the data.</summary>
    public string Fingerprint { get; }

    internal CpuDenseEngine<float>? Cpu => cpu;

    internal JointPrior Prior => prior;

    /// <inheritdoc/>
    public Tensor? InitialVariance() => prior.InitialVariance(Device);

    /// <inheritdoc/>
    /// <remarks>The hyper-parameters of the prior.</remarks>
    public Range HeldWhileClimbing => prior.HeldWhileClimbing;

    /// <summary>Starts around the prior's centre; see <see cref="BayesianNetwork.PriorDraws"/>.</summary>
    /// <param name="chains">Number of chains, at least 1.</param>
    /// <param name="seed">Decides every number.</param>
    public Tensor InitialPosition(int chains, int seed) => Network.PriorDraws(chains, seed);

    /// <inheritdoc/>
    public (Tensor LogDensity, Tensor Gradient) Evaluate(Tensor position) => NewTensors.Evaluate(this, position);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A tensor has the wrong shape or number type.</exception>
    public void Evaluate(Tensor position, Tensor logDensity, Tensor gradient)
    {
        ArgumentNullException.ThrowIfNull(position);
        ArgumentNullException.ThrowIfNull(logDensity);
        ArgumentNullException.ThrowIfNull(gradient);
        if (position.dim() != 2 || position.size(1) != Parameters || position.dtype != NumberType)
            throw new ArgumentException($"The position has shape [{string.Join(", ", position.shape)}] and type {position.dtype}; expected [chains, {Parameters}] and {NumberType}.", nameof(position));
        if (cpu is null)
        {
            EvaluateOnDevice(position, logDensity, gradient);
            return;
        }

        var p = TensorMemory.Span<float>(position);
        var g = TensorMemory.Span<float>(gradient);
        if (p.Length != g.Length || gradient.dtype != NumberType)
            throw new ArgumentException($"The gradient has {g.Length} numbers of type {gradient.dtype} for a position of {p.Length} numbers of type {NumberType}.", nameof(gradient));
        var values = TensorMemory.Span<double>(logDensity);
        if (prior.IsDirect)
            EvaluateDirectly(p, values, g);
        else
            EvaluateMapped(p, values, g);
    }

    /// <inheritdoc/>
    /// <remarks>On the processor only. The rows are in random order.</remarks>
    public void Evaluate(Tensor position, RowBatch batch, Tensor logDensity, Tensor gradient)
    {
        BatchTensors.Check(this, position, batch, logDensity, gradient);
        sum!.Evaluate(TensorMemory.Span<float>(position), [chain => batch.Of(chain)], batch, TensorMemory.Span<double>(logDensity), TensorMemory.Span<float>(gradient));
    }

    /// <summary>Log prior density of all parameters.</summary>
    /// <param name="position">[chains, parameters].</param>
    /// <returns>[chains] in float64; the caller owns it.</returns>
    public Tensor LogPrior(Tensor position)
    {
        using var scope = NewDisposeScope();
        return prior.Evaluate(position, zeros_like(position)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        cpu?.Dispose();
        general?.Dispose();
        prior.Dispose();
    }

    private unsafe void EvaluateDirectly(ReadOnlySpan<float> position, Span<double> logDensity, Span<float> gradient)
    {
        fixed (float* p = position, g = gradient)
            cpu!.Evaluate(p, logDensity.Length, logDensity, g);
        for (var chain = 0; chain < logDensity.Length; chain++)
            logDensity[chain] += prior.Evaluate(Of(position, chain), gradient.Slice(chain * Parameters, Parameters));
    }

    // The engine sees weights; the chain rule of the prior's parametrisation leads back to the sampled vector.
    private unsafe void EvaluateMapped(ReadOnlySpan<float> position, Span<double> logDensity, Span<float> gradient)
    {
        var (chains, width) = (logDensity.Length, prior.EngineParameters);
        if (enginePositions.Length < chains * width)
            (enginePositions, engineGradients) = (new float[chains * width], new float[chains * width]);
        for (var chain = 0; chain < chains; chain++)
            prior.ToEngine(Of(position, chain), enginePositions.AsSpan(chain * width, width));
        fixed (float* p = enginePositions, g = engineGradients)
            cpu!.Evaluate(p, chains, logDensity, g);
        for (var chain = 0; chain < chains; chain++)
            logDensity[chain] += prior.FromEngine(Of(position, chain), engineGradients.AsSpan(chain * width, width), gradient.Slice(chain * Parameters, Parameters));
    }

    /// <summary>Log-likelihoods without gradients, on the processor only.</summary>
    internal unsafe void LogLikelihood(ReadOnlySpan<float> position, Span<double> logLikelihood)
    {
        var (chains, width) = (logLikelihood.Length, prior.EngineParameters);
        var engine = new float[chains * width];
        for (var chain = 0; chain < chains; chain++)
            prior.ToEngine(Of(position, chain), engine.AsSpan(chain * width, width));
        var outputs = new float[checked(chains * Rows * Network.Architecture.Outputs)];
        fixed (float* p = engine)
            cpu!.Forward(p, chains, outputs);
        for (var chain = 0; chain < chains; chain++)
            logLikelihood[chain] = LogLikelihood(outputs.AsSpan(chain * Rows * Network.Architecture.Outputs), Network.LikelihoodParameters(Of(position, chain)));
    }

    private unsafe double LogLikelihood(ReadOnlySpan<float> outputs, ReadOnlySpan<float> hyperParameters)
    {
        var (width, rows) = (Network.Architecture.Outputs, cpu!.Rows);
        var (f, y, hyper) = (new double[width], new double[rows.TargetColumns], new double[hyperParameters.Length]);
        for (var h = 0; h < hyper.Length; h++)
            hyper[h] = hyperParameters[h];
        var sum = 0.0;
        for (var row = 0; row < Rows; row++)
        {
            var (tile, place) = Math.DivRem(row, RowTiles<float>.TileRows);
            for (var o = 0; o < width; o++)
                f[o] = outputs[(row * width) + o];
            for (var c = 0; c < y.Length; c++)
                y[c] = rows.Targets(tile)[(c * RowTiles<float>.TileRows) + place];
            var weight = rows.Weights(tile) == null ? 1 : rows.Weights(tile)[place];
            sum += weight * Network.Likelihood.LogProbability(f, y, hyper);
        }

        return sum;
    }

    private void EvaluateOnDevice(Tensor position, Tensor logDensity, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var (logLikelihood, engineGradient) = general!.Evaluate(prior.ToEngine(position));
        var logPrior = prior.FromEngine(position, engineGradient, gradient);
        logDensity.copy_(logLikelihood.add_(logPrior, Scalars.One));
    }

    private ReadOnlySpan<float> Of(ReadOnlySpan<float> position, int chain) => position.Slice(chain * Parameters, Parameters);
}
