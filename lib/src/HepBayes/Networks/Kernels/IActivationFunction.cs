namespace HepBayes.Networks.Kernels;

/// <summary>
/// An activation for vectors of any width. The backward pass reads its slope from what the forward pass has stored: its
/// own output, or a slope stored beside it.
/// </summary>
internal interface IActivationFunction
{
    /// <summary>Whether the forward product applies the function before its sums leave the registers; for cheap functions.</summary>
    static virtual bool InProduct => false;

    /// <summary>Whether slopes are stored beside the outputs, because an output does not determine its slope.</summary>
    static virtual bool StoresSlope => false;

    /// <summary>The activation; <paramref name="parameter"/> is a constant of the function that the user may set.</summary>
    static abstract TVector Value<TOps, TVector, T>(TVector z, TVector parameter)
        where TOps : struct, IVectorOperations<TVector, T>
        where TVector : struct
        where T : unmanaged;

    /// <summary>The activation and its slope, for functions that store it.</summary>
    static virtual TVector ValueAndSlope<TOps, TVector, T>(TVector z, out TVector slope)
        where TOps : struct, IVectorOperations<TVector, T>
        where TVector : struct
        where T : unmanaged
        => throw new NotSupportedException("The output of this function determines its slope.");

    /// <summary>A gradient times the slope that belongs to what was stored.</summary>
    static abstract TVector TimesSlope<TOps, TVector, T>(TVector gradient, TVector stored, TVector parameter)
        where TOps : struct, IVectorOperations<TVector, T>
        where TVector : struct
        where T : unmanaged;
}
