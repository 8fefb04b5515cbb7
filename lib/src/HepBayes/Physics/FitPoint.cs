namespace HepBayes.Physics;

/// <summary>A place in the space of parameters, with -ln L and its gradient there.</summary>
/// <param name="Values">All parameters.</param>
/// <param name="Height">-ln L.</param>
/// <param name="Gradient">Its gradient.</param>
internal sealed record FitPoint(double[] Values, double Height, double[] Gradient)
{
    /// <summary>Evaluates an objective.</summary>
    public static FitPoint At(FitObjective objective, double[] values)
    {
        var gradient = new double[values.Length];
        return new FitPoint(values, objective.Evaluate(values, gradient), gradient);
    }
}
