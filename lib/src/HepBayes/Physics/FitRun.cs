namespace HepBayes.Physics;

/// <summary>One fit from the starting values to the result.</summary>
internal sealed class FitRun
{
    private readonly FitModel model;
    private readonly FitData data;
    private readonly FitObjective objective;
    private readonly int[] free;
    private readonly double[] steps;
    private readonly CancellationToken cancellationToken;

    private FitRun(FitModel model, FitData data, FitObjective objective, CancellationToken cancellationToken)
    {
        (this.model, this.data, this.objective, this.cancellationToken) = (model, data, objective, cancellationToken);
        free = [.. Enumerable.Range(0, model.Parameters.Count).Where(i => !model.Parameters[i].IsFixed)];
        steps = new double[model.Parameters.Count];
        if (free.Length == 0)
            throw new ArgumentException("Every parameter of the model is fixed; there is nothing to fit.");
    }

    /// <summary>Fits a model to data.</summary>
    /// <exception cref="FitFailedException">No convergence.</exception>
    public static FitResult Of(FitModel model, FitData data, CancellationToken cancellationToken)
    {
        using var objective = data.Objective(model);
        return new FitRun(model, data, objective, cancellationToken).Result();
    }

    /// <summary>The scale of each parameter: about its error, as far as the sums of squared first derivatives tell.</summary>
    /// <returns>-ln L at the values, infinite where it is not defined.</returns>
    public static FitPoint Start(FitObjective objective, double[] values, double[] steps)
    {
        var count = values.Length;
        var (gradient, information) = (new double[count], new double[count * count]);
        var height = objective.Evaluate(values, gradient, information);
        for (var i = 0; i < count; i++)
        {
            var parameter = objective.Model.Parameters[i];
            var step = 1 / Math.Sqrt(information[i * (count + 1)]);
            if (!(double.IsFinite(step) && step > 0))
                step = 0.01 * Math.Max(Math.Abs(values[i]), 1e-3);
            steps[i] = Math.Min(step, 0.25 * (parameter.High - parameter.Low));
        }

        return new FitPoint(values, height, gradient);
    }

    private FitResult Result()
    {
        cancellationToken.ThrowIfCancellationRequested();
        var start = Start(objective, model.Values(), steps);
        if (!double.IsFinite(start.Height))
            throw Failure(start, "the likelihood is zero or not defined at the starting values: some event lies where the model has no density (all shapes too narrow, or a polynomial below zero). Start with wider shapes or smaller coefficients");
        var lower = new QuasiNewton(objective, free, steps, cancellationToken).Descend(start);
        Start(objective, lower.Values, steps);
        var newton = new NewtonDescent(objective, free, steps, cancellationToken);
        var end = newton.Descend(lower, null, renew: true);
        if (newton.Problem.Length > 0)
            throw Failure(end, newton.Problem);
        if (!newton.Curvature!.IsPositive)
            throw Failure(end, $"the likelihood does not determine {Names(newton.Curvature.Undetermined())} (flat or not a minimum there). Fix or constrain one of them, or take fewer components");
        return Compose(newton, end);
    }

    private FitResult Compose(NewtonDescent newton, FitPoint end)
    {
        var count = model.Parameters.Count;
        var covariance = new double[count, count];
        var active = newton.Curvature!.Active;
        var inner = newton.Curvature.Covariance();
        for (var i = 0; i < active.Length; i++)
        {
            for (var j = 0; j < active.Length; j++)
                covariance[active[i], active[j]] = inner[i, j];
        }

        var fitted = Enumerable.Range(0, count).Select(i => Fitted(i, end.Values[i], Math.Sqrt(covariance[i, i]), active.Contains(i))).ToArray();
        return new FitResult(model.At(end.Values), data, fitted, covariance)
        {
            NegativeLogLikelihood = end.Height,
            EstimatedDistance = newton.Distance,
            Evaluations = objective.Evaluations,
            Warnings = [.. fitted.Select(Warning).Where(w => w.Length > 0), .. Missing()],
        };
    }

    private FittedParameter Fitted(int index, double value, double error, bool isActive)
    {
        var parameter = model.Parameters[index];
        var state = parameter.IsFixed ? FitParameterState.Fixed
            : isActive ? FitParameterState.Free
            : value - parameter.Low < parameter.High - value ? FitParameterState.AtLowerLimit : FitParameterState.AtUpperLimit;
        return new FittedParameter(parameter.Name, value, state switch
        {
            FitParameterState.Free => error,
            FitParameterState.Fixed => 0,
            _ => double.NaN,
        }, parameter.Unit, state);
    }

    private string Warning(FittedParameter fitted)
    {
        var parameter = model.Parameters[model.IndexOf(fitted.Name)];
        return fitted.State switch
        {
            FitParameterState.AtLowerLimit => FormattableString.Invariant($"{fitted.Name} is at its lower limit {parameter.Low:G6}: it has no error, and those of the others hold only with it fixed there."),
            FitParameterState.AtUpperLimit => FormattableString.Invariant($"{fitted.Name} is at its upper limit {parameter.High:G6}: it has no error, and those of the others hold only with it fixed there."),
            FitParameterState.Free when fitted.Value - fitted.Error < parameter.Low || fitted.Value + fitted.Error > parameter.High =>
                FormattableString.Invariant($"{fitted.Name} is within one error of a limit ({parameter.Low:G6} to {parameter.High:G6}): its error is not reliable."),
            _ => "",
        };
    }

    private IEnumerable<string> Missing() => data.Missing > 0
        ? [$"{data.Missing} values are NaN and were left out."]
        : [];

    private FitFailedException Failure(FitPoint point, string why) => new(
        $"The fit of {data.Events:F0} events on {data.Range} did not converge: {why}. Last values: {string.Join(", ", model.Parameters.Select((p, i) => FormattableString.Invariant($"{p.Name} = {point.Values[i]:G6}{Limit(p, point.Values[i])}")))}.");

    private static string Limit(FitParameter parameter, double value) =>
        parameter.IsFixed ? " (fixed)" : value == parameter.Low || value == parameter.High ? " (at its limit)" : "";

    private string Names(int[] parameters) => string.Join(" and ", parameters.Select(i => $"'{model.Parameters[i].Name}'"));
}
