using HepBayes.Runtime;
using TorchSharp;

namespace HepBayes.Networks;

/// <summary>
/// The prior density of the parameters of one network, as <see cref="Prior.Of"/> makes it. Its parameter vector is
/// [network | hyper-parameters]. The network's part usually holds weights and biases themselves; a prior may instead put
/// other numbers there and say by <see cref="Weights(ReadOnlySpan{double}, Span{double})"/> which weights they stand for
/// (a non-centred parametrisation). One of your own needs <see cref="Evaluate(ReadOnlySpan{double}, Span{double})"/> and
/// <see cref="Sample"/>. Methods on spans may be called by several threads at once.
/// </summary>
public abstract class PriorDensity : IDisposable
{
    /// <summary>Sets sizes and names.</summary>
    /// <param name="networkParameters">Weights, biases and slopes of the network.</param>
    /// <param name="hyperParameterNames">Names of the sampled hyper-parameters, in their order; empty for none.</param>
    protected PriorDensity(int networkParameters, IReadOnlyList<string> hyperParameterNames)
    {
        (NetworkParameters, HyperParameterNames) = (networkParameters, hyperParameterNames);
    }

    /// <summary>Number of weights, biases and slopes.</summary>
    public int NetworkParameters { get; }

    /// <summary>Number of sampled hyper-parameters behind them.</summary>
    public int HyperParameters => HyperParameterNames.Count;

    /// <summary>Names of the hyper-parameters, for example <c>layer1.weight.log_scale</c>.</summary>
    public IReadOnlyList<string> HyperParameterNames { get; }

    /// <summary>
    /// How many of the hyper-parameters, counted from the first, a climb towards a maximum leaves where they start: all unless a
    /// prior says otherwise, because the joint density of scales and weights has no maximum worth finding.
    /// </summary>
    public virtual int HeldHyperParameters => HyperParameters;

    /// <summary>Whether the network's part of the vector holds the weights themselves.</summary>
    public virtual bool HoldsWeights => true;

    /// <summary>Log prior density with all constants; its gradient is added to <paramref name="gradient"/>.</summary>
    /// <param name="position">[network + hyper-parameters].</param>
    /// <param name="gradient">Receives the gradient on top of what is there, same length.</param>
    public abstract double Evaluate(ReadOnlySpan<double> position, Span<double> gradient);

    /// <summary>Draws from the prior.</summary>
    /// <param name="random">Where the numbers come from.</param>
    /// <param name="position">Receives the draw, [network + hyper-parameters].</param>
    public abstract void Sample(CounterRandom random, Span<double> position);

    /// <summary>
    /// Where chains start and how far around; without an override 0 and 1. Chains start with the network's part drawn
    /// from a normal of that centre and spread, and with hyper-parameters at their centre; the square of the spread is
    /// the first guess of the posterior's variance.
    /// </summary>
    /// <param name="centre">Receives the centres, [network + hyper-parameters].</param>
    /// <param name="spread">Receives the spreads, same length.</param>
    public virtual void Describe(Span<double> centre, Span<double> spread)
    {
        centre.Clear();
        spread.Fill(1);
    }

    /// <summary>The weights, biases and slopes that a vector stands for.</summary>
    /// <param name="position">[network + hyper-parameters].</param>
    /// <param name="weights">Receives them, [network].</param>
    public virtual void Weights(ReadOnlySpan<double> position, Span<double> weights) => position[..NetworkParameters].CopyTo(weights);

    /// <summary>The chain rule of <see cref="Weights(ReadOnlySpan{double}, Span{double})"/>.</summary>
    /// <param name="position">[network + hyper-parameters].</param>
    /// <param name="weightGradient">Gradient with respect to the weights, [network].</param>
    /// <param name="gradient">Receives that with respect to the vector, on top of what is there.</param>
    public virtual void PullBack(ReadOnlySpan<double> position, ReadOnlySpan<double> weightGradient, Span<double> gradient)
    {
        for (var i = 0; i < weightGradient.Length; i++)
            gradient[i] += weightGradient[i];
    }

