using System.Runtime.Intrinsics;
using HepBayes.Runtime;
using TorchSharp;

namespace HepBayes.Networks;

/// <summary>g and g' of a <see cref="LocationScaleFamily"/>.</summary>
internal interface IShape
{
    (Vector256<double> Value, Vector256<double> Slope) Evaluate(Vector256<double> z);

    /// <summary>The same in float64; called inside a dispose scope.</summary>
    (torch.Tensor Value, torch.Tensor Slope) Evaluate(torch.Tensor z);

    double Sample(CounterRandom random);
}
