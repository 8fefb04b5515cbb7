using HepBayes.Networks.Kernels;
using static TorchSharp.torch;

namespace HepBayes.Networks;

/// <summary>
/// The non-linear function of the hidden layers. The activations named here run in the library's own kernels; one of your
/// own is a class that derives from this one and gives <see cref="Value"/> and <see cref="Slope"/> as tensor operations; it
/// runs block by block through libtorch on every device.
/// </summary>
public abstract class Activation
{
    /// <summary>For activations of your own.</summary>
    /// <param name="name">The name, as saved in files; two activations of one name count as equal.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    protected Activation(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    /// <summary>max(0, z).</summary>
    public static Activation Relu { get; } = new KernelActivation<ActivationFunctions.Relu>("relu", z => z.relu(), (_, h) => h.gt(Scalars.Zero).to(h.dtype));

    /// <summary>z for z &gt; 0, otherwise 0.01 z.</summary>
    public static Activation LeakyRelu { get; } = LeakyReluOf(0.01);

    /// <summary>z for z &gt; 0, otherwise exp(z) - 1 (Clevert, Unterthiner, Hochreiter, arXiv 1511.07289).</summary>
    public static Activation Elu { get; } = new KernelActivation<ActivationFunctions.Elu>("elu", z => nn.functional.elu(z, 1.0), (_, h) => h.clamp_max(Scalars.Zero).add_(Scalars.One));

    /// <summary>
    /// z Phi(z) with the distribution function Phi of the standard normal distribution (Hendrycks, Gimpel, arXiv
    /// 1606.08415): the exact form, not the approximation by a hyperbolic tangent.
    /// </summary>
    public static Activation Gelu { get; } = new KernelActivation<ActivationFunctions.Gelu>("gelu", z => nn.functional.gelu(z), (z, _) => TensorFunctions.GeluSlope(z));

    /// <summary>z / (1 + exp(-z)), also called swish (Elfwing, Uchibe, Doya, arXiv 1702.03118).</summary>
    public static Activation Silu { get; } = new KernelActivation<ActivationFunctions.Silu>("silu", z => nn.functional.silu(z), (z, h) => TensorFunctions.SiluSlope(z, h));

    /// <summary>The hyperbolic tangent.</summary>
    public static Activation Tanh { get; } = new KernelActivation<ActivationFunctions.Tanh>("tanh", z => z.tanh(), (_, h) => h.square().neg_().add_(Scalars.One));

    /// <summary>1 / (1 + exp(-z)).</summary>
    public static Activation Sigmoid { get; } = new KernelActivation<ActivationFunctions.Sigmoid>("sigmoid", z => z.sigmoid(), (_, h) => h.neg().add_(Scalars.One).mul_(h));

    /// <summary>exp(z).</summary>
    public static Activation Exp { get; } = new KernelActivation<ActivationFunctions.Exp>("exp", z => z.exp(), (_, h) => h.clone());

    /// <summary>z itself: a linear layer.</summary>
    public static Activation Identity { get; } = new KernelActivation<ActivationFunctions.Identity>("identity", z => z.clone(), (z, _) => ones_like(z));

    /// <summary>
    /// z for z &gt; 0, otherwise a z, where each unit has its own slope a among the sampled parameters, block
    /// <c>layerK.slope</c> (He, Zhang, Ren, Sun, arXiv 1502.01852).
    /// </summary>
    public static Activation Prelu { get; } = new LearnedSlopeActivation<ActivationFunctions.Parametric>("prelu", squared: false);

    /// <summary>
    /// z for z &gt; 0, otherwise t^2 z, where each unit has its own t among the sampled parameters, block
    /// <c>layerK.slope</c>: the slope is never negative, so the function never falls.
    /// </summary>
    public static Activation SquarePrelu { get; } = new LearnedSlopeActivation<ActivationFunctions.SquareParametric>("square prelu", squared: true);

