namespace HepBayes.Networks;

/// <summary>A density on the processor that several threads may evaluate at once, each at its own position, without tensors.</summary>
/// <typeparam name="T">Number type of positions.</typeparam>
internal interface IRowDensity<T>
{
    /// <summary>The log density; writes the gradient.</summary>
    /// <param name="position">[parameters].</param>
    /// <param name="gradient">Receives the gradient, [parameters].</param>
    double Evaluate(ReadOnlySpan<T> position, Span<T> gradient);
}
