using HepBayes.Evaluation;
using HepBayes.Runtime;

namespace HepBayes.Physics;

/// <summary>
/// A sum of components, signals and backgrounds, each with its number of events: lambda(x) = sum of N_c f_c(x), the expected
/// density of events (an extended likelihood; R. Barlow, Nucl. Instrum. Meth. A 297 (1990) 496).
/// </summary>
/// <example><code>
/// var model = FitModel.Sum(
///     new FitComponent("J/psi", signal, Shape.CrystalBall(mean, sigma, alpha, power)),
///     new FitComponent("background", background, Shape.Exponential(slope)));
/// var fit = model.Fit(masses, (2.9, 3.3));
/// </code></example>
public sealed partial class FitModel
{
    private readonly int[] yields;
    private readonly int[][] places;

    private FitModel(FitComponent[] components, FitParameter[] parameters)
    {
        Components = components;
        Parameters = parameters;
        yields = [.. components.Select(c => IndexOf(c.Yield.Name))];
        places = [.. components.Select(c => c.Shape.Parameters.Select(p => IndexOf(p.Name)).ToArray())];
    }

    /// <summary>The components, in the order given.</summary>
    public IReadOnlyList<FitComponent> Components { get; }

    /// <summary>
    /// All parameters, each once: of each component the yield, then those of its shape. After <see cref="With"/> these hold the
    /// values that count, not the parameters inside the components.
    /// </summary>
    public IReadOnlyList<FitParameter> Parameters { get; }

    /// <summary>Makes a model.</summary>
    /// <param name="components">The components, at least one.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">No component, a name used for two different parameters, or a yield that starts below 0.</exception>
    public static FitModel Sum(params FitComponent[] components)
    {
        ArgumentNullException.ThrowIfNull(components);
        if (components.Length == 0)
            throw new ArgumentException("A model needs at least one component.", nameof(components));
        var parameters = new List<FitParameter>();
        foreach (var component in components)
        {
            if (component.Yield.Value < 0)
                throw new ArgumentException(FormattableString.Invariant($"The yield '{component.Yield.Name}' starts at {component.Yield.Value}; a number of events is not negative."), nameof(components));
            foreach (var parameter in component.Shape.Parameters.Prepend(component.Yield))
            {
                var known = parameters.Find(p => p.Name == parameter.Name);
                if (known is null)
                    parameters.Add(parameter);
                else if (known != parameter)
                    throw new ArgumentException($"There are two different parameters '{parameter.Name}'; give one of them another name, or the same parameter to both places to share it.", nameof(components));
            }
        }

        return new FitModel([.. components], [.. parameters]);
    }

    /// <summary>The model with a parameter of the same name replaced, for example fixed or with another start.</summary>
    /// <param name="parameter">The new parameter.</param>
    /// <returns>A new model.</returns>
    /// <exception cref="ArgumentException">No parameter has this name.</exception>
    public FitModel With(FitParameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        var parameters = Parameters.ToArray();
        parameters[IndexOf(parameter.Name)] = parameter;
        return new FitModel([.. Components], parameters);
    }

    /// <summary>
    /// An unbinned extended maximum-likelihood fit. Values outside the range do not count; values that are NaN (masses that
    /// rounding made unphysical) are left out, and the result says how many.
    /// </summary>
    /// <param name="values">The observable, one number per event.</param>
    /// <param name="range">The fit range, for example <c>(2.9, 3.3)</c>.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <returns>The result of a fit that converged.</returns>
    /// <exception cref="ArgumentException">No value lies in the range, or every parameter is fixed.</exception>
    /// <exception cref="FitFailedException">The fit did not converge; the message says why.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public FitResult Fit(RealValues values, FitRange range, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        return FitRun.Of(this, new UnbinnedData(values, range), cancellationToken);
    }

    /// <summary>
    /// A binned extended maximum-likelihood fit: the counts are Poisson, their expectations the integrals over the bins. The
    /// range is that of the histogram.
    /// </summary>
    /// <param name="histogram">Numbers of events, without weights; empty bins count like any other.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <returns>The result of a fit that converged.</returns>
    /// <exception cref="ArgumentException">A bin is negative or weighted (the message names it), all are empty, or every parameter is fixed.</exception>
    /// <exception cref="FitFailedException">The fit did not converge; the message says why.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public FitResult Fit(Histogram1D histogram, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(histogram);
        return FitRun.Of(this, new BinnedData(histogram), cancellationToken);
    }

    /// <summary>A toy: events drawn from the model at the values of its parameters, their numbers Poisson distributed.</summary>
    /// <param name="range">The range.</param>
    /// <param name="seed">Equal seeds give equal events.</param>
    /// <returns>The values of the observable, component after component.</returns>
    public double[] Generate(FitRange range, int seed) =>
        new ToyGenerator(this, range).Generate(new CounterRandom((ulong)seed, RandomStreams.Of(RandomPurpose.Toys)));

    /// <summary>The index of a parameter.</summary>
    /// <exception cref="ArgumentException">No parameter has this name.</exception>
    internal int IndexOf(string name)
    {
        for (var i = 0; i < Parameters.Count; i++)
        {
            if (Parameters[i].Name == name)
                return i;
        }

        throw new ArgumentException($"The model has no parameter '{name}'; its parameters are {string.Join(", ", Parameters.Select(p => p.Name))}.", nameof(name));
    }

    /// <summary>Where the yield of a component is among all parameters.</summary>
    internal int YieldOf(int component) => yields[component];

    /// <summary>Where the parameters of a component's shape are among all parameters.</summary>
    internal ReadOnlySpan<int> PlacesOf(int component) => places[component];

    /// <summary>The starting values.</summary>
    internal double[] Values() => [.. Parameters.Select(p => p.Value)];

    /// <summary>The model with other starting values, moved between the limits where rounding put them beside.</summary>
    internal FitModel At(ReadOnlySpan<double> values)
    {
        var parameters = Parameters.ToArray();
        for (var i = 0; i < parameters.Length; i++)
            parameters[i] = parameters[i].StartAt(Math.Clamp(values[i], parameters[i].Low, parameters[i].High));
        return new FitModel([.. Components], parameters);
    }
}
