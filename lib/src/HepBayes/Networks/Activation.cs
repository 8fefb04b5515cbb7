using System.Runtime.Intrinsics;
using TorchSharp;

namespace HepBayes.Networks;

/// <summary>
/// The non-linear function of a hidden layer. Each has a slope that its own output determines, so the backward pass
/// needs no stored pre-activations.
/// </summary>
public abstract class Activation
{
    /// <summary>max(0, z).</summary>
    public static Activation Relu { get; } = new VectorActivation<ReluFunction>("relu");

    /// <summary>z for z &gt; 0, otherwise 0.01 z.</summary>
    public static Activation LeakyRelu { get; } = new VectorActivation<LeakyReluFunction>("leaky relu");

    /// <summary>z for z &gt; 0, otherwise exp(z) - 1 (Clevert, Unterthiner, Hochreiter, arXiv 1511.07289).</summary>
    public static Activation Elu { get; } = new VectorActivation<EluFunction>("elu");

    /// <summary>The hyperbolic tangent.</summary>
    public static Activation Tanh { get; } = new VectorActivation<TanhFunction>("tanh");

    /// <summary>1 / (1 + exp(-z)).</summary>
    public static Activation Sigmoid { get; } = new VectorActivation<SigmoidFunction>("sigmoid");

    /// <summary>z itself: a linear layer.</summary>
    public static Activation Identity { get; } = new VectorActivation<IdentityFunction>("identity");

    private protected Activation(string name) => Name = name;

    /// <summary>Every activation.</summary>
    public static IReadOnlyList<Activation> All { get; } = [Relu, LeakyRelu, Elu, Tanh, Sigmoid, Identity];

    /// <summary>The name, as saved in files.</summary>
    public string Name { get; }

    /// <summary>Finds an activation by its name.</summary>
    /// <param name="name">For example <c>tanh</c>.</param>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static Activation Parse(string name) =>
        All.FirstOrDefault(a => a.Name == name)
        ?? throw new ArgumentException($"There is no activation '{name}'; known are {string.Join(", ", All.Select(a => a.Name))}.", nameof(name));

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Replaces pre-activations by activations.</summary>
    internal abstract unsafe void Apply<T>(T* values, int count) where T : unmanaged;

    /// <summary>Multiplies gradients by the slope at the given outputs.</summary>
    internal abstract unsafe void MultiplyBySlope<T>(T* outputs, T* gradients, int count) where T : unmanaged;

    /// <summary>The activation of a tensor of pre-activations.</summary>
    internal abstract torch.Tensor Apply(torch.Tensor values);

    /// <summary>The slope at a tensor of outputs.</summary>
    internal abstract torch.Tensor Slope(torch.Tensor outputs);

    private interface IFunction
    {
        static abstract Vector256<T> Value<T>(Vector256<T> z);

        static abstract Vector256<T> Slope<T>(Vector256<T> output);

        static abstract torch.Tensor Value(torch.Tensor z);

        static abstract torch.Tensor Slope(torch.Tensor output);
    }

    private sealed class VectorActivation<TFunction>(string name) : Activation(name) where TFunction : struct, IFunction
    {
        internal override unsafe void Apply<T>(T* values, int count)
        {
            for (var i = 0; i < count; i += Vector256<T>.Count)
                TFunction.Value(Vector256.Load(values + i)).Store(values + i);
        }

        internal override unsafe void MultiplyBySlope<T>(T* outputs, T* gradients, int count)
        {
            for (var i = 0; i < count; i += Vector256<T>.Count)
                (TFunction.Slope(Vector256.Load(outputs + i)) * Vector256.Load(gradients + i)).Store(gradients + i);
        }

        internal override torch.Tensor Apply(torch.Tensor values) => TFunction.Value(values);

        internal override torch.Tensor Slope(torch.Tensor outputs) => TFunction.Slope(outputs);
    }

