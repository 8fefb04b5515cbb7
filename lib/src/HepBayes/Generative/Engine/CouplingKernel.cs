using HepBayes.Networks;

namespace HepBayes.Generative.Engine;

/// <summary>The function of a coupling block for one variable of one tile of rows. Parameters are stored feature by feature, [parameters, tile rows].</summary>
internal abstract unsafe class CouplingKernel<T> where T : unmanaged
{
    protected const int Rows = RowTiles<T>.TileRows;

    public static CouplingKernel<T> Of(Coupling coupling) => coupling switch
    {
        Coupling.AffineCoupling affine => new AffineKernel<T>(affine.Clamp),
        Coupling.SplineCoupling spline => new SplineKernel<T>(spline.Bins, spline.Bound),
        _ => throw new NotSupportedException($"There are no kernels for {coupling}."),
    };

    /// <summary>y = f(x) in place, and log f'(x) added.</summary>
    /// <param name="parameters">[parameters, tile rows].</param>
    /// <param name="x">[tile rows], changed to y.</param>
    /// <param name="logDeterminant">[tile rows], added to.</param>
    public abstract void Forward(T* parameters, T* x, T* logDeterminant);

    /// <summary>x with f(x) = y in place, and -log f'(x) added.</summary>
    public abstract void Inverse(T* parameters, T* y, T* logDeterminant);

    /// <summary>From the gradient with respect to y and to log f'(x) to those with respect to x and the parameters.</summary>
    /// <param name="parameters">[parameters, tile rows].</param>
    /// <param name="x">What the forward pass was given, [tile rows].</param>
    /// <param name="gradient">With respect to y, [tile rows]; changed to that with respect to x.</param>
    /// <param name="logGradient">With respect to the log determinant, [tile rows].</param>
    /// <param name="parameterGradient">Receives [parameters, tile rows].</param>
    public abstract void Backward(T* parameters, T* x, T* gradient, T* logGradient, T* parameterGradient);
}
