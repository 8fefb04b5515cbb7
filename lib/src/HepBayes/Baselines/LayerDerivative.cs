using static TorchSharp.torch;

namespace HepBayes.Baselines;

/// <summary>
/// The derivative of one number a row with respect to the parameters of a layer: that of weight [i, o] in a row is
/// Inputs[row, i] Delta[row, o], that of bias [o] is Delta[row, o].
/// </summary>
/// <param name="Layer">The layer, from 0.</param>
/// <param name="Inputs">What the layer receives, [rows, inputs].</param>
/// <param name="Delta">Derivative with respect to the layer's sums, [rows, outputs].</param>
/// <param name="SlopeDelta">Derivative with respect to the learned slopes behind the layer, [rows, outputs]; null if there are none.</param>
internal readonly record struct LayerDerivative(int Layer, Tensor Inputs, Tensor Delta, Tensor? SlopeDelta);
