using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;

namespace HepBayes.Physics;

/// <summary>
/// The way down from the start: BFGS with limits from MathNet.Numerics, in units of the parameters' estimated errors. It may stop
/// early, or give up in its line search; <see cref="NewtonDescent"/> goes on from the lowest place, and decides what converged.
/// </summary>
internal sealed class QuasiNewton(FitObjective objective, int[] free, double[] steps, CancellationToken cancellationToken)
{
    private const int Iterations = 500;
    private const double Tolerance = 1e-3;
    // Places without a likelihood count as very high, so that the line search turns back.
    private const double Barrier = 1e100;
    private FitPoint? lowest;

    /// <summary>The lowest place that was found.</summary>
    public FitPoint Descend(FitPoint start)
    {
        lowest = start;
        Vector<double> Scaled(Func<int, double> value) => Vector<double>.Build.Dense(free.Length, i => value(free[i]) / steps[free[i]]);
        var function = ObjectiveFunction.Gradient(x => Evaluate(start.Values, x));
        var minimizer = new BfgsBMinimizer(Tolerance, 1e-8, 1e-14, Iterations);
        try
        {
            minimizer.FindMinimum(
                function,
                Scaled(i => objective.Model.Parameters[i].Low),
                Scaled(i => objective.Model.Parameters[i].High),
                Scaled(i => start.Values[i]));
        }
        catch (Exception error) when (error is OptimizationException or ArgumentException)
        {
            // What it found so far is kept.
        }

        return lowest;
    }

    private (double, Vector<double>) Evaluate(double[] others, Vector<double> x)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var values = (double[])others.Clone();
        for (var i = 0; i < free.Length; i++)
        {
            var parameter = objective.Model.Parameters[free[i]];
            values[free[i]] = Math.Clamp(x[i] * steps[free[i]], parameter.Low, parameter.High);
        }

        var point = FitPoint.At(objective, values);
        if (!double.IsFinite(point.Height))
            return (Barrier, Vector<double>.Build.Dense(free.Length));
        if (point.Height < lowest!.Height)
            lowest = point;
        return (point.Height, Vector<double>.Build.Dense(free.Length, i => point.Gradient[free[i]] * steps[free[i]]));
    }
}
