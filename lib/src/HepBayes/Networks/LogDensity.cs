namespace HepBayes.Networks;

/// <summary>Densities of your own.</summary>
public static class LogDensity
{
    /// <summary>
    /// A density written as a function of one parameter vector, with its gradient, on the processor in float64. Samplers call
    /// it without a tensor in between, so a transition of a small model costs little more than its gradients.
    /// </summary>
    /// <param name="parameters">Length of the parameter vector, at least 1.</param>
    /// <param name="function">The log density and its gradient.</param>
    /// <param name="fingerprint">Identifies model and data for runs that are kept on disk; see <see cref="ILogDensity.Fingerprint"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="parameters"/> is below 1.</exception>
    public static ILogDensity Of(int parameters, DensityFunction function, string fingerprint = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parameters, 1);
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(fingerprint);
        return new FunctionLogDensity(parameters, function, fingerprint);
    }
}
