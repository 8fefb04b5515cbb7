using HepBayes.Networks;
using HepBayes.Runtime;

namespace HepBayes.Sampling.Learned;

/// <summary>
/// The loss of many trajectories and its derivative by the weights. How the gradient of the log density changes along a
/// trajectory is taken from central differences. The result does not depend on the number of threads.
/// </summary>
internal sealed class LeapfrogObjective : IDisposable
{
    /// <summary>Gradients of the log density for each row and step, and one at the start.</summary>
    public const int GradientsOfStep = 3;

    // Length of the shift of a difference: large against rounding, small against any width of a density worth sampling.
    private const double Shift = 1e-5;
    private const int Blocks = 8;
    private readonly ILogDensity density;
    private readonly LeapfrogRow[] rows;
    private readonly double[][] slopes;
    private readonly StateRows state;
    private readonly StateRows shifted;
    private readonly RowBuffer otherGradient;
    private readonly ParallelLoop loop;
    private readonly int steps;
    private Action<int, double[]> work = (_, _) => { };

    /// <summary>Makes room.</summary>
    /// <param name="density">The density, on the processor in float64; it stays the caller's.</param>
    /// <param name="layout">Where the weights lie.</param>
    /// <param name="steps">Steps of a trajectory.</param>
    /// <param name="rows">Number of trajectories.</param>
    public LeapfrogObjective(ILogDensity density, LeapfrogLayout layout, int steps, int rows)
    {
        (this.density, this.steps) = (density, steps);
        this.rows = [.. Enumerable.Range(0, rows).Select(_ => new LeapfrogRow(layout, steps))];
        slopes = [.. Enumerable.Range(0, Blocks).Select(_ => new double[layout.Length])];
        (state, shifted) = (new StateRows(rows, density), new StateRows(rows, density));
        otherGradient = RowBuffer.Matrix(rows, density.Parameters, density.NumberType, density.Device);
        loop = new ParallelLoop(Block);
    }

    /// <summary>The rows after <see cref="Evaluate"/>.</summary>
    public IReadOnlyList<LeapfrogRow> Rows => rows;

    /// <summary>The start of a row or, after <see cref="Evaluate"/>, the end of its trajectory, [parameters].</summary>
    public ReadOnlySpan<double> Position(int row) => state.Position.Row<double>(row);

    /// <summary>The log density there.</summary>
    public double LogDensity(int row) => state.LogDensity.Row<double>(row)[0];

    /// <summary>Puts the rows at their starts.</summary>
    /// <param name="starts">[rows x parameters].</param>
    /// <param name="momenta">[rows x parameters].</param>
    /// <param name="isForward">Direction of each row.</param>
    public void Begin(ReadOnlySpan<double> starts, ReadOnlySpan<double> momenta, ReadOnlySpan<bool> isForward)
    {
        var n = density.Parameters;
        for (var row = 0; row < rows.Length; row++)
            starts.Slice(row * n, n).CopyTo(state.Position.Row<double>(row));
        EvaluateAt(state);
        for (var row = 0; row < rows.Length; row++)
            rows[row].Begin(Position(row), momenta.Slice(row * n, n), isForward[row], LogDensity(row));
    }

    /// <summary>Follows the trajectories and differentiates their loss.</summary>
    /// <param name="learned">The leapfrog.</param>
    /// <param name="scale">Lambda.</param>
    /// <param name="weights">Weight of the loss of each row.</param>
    /// <param name="slope">Receives the derivative by the weights of the networks.</param>
    /// <returns>The loss, summed over rows.</returns>
    public double Evaluate(LearnedLeapfrog learned, double scale, double[] weights, Span<double> slope)
    {
        foreach (var part in slopes)
            Array.Clear(part);
        for (var t = 0; t < steps; t++)
            Step(learned, t);
        Run((row, _) => rows[row].End(Position(row), Gradient(row), LogDensity(row), scale, weights[row]));
        for (var t = steps - 1; t >= 0; t--)
            StepBack(learned, t);
        slope.Clear();
        foreach (var part in slopes)
            Vectors.AddScaled(slope, part, 1);
        return rows.Sum(row => row.Loss);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        state.Dispose();
        shifted.Dispose();
        otherGradient.Dispose();
        loop.Dispose();
    }

    private void Step(LearnedLeapfrog learned, int t)
    {
        Run((row, _) => rows[row].KickAndDrift(learned, t, state.Position.Row<double>(row), Gradient(row)));
        EvaluateAt(state);
        Run((row, _) => rows[row].Kick(learned, t, Position(row), Gradient(row)));
    }

    private void StepBack(LearnedLeapfrog learned, int t)
    {
        Run((row, slope) =>
        {
            rows[row].BackKick(learned, t, slope);
            Move(row, t, Shift);
        });
        EvaluateAt(shifted);
        Run((row, _) =>
        {
            shifted.Gradient.Row<double>(row).CopyTo(otherGradient.Row<double>(row));
            Move(row, t, -Shift);
        });
        EvaluateAt(shifted);
        Run((row, slope) =>
        {
            AddCurvature(row);
            rows[row].BackDriftAndKick(learned, t, slope);
        });
    }

    // To the side to which the loss depends on the gradient.
    private void Move(int row, int t, double length)
    {
        var target = shifted.Position.Row<double>(row);
        var direction = rows[row].ByGradient;
        rows[row].PositionAfter(t).CopyTo(target);
        if (Norm(direction) is > 0 and var norm)
            Vectors.AddScaled<double>(target, direction, length / norm);
    }

    // The Hessian is symmetric, so that its product with the derivative by the gradient is that by the position.
    private void AddCurvature(int row)
    {
        var target = rows[row].ByPosition;
        var norm = Norm(rows[row].ByGradient);
        Vectors.AddScaled<double>(target, otherGradient.Row<double>(row), norm / (2 * Shift));
        Vectors.AddScaled<double>(target, shifted.Gradient.Row<double>(row), -norm / (2 * Shift));
    }

    private static double Norm(ReadOnlySpan<double> values) => Math.Sqrt(Vectors.PreciseDot(values, values));

    private ReadOnlySpan<double> Gradient(int row) => state.Gradient.Row<double>(row);

    private void EvaluateAt(StateRows at) => density.Evaluate(at.Position.All, at.LogDensity.All, at.Gradient.All);

    private void Run(Action<int, double[]> work)
    {
        this.work = work;
        loop.Run(Blocks);
    }

    private void Block(int block)
    {
        var (first, last) = (block * rows.Length / Blocks, (block + 1) * rows.Length / Blocks);
        for (var row = first; row < last; row++)
            work(row, slopes[block]);
    }
}
