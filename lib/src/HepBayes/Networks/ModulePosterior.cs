using System.Security.Cryptography;
using System.Text;
using HepBayes.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Networks;

/// <summary>
/// The posterior density of any TorchSharp module, a convolutional network for instance, by automatic differentiation:
/// slower than <see cref="DensePosterior"/>, but for every architecture. Rows go through in blocks, which bounds the memory.
/// The trainable parameters of the module, in its own order, are the network's part of the parameter vector; their names
/// tell the prior what they are (a name that ends in <c>bias</c> is a bias), and all dimensions but the first of a weight
/// count as its inputs. Used by one thread at a time.
/// </summary>
public sealed class ModulePosterior : ILogDensity
{
    private readonly nn.Module<Tensor, Tensor> module;
    private readonly Likelihood likelihood;
    private readonly ModuleParameters parameters;
    private readonly JointPrior prior;
    private readonly Tensor inputs;
    private readonly Tensor targets;
    private readonly Tensor? weights;
    private readonly int blockRows;

    /// <summary>Joins module, prior, likelihood and data.</summary>
    /// <param name="module">
    /// Gives [rows, outputs] for [rows, ...]. It stays the caller's, but is moved to the device and number type of the inputs,
    /// and its parameters are overwritten by every evaluation. It must compute the same each time: no dropout and no batch
    /// statistics in training mode.
    /// </param>
    /// <param name="prior">Prior of its parameters.</param>
    /// <param name="likelihood">How targets scatter around the outputs.</param>
    /// <param name="inputs">[rows, ...], float32 or float64, on any device; copied.</param>
    /// <param name="targets">[rows, target columns of the likelihood]; copied.</param>
    /// <param name="weights">Event weights, [rows], finite and not negative; null for 1 everywhere.</param>
    /// <param name="blockRows">Rows that are differentiated at once, at least 1.</param>
    /// <exception cref="ArgumentException">Shapes do not match, a number is missing or infinite, or the module is random.</exception>
    public ModulePosterior(nn.Module<Tensor, Tensor> module, Prior prior, Likelihood likelihood, Tensor inputs, Tensor targets, Tensor? weights = null, int blockRows = 4096)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(prior);
        ArgumentNullException.ThrowIfNull(likelihood);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentOutOfRangeException.ThrowIfLessThan(blockRows, 1);
        NativeLibraries.EnsureLoaded();
        if (inputs.dtype is not (ScalarType.Float32 or ScalarType.Float64))
            throw new ArgumentException($"The inputs have type {inputs.dtype}; expected float32 or float64.", nameof(inputs));
        (this.module, this.likelihood, this.blockRows) = (module, likelihood, blockRows);
        ModuleChecks.RefuseTrainingMode(module);
        module.to(inputs.device, inputs.dtype);
        (Device, NumberType) = (inputs.device, inputs.dtype);
        (this.inputs, this.targets, this.weights) = (Copy(inputs), Copy(targets), weights is null ? null : Copy(weights.reshape(-1, 1)));
        ModuleChecks.CheckData(module, likelihood, this.inputs, this.targets, this.weights);
        parameters = new ModuleParameters(module);
        this.prior = new JointPrior(prior.Of(parameters.Blocks), likelihood);
        ParameterNames = [.. parameters.Blocks.SelectMany(block => Networks.ParameterNames.Each(block)), .. this.prior.HyperParameterNames, .. likelihood.Hypers.Select(h => h.Name)];
        Fingerprint = Describe(prior);
    }

    /// <inheritdoc/>
    public int Parameters => prior.Parameters;

    /// <summary>A name for each sampled parameter, in the order of the vector.</summary>
    public IReadOnlyList<string> ParameterNames { get; }

    /// <inheritdoc/>
    public Device Device { get; }

    /// <inheritdoc/>
    public ScalarType NumberType { get; }

    /// <summary>Hash of the module's layers and parameter shapes, prior, likelihood and every bit of the data; the code of a module of your own is not part of it.</summary>
    public string Fingerprint { get; }

    /// <inheritdoc/>
    public Tensor? InitialVariance() => prior.InitialVariance(Device);

    /// <inheritdoc/>
    /// <remarks>The hyper-parameters of the prior.</remarks>
    public Range HeldWhileClimbing => prior.HeldWhileClimbing;

    /// <summary>Starts around the prior's centre; see <see cref="BayesianNetwork.PriorDraws"/>.</summary>
    /// <param name="chains">Number of chains, at least 1.</param>
    /// <param name="seed">Decides every number.</param>
    public Tensor InitialPosition(int chains, int seed) => prior.Start(chains, seed, shrink: 1);

    /// <inheritdoc/>
    public (Tensor LogDensity, Tensor Gradient) Evaluate(Tensor position) => NewTensors.Evaluate(this, position);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The position has the wrong shape or number type.</exception>
    public void Evaluate(Tensor position, Tensor logDensity, Tensor gradient)
    {
        ArgumentNullException.ThrowIfNull(position);
        ArgumentNullException.ThrowIfNull(logDensity);
        ArgumentNullException.ThrowIfNull(gradient);
        if (position.dim() != 2 || position.size(1) != Parameters || position.dtype != NumberType)
            throw new ArgumentException($"The position has shape [{string.Join(", ", position.shape)}] and type {position.dtype}; expected [chains, {Parameters}] and {NumberType}.", nameof(position));
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var engine = prior.ToEngine(position);
        var engineGradient = zeros_like(engine);
        var logLikelihood = zeros(position.size(0), dtype: float64, device: Device);
        for (long chain = 0; chain < position.size(0); chain++)
        {
            using var one = NewDisposeScope();
            AddChain(engine.narrow(0, chain, 1), logLikelihood.narrow(0, chain, 1), engineGradient.narrow(0, chain, 1));
        }

        var logPrior = prior.FromEngine(position, engineGradient, gradient);
        logDensity.copy_(logLikelihood.add_(logPrior, Scalars.One));
    }

    /// <summary>Puts the weights of a draw into the module, for predictions with it.</summary>
    /// <param name="position">One parameter vector, [parameters].</param>
    public void Load(Tensor position)
    {
        ArgumentNullException.ThrowIfNull(position);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        parameters.Write(prior.ToEngine(position.to(NumberType).to(Device).unsqueeze(0))[0]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        prior.Dispose();
        inputs.Dispose();
        targets.Dispose();
        weights?.Dispose();
    }

    // All tensors [1, ...]: one chain's weights and hyper-parameters, log-likelihood and gradient.
    private void AddChain(Tensor vector, Tensor logLikelihood, Tensor gradient)
    {
        parameters.Write(vector[0]);
        var hyper = vector.narrow(1, parameters.Count, likelihood.HyperParameters);
        for (long first = 0; first < inputs.shape[0]; first += blockRows)
        {
            using var block = NewDisposeScope();
            var rows = Math.Min(blockRows, inputs.shape[0] - first);
            Tensor outputs;
            using (enable_grad())
                outputs = module.forward(inputs.narrow(0, first, rows));
            var (terms, delta, hyperGradient) = likelihood.Evaluate(outputs.detach().unsqueeze(0), targets.narrow(0, first, rows), weights?.narrow(0, first, rows), hyper);
            outputs.backward([delta[0]]);
            logLikelihood.add_(terms, Scalars.One);
            if (likelihood.HyperParameters > 0)
                gradient.narrow(1, parameters.Count, likelihood.HyperParameters).add_(hyperGradient.to(gradient.dtype), Scalars.One);
        }

        parameters.ReadGradient(gradient[0]);
    }

    private Tensor Copy(Tensor data)
    {
        using var scope = NewDisposeScope();
        return data.detach().to(NumberType).to(Device).clone().MoveToOuterDisposeScope().DetachFromDisposeScope();
    }

    private string Describe(Prior priorSettings)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var layers = module.named_modules().Select(m => $"{m.name} {m.module.GetName()}");
        var text = string.Join('\n', [.. layers, .. parameters.Blocks.Select(b => b.ToString()), priorSettings.Name, likelihood.Name, .. inputs.shape.Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
        hash.AppendData(Encoding.UTF8.GetBytes(text));
        foreach (var data in new[] { inputs, targets, weights })
        {
            if (data is null)
                continue;
            using var host = data.cpu();
            hash.AppendData(host.bytes);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
