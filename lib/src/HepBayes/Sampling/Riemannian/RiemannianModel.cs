using HepBayes.Networks;
using static TorchSharp.torch;

namespace HepBayes.Sampling.Riemannian;

/// <summary>A density and its Hessian at one position, in float64 on the processor.</summary>
internal sealed class RiemannianModel : IDisposable
{
    // Of a central difference in float64: rounding and truncation are near 1e-10 for parameters of order 1.
    private const double RelativeStep = 1e-5;
    private readonly ILogDensity density;
    private readonly IRowDensity<double>? rows;
    private readonly HessianFunction? hessian;
    private readonly StateRows? one;

    /// <summary>Makes a model.</summary>
    /// <param name="density">The density; it stays the caller's.</param>
    /// <param name="hessian">Its Hessian; null for differences of the gradient.</param>
    public RiemannianModel(ILogDensity density, HessianFunction? hessian)
    {
        (this.density, this.hessian, rows) = (density, hessian, density as IRowDensity<double>);
        one = rows is null ? new StateRows(1, density) : null;
    }

    /// <summary>Length of the parameter vector.</summary>
    public int Parameters => density.Parameters;

    /// <summary>Whether several threads may evaluate at once.</summary>
    public bool IsConcurrent => rows is not null;

    /// <summary>The log density; writes its gradient.</summary>
    public double Evaluate(ReadOnlySpan<double> position, Span<double> gradient)
    {
        if (rows is not null)
            return rows.Evaluate(position, gradient);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        position.CopyTo(one!.Position.Row<double>(0));
        density.Evaluate(one.Position.All, one.LogDensity.All, one.Gradient.All);
        one.Gradient.Row<double>(0).CopyTo(gradient);
        return one.LogDensity.Row<double>(0)[0];
    }

    /// <summary>The Hessian of minus the log density.</summary>
    /// <param name="position">[parameters].</param>
    /// <param name="curvature">Receives it, [parameters, parameters], symmetric.</param>
    public void Curvature(ReadOnlySpan<double> position, double[] curvature)
    {
        if (hessian is not null)
        {
            hessian(position, curvature);
            foreach (ref var value in curvature.AsSpan())
                value = -value;
        }
        else
        {
            Differences(position, curvature);
        }

        Symmetrise(curvature);
    }

    /// <inheritdoc/>
    public void Dispose() => one?.Dispose();

    private void Differences(ReadOnlySpan<double> position, double[] curvature)
    {
        var (d, moved) = (Parameters, position.ToArray());
        var (up, down) = (new double[d], new double[d]);
        for (var i = 0; i < d; i++)
        {
            var step = RelativeStep * (1 + Math.Abs(position[i]));
            moved[i] = position[i] + step;
            Evaluate(moved, up);
            moved[i] = position[i] - step;
            Evaluate(moved, down);
            moved[i] = position[i];
            for (var j = 0; j < d; j++)
                curvature[(i * d) + j] = (down[j] - up[j]) / (2 * step);
        }
    }

    private void Symmetrise(double[] matrix)
    {
        for (var i = 0; i < Parameters; i++)
        {
            for (var j = 0; j < i; j++)
                matrix[(i * Parameters) + j] = matrix[(j * Parameters) + i] = 0.5 * (matrix[(i * Parameters) + j] + matrix[(j * Parameters) + i]);
        }
    }
}