    private readonly struct ReluFunction : IFunction
    {
        public static Vector256<T> Value<T>(Vector256<T> z) => Vector256.Max(z, Vector256<T>.Zero);

        public static Vector256<T> Slope<T>(Vector256<T> output) =>
            Vector256.ConditionalSelect(Vector256.GreaterThan(output, Vector256<T>.Zero), Vector256<T>.One, Vector256<T>.Zero);

        public static torch.Tensor Value(torch.Tensor z) => z.relu();

        public static torch.Tensor Slope(torch.Tensor output) => output.gt(Scalars.Zero).to(output.dtype);
    }

    private readonly struct LeakyReluFunction : IFunction
    {
        private const double Leak = 0.01;
        private static readonly Scalar LeakScalar = Leak;
        private static readonly Scalar OneMinusLeak = 1 - Leak;

        public static Vector256<T> Value<T>(Vector256<T> z) => z * Slope(z);

        public static Vector256<T> Slope<T>(Vector256<T> output) =>
            Vector256.ConditionalSelect(Vector256.GreaterThan(output, Vector256<T>.Zero), Vector256<T>.One, Lanes.Create<T>(Leak));

        public static torch.Tensor Value(torch.Tensor z) => torch.nn.functional.leaky_relu(z, Leak);

        public static torch.Tensor Slope(torch.Tensor output) => output.gt(Scalars.Zero).to(output.dtype).mul(OneMinusLeak).add(LeakScalar);
    }

    private readonly struct EluFunction : IFunction
    {
        public static Vector256<T> Value<T>(Vector256<T> z) =>
            Vector256.ConditionalSelect(Vector256.GreaterThan(z, Vector256<T>.Zero), z, Lanes.Exp(Vector256.Min(z, Vector256<T>.Zero)) - Vector256<T>.One);

        public static Vector256<T> Slope<T>(Vector256<T> output) =>
            Vector256.ConditionalSelect(Vector256.GreaterThan(output, Vector256<T>.Zero), Vector256<T>.One, output + Vector256<T>.One);

        public static torch.Tensor Value(torch.Tensor z) => torch.nn.functional.elu(z, 1.0);

        public static torch.Tensor Slope(torch.Tensor output) => output.clamp_max(Scalars.Zero).add(Scalars.One);
    }

    private readonly struct TanhFunction : IFunction
    {
        // tanh z = 1 - 2 / (exp(2z) + 1); the argument is kept where exp stays finite.
        public static Vector256<T> Value<T>(Vector256<T> z)
        {
            var bounded = Vector256.Max(Vector256.Min(z, Lanes.Create<T>(20)), Lanes.Create<T>(-20));
            return Vector256<T>.One - (Lanes.Create<T>(2) / (Lanes.Exp(bounded + bounded) + Vector256<T>.One));
        }

        public static Vector256<T> Slope<T>(Vector256<T> output) => Vector256<T>.One - (output * output);

        public static torch.Tensor Value(torch.Tensor z) => z.tanh();

        public static torch.Tensor Slope(torch.Tensor output) => output.square().neg().add(Scalars.One);
    }

    private readonly struct SigmoidFunction : IFunction
    {
        public static Vector256<T> Value<T>(Vector256<T> z) =>
            Vector256<T>.One / (Vector256<T>.One + Lanes.Exp(Vector256.Min(-z, Lanes.Create<T>(80))));

        public static Vector256<T> Slope<T>(Vector256<T> output) => output * (Vector256<T>.One - output);

        public static torch.Tensor Value(torch.Tensor z) => z.sigmoid();

        public static torch.Tensor Slope(torch.Tensor output) => output.neg().add(Scalars.One).mul(output);
    }

    private readonly struct IdentityFunction : IFunction
    {
        public static Vector256<T> Value<T>(Vector256<T> z) => z;

        public static Vector256<T> Slope<T>(Vector256<T> output) => Vector256<T>.One;

        public static torch.Tensor Value(torch.Tensor z) => z.clone();

        public static torch.Tensor Slope(torch.Tensor output) => torch.ones_like(output);
    }
}
