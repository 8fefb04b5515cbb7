namespace HepBayes.Physics;

/// <summary>-ln L of a model for data, with its gradient for all parameters, fixed ones included. For one caller at a time.</summary>
internal abstract class FitObjective(FitModel model, FitData data) : IDisposable
{
    /// <summary>The model, of which only names, limits and constraints count here.</summary>
    public FitModel Model { get; } = model;

    /// <summary>The data.</summary>
    public FitData Data { get; } = data;

    /// <summary>How often it was evaluated.</summary>
    public int Evaluations { get; private set; }

    /// <summary>The number of parameters.</summary>
    public int Parameters => Model.Parameters.Count;

    /// <summary>The components at the values of the present evaluation.</summary>
    protected NormalisedShape[] Shapes { get; } = [.. Enumerable.Range(0, model.Components.Count).Select(c => new NormalisedShape(model, c, data.Range))];

    /// <summary>Evaluates; infinity where the likelihood is zero or not defined, and then the gradient means nothing.</summary>
    /// <param name="values">All parameters.</param>
    /// <param name="gradient">Gets the gradient.</param>
    /// <param name="information">Where not empty, gets an estimate of the matrix of second derivatives, [parameters, parameters]: sums of products of first ones.</param>
    public double Evaluate(ReadOnlySpan<double> values, Span<double> gradient, Span<double> information = default)
    {
        Evaluations++;
        gradient.Clear();
        information.Clear();
        foreach (var shape in Shapes)
        {
            if (!shape.Set(values))
                return double.PositiveInfinity;
        }

        var sum = Likelihood(gradient, information);
        for (var i = 0; i < values.Length; i++)
        {
            if (Model.Parameters[i].Constraint is not var (mean, sd))
                continue;
            var pull = (values[i] - mean) / sd;
            sum += 0.5 * pull * pull;
            gradient[i] += pull / sd;
            if (!information.IsEmpty)
                information[(i * Parameters) + i] += 1 / (sd * sd);
        }

        return double.IsFinite(sum) && !gradient.ContainsAnyExceptInRange(double.MinValue, double.MaxValue) ? sum : double.PositiveInfinity;
    }

    /// <summary>The part without constraints, for the values that <see cref="Shapes"/> have; everything is added.</summary>
    protected abstract double Likelihood(Span<double> gradient, Span<double> information);

    public virtual void Dispose() => GC.SuppressFinalize(this);
}