    /// <summary>
    /// The log density of several chains on any device. Without an override the numbers pass through the processor, which
    /// makes the device wait.
    /// </summary>
    /// <param name="position">[chains, network + hyper-parameters].</param>
    /// <param name="gradient">Receives the gradient on top of what is there, same shape.</param>
    /// <returns>[chains] in float64; the caller owns it.</returns>
    public virtual torch.Tensor Evaluate(torch.Tensor position, torch.Tensor gradient)
    {
        ArgumentNullException.ThrowIfNull(position);
        ArgumentNullException.ThrowIfNull(gradient);
        var (numbers, slopes) = (HostMemory.Doubles(position), new double[position.numel()]);
        var (chains, width) = ((int)position.shape[0], (int)position.shape[1]);
        var values = new double[chains];
        for (var chain = 0; chain < chains; chain++)
            values[chain] = Evaluate(numbers.AsSpan(chain * width, width), slopes.AsSpan(chain * width, width));
        Add(gradient, slopes);
        return HostMemory.Tensor(values, [chains], position.device);
    }

    /// <summary>The weights of several chains on any device; see <see cref="Evaluate(torch.Tensor, torch.Tensor)"/>.</summary>
    /// <param name="position">[chains, network + hyper-parameters].</param>
    /// <returns>[chains, network], possibly a view of <paramref name="position"/>; the caller owns it.</returns>
    public virtual torch.Tensor Weights(torch.Tensor position)
    {
        ArgumentNullException.ThrowIfNull(position);
        if (HoldsWeights)
            return position.narrow(1, 0, NetworkParameters);
        var (chains, width) = ((int)position.shape[0], (int)position.shape[1]);
        var (numbers, weights) = (HostMemory.Doubles(position), new double[chains * NetworkParameters]);
        for (var chain = 0; chain < chains; chain++)
            Weights(numbers.AsSpan(chain * width, width), weights.AsSpan(chain * NetworkParameters, NetworkParameters));
        using var result = HostMemory.Tensor(weights, [chains, NetworkParameters], position.device);
        return result.to(position.dtype, copy: true);
    }

    /// <summary>The chain rule for several chains on any device; see <see cref="Evaluate(torch.Tensor, torch.Tensor)"/>.</summary>
    /// <param name="position">[chains, network + hyper-parameters].</param>
    /// <param name="weightGradient">Gradient with respect to the weights, [chains, network].</param>
    /// <param name="gradient">Receives that with respect to the vector, on top of what is there.</param>
    public virtual void PullBack(torch.Tensor position, torch.Tensor weightGradient, torch.Tensor gradient)
    {
        ArgumentNullException.ThrowIfNull(position);
        ArgumentNullException.ThrowIfNull(gradient);
        if (HoldsWeights)
        {
            using var network = gradient.narrow(1, 0, NetworkParameters);
            network.add_(weightGradient, Scalars.One);
            return;
        }

        var (chains, width) = ((int)position.shape[0], (int)position.shape[1]);
        var (numbers, outer, slopes) = (HostMemory.Doubles(position), HostMemory.Doubles(weightGradient), new double[position.numel()]);
        for (var chain = 0; chain < chains; chain++)
            PullBack(numbers.AsSpan(chain * width, width), outer.AsSpan(chain * NetworkParameters, NetworkParameters), slopes.AsSpan(chain * width, width));
        Add(gradient, slopes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the density owns.</summary>
    /// <param name="disposing">Whether called from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }

    private static void Add(torch.Tensor gradient, double[] slopes)
    {
        using var scope = torch.NewDisposeScope();
        gradient.add_(HostMemory.Tensor(slopes, gradient.shape, gradient.device).to(gradient.dtype), Scalars.One);
    }
}
