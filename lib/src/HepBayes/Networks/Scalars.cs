using TorchSharp;

namespace HepBayes.Networks;

/// <summary>
/// Numbers for tensor operations that live as long as the process. A Scalar made on the spot may be freed by the garbage
/// collector while the native call still reads it (TorchSharp 0.107 does not keep it alive), so arguments are either taken
/// from here or held by a using declaration until the call is over. Sums of tensors take their factor 1 from here too:
/// without it TorchSharp makes one on the spot.
/// </summary>
internal static class Scalars
{
    public static readonly Scalar Zero = 0;
    public static readonly Scalar One = 1;
    public static readonly Scalar Two = 2;
    public static readonly Scalar Half = 0.5;
    public static readonly Scalar MinusHalf = -0.5;
    public static readonly Scalar MinusTwo = -2;
    public static readonly Scalar HalfLogTwoPi = 0.5 * Math.Log(2 * Math.PI);
}