    /// <summary>Every activation of the library; the leaky one with its usual slope.</summary>
    public static IReadOnlyList<Activation> All { get; } = [Relu, LeakyRelu, Elu, Gelu, Silu, Tanh, Sigmoid, Exp, Identity, Prelu, SquarePrelu];

    /// <summary>The name, as saved in files.</summary>
    public string Name { get; }

    /// <summary>Whether each hidden unit has a sampled parameter of the activation, block <c>layerK.slope</c> of the layout.</summary>
    public virtual bool LearnsSlopes => false;

    /// <summary>z for z &gt; 0, otherwise <paramref name="slope"/> times z.</summary>
    /// <param name="slope">From 0 to 1; 0.01 gives <see cref="LeakyRelu"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The slope is outside its range.</exception>
    public static Activation LeakyReluOf(double slope)
    {
        if (!(slope is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(slope), slope, "The slope of a leaky relu must lie between 0 and 1; a slope per unit that is sampled is Activation.Prelu.");
        var name = slope == 0.01 ? LeakyName : FormattableString.Invariant($"{LeakyName}({slope})");
        return new KernelActivation<ActivationFunctions.LeakyRelu>(name, z => nn.functional.leaky_relu(z, slope), (_, h) => TensorFunctions.LeakySlope(h, slope), slope);
    }

    /// <summary>Finds an activation of the library by its name.</summary>
    /// <param name="name">For example <c>tanh</c> or <c>leaky relu(0.3)</c>.</param>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static Activation Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var known = All.FirstOrDefault(a => a.Name == name);
        if (known is not null)
            return known;
        if (name.StartsWith(LeakyName + "(", StringComparison.Ordinal) && name.EndsWith(')')
            && double.TryParse(name.AsSpan(LeakyName.Length + 1, name.Length - LeakyName.Length - 2), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var slope))
            return LeakyReluOf(slope);
        throw new ArgumentException($"There is no activation '{name}'; known are {string.Join(", ", All.Select(a => a.Name))}.", nameof(name));
    }

    /// <summary>The activations of a layer.</summary>
    /// <param name="z">Sums of the layer before the activation, [chains, rows, width].</param>
    /// <param name="slopes">The units' own parameters [chains, 1, width] if <see cref="LearnsSlopes"/>, otherwise null.</param>
    /// <returns>A new tensor like <paramref name="z"/>.</returns>
    public abstract Tensor Value(Tensor z, Tensor? slopes);

    /// <summary>The derivative of the activation with respect to z.</summary>
    /// <param name="z">Sums of the layer before the activation, [chains, rows, width].</param>
    /// <param name="value">Their activations.</param>
    /// <param name="slopes">The units' own parameters [chains, 1, width] if <see cref="LearnsSlopes"/>, otherwise null.</param>
    /// <returns>A new tensor like <paramref name="z"/>.</returns>
    public abstract Tensor Slope(Tensor z, Tensor value, Tensor? slopes);

    /// <summary>The derivative of the activation with respect to the unit's own parameter, if <see cref="LearnsSlopes"/>.</summary>
    /// <param name="z">Sums of the layer before the activation, [chains, rows, width].</param>
    /// <param name="slopes">The units' own parameters [chains, 1, width].</param>
    /// <returns>A new tensor like <paramref name="z"/>.</returns>
    /// <exception cref="NotSupportedException">The activation has no parameters.</exception>
    public virtual Tensor ParameterSlope(Tensor z, Tensor slopes) =>
        throw new NotSupportedException($"The activation '{Name}' has no parameters; one that sets LearnsSlopes must give ParameterSlope.");

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The kernels for one width of vectors; null for activations that are written as tensor operations.</summary>
    internal virtual DenseKernels<T>? Kernels<TOps, TVector, T>()
        where TOps : struct, IVectorOperations<TVector, T>
        where TVector : struct
        where T : unmanaged
        => null;

    private const string LeakyName = "leaky relu";
}
