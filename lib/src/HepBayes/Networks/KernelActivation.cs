using HepBayes.Networks.Kernels;
using static TorchSharp.torch;

namespace HepBayes.Networks;

/// <summary>An activation without sampled parameters that has kernels of its own.</summary>
/// <param name="name">The name.</param>
/// <param name="value">The function.</param>
/// <param name="slope">Its derivative, given z and the value.</param>
/// <param name="parameter">The constant of the function that the user may set.</param>
internal sealed class KernelActivation<TFunction>(string name, Func<Tensor, Tensor> value, Func<Tensor, Tensor, Tensor> slope, double parameter = 0) : Activation(name)
    where TFunction : struct, IActivationFunction
{
    public override Tensor Value(Tensor z, Tensor? slopes) => value(z);

    public override Tensor Slope(Tensor z, Tensor value, Tensor? slopes) => slope(z, value);

    internal override DenseKernels<T> Kernels<TOps, TVector, T>() => new ActivationKernels<TOps, TVector, T, TFunction>(parameter);
}
