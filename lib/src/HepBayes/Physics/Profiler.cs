namespace HepBayes.Physics;

/// <summary>Minimises over all parameters but one.</summary>
internal sealed class Profiler : IDisposable
{
    private const double Rise = 0.5;
    private const double Precision = 1e-4;
    private const int Attempts = 40;
    private readonly FitResult result;
    private readonly FitObjective objective;
    private readonly double[] best;
    private readonly double[] steps;
    private readonly Dictionary<int, Curvature?> curvatures = [];

    public Profiler(FitResult result)
    {
        this.result = result;
        objective = result.Data.Objective(result.Model);
        best = result.Model.Values();
        steps = new double[best.Length];
        FitRun.Start(objective, best, steps);
    }

    public void Dispose() => objective.Dispose();

    /// <summary>How far away -ln L has risen by 1/2; NaN if a limit comes first.</summary>
    /// <param name="index">The parameter.</param>
    /// <param name="side">-1 for below, 1 for above.</param>
    public double Distance(int index, int side)
    {
        var error = Error(index);
        var parameter = result.Model.Parameters[index];
        var room = side < 0 ? best[index] - parameter.Low : parameter.High - best[index];
        // Brackets of the distance; the root of twice the rise is nearly proportional to it.
        var (inside, outside) = (0.0, double.PositiveInfinity);
        var distance = Math.Min(error, room);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var height = Height(index, best[index] + (side * distance));
            if (Math.Abs(Math.Sqrt(Math.Max(0, height / Rise)) - 1) < Precision)
                return distance;
            if (height < Rise)
                inside = distance;
            else
                outside = distance;
            if (inside >= room)
                return double.NaN;
            var guess = double.IsFinite(height) && height > 0 ? distance * Math.Sqrt(Rise / height) : 0.5 * (inside + Math.Min(outside, 2 * distance));
            guess = Math.Min(guess, inside > 0 ? 3 * inside : 3 * error);
            // A guess outside of the brackets is replaced by their middle.
            distance = Math.Min(room, guess > inside && guess < outside ? guess : double.IsFinite(outside) ? 0.5 * (inside + outside) : 2 * distance);
        }

        throw new FitFailedException(FormattableString.Invariant($"The profile likelihood of '{parameter.Name}' does not cross 1/2 smoothly: between {best[index] + (side * inside):G6} and {best[index] + (side * outside):G6}. Scan it with Profile to see why."));
    }

    /// <summary>The heights at equally spaced values.</summary>
    public ProfileScan Scan(int index, int points, double reach)
    {
        var (error, parameter) = (Error(index), result.Model.Parameters[index]);
        var (low, high) = (Math.Max(parameter.Low, best[index] - (reach * error)), Math.Min(parameter.High, best[index] + (reach * error)));
        double[] values = [.. Enumerable.Range(0, points).Select(i => low + (i * (high - low) / (points - 1)))];
        return new ProfileScan(result.Parameters[index], values, [.. values.Select(v => Height(index, v))]);
    }

    private double Error(int index)
    {
        var fitted = result.Parameters[index];
        return fitted.State == FitParameterState.Free
            ? fitted.Error
            : throw new ArgumentException($"'{fitted.Name}' is {(fitted.State == FitParameterState.Fixed ? "fixed" : "at its limit")}; only a parameter at a minimum between its limits has a profile.");
    }

    // -ln L above its minimum; infinite where the likelihood is zero.
    private double Height(int index, double value)
    {
        int[] free = [.. Enumerable.Range(0, best.Length).Where(i => i != index && result.Parameters[i].State != FitParameterState.Fixed)];
        var point = Predicted(index, value, free);
        if (!double.IsFinite(point.Height))
            return double.PositiveInfinity;
        if (free.Length > 0)
        {
            var newton = new NewtonDescent(objective, free, steps, CancellationToken.None);
            point = newton.Descend(point, curvatures.GetValueOrDefault(index), renew: false);
            if (newton.Problem.Length > 0)
                throw new FitFailedException(FormattableString.Invariant($"The profile likelihood of '{result.Parameters[index].Name}' at {value:G6} did not converge: {newton.Problem}."));
            curvatures[index] = newton.Curvature;
        }

        var height = point.Height - result.NegativeLogLikelihood;
        if (height < -1e-3)
            throw new FitFailedException(FormattableString.Invariant($"The fit is not at the lowest minimum: with '{result.Parameters[index].Name}' at {value:G6} -ln L is lower by {-height:G3}. Fit again from there: {string.Join(", ", result.Parameters.Select((p, i) => FormattableString.Invariant($"{p.Name} = {point.Values[i]:G6}")))}."));
        return height;
    }

    // The others follow along the correlation; back at their best values if that leads nowhere.
    private FitPoint Predicted(int index, double value, int[] free)
    {
        var (moved, kept) = ((double[])best.Clone(), (double[])best.Clone());
        (moved[index], kept[index]) = (value, value);
        foreach (var i in free)
        {
            var parameter = result.Model.Parameters[i];
            moved[i] = Math.Clamp(best[i] + (result.CovarianceAt(i, index) / result.CovarianceAt(index, index) * (value - best[index])), parameter.Low, parameter.High);
        }

        var point = FitPoint.At(objective, moved);
        return double.IsFinite(point.Height) ? point : FitPoint.At(objective, kept);
    }
}
