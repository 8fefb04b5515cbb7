namespace HepBayes.Physics;

/// <summary>
/// The distribution of an observable for one component of a fit, normalised on the fit range. Each factory method takes the
/// parameters of its shape; the same parameter may be given to several shapes, which then share it.
/// </summary>
/// <remarks>
/// Inside, a shape gives its unnormalised values and its integrals, each with the derivatives for all its parameters, so that
/// fits have exact gradients. Integrals are closed forms except for the two convolutions.
/// </remarks>
public abstract partial class Shape
{
    private protected Shape(string name, FitParameter[] parameters, params int[] positive)
    {
        foreach (var parameter in parameters)
            ArgumentNullException.ThrowIfNull(parameter);
        foreach (var index in positive)
        {
            if (!(parameters[index].Value > 0))
                throw new ArgumentException(FormattableString.Invariant($"{name}: '{parameters[index].Name}' starts at {parameters[index].Value}, but must be above 0."));
        }

        Name = name;
        Parameters = parameters;
    }

    /// <summary>What the shape is called.</summary>
    public string Name { get; }

    /// <summary>The parameters, in the order of the factory method.</summary>
    public IReadOnlyList<FitParameter> Parameters { get; }

    /// <summary>The unnormalised density with its derivatives.</summary>
    /// <param name="range">The range of the fit.</param>
    /// <param name="x">Where; the number of places is a multiple of four.</param>
    /// <param name="p">The parameters, in the order of <see cref="Parameters"/>.</param>
    /// <param name="values">Gets the density at each place.</param>
    /// <param name="derivatives">Gets the derivatives, [parameters, places].</param>
    internal abstract void Fill(FitRange range, ReadOnlySpan<double> x, ReadOnlySpan<double> p, Span<double> values, Span<double> derivatives);

    /// <summary>The integral of the unnormalised density with its derivatives.</summary>
    /// <param name="range">The range of the fit.</param>
    /// <param name="low">The lower end of the integral, inside the range.</param>
    /// <param name="high">The upper end of the integral, inside the range.</param>
    /// <param name="p">The parameters.</param>
    /// <param name="derivatives">Gets the derivative for each parameter.</param>
    internal abstract double Integral(FitRange range, double low, double high, ReadOnlySpan<double> p, Span<double> derivatives);
}
