namespace HepBayes.Tests.Support;

/// <summary>
/// A density over (v, x_1, ..., x_n) in the coordinates v, z_i = x_i exp(-v / 2), with the Jacobian exp(n v / 2) of the
/// change of variables.
/// </summary>
internal sealed class NonCentredDensity(PointDensity centred) : PointDensity(centred.Parameters, centred.Device)
{
    public override double Evaluate(ReadOnlySpan<double> x, Span<double> gradient)
    {
        var scale = Math.Exp(0.5 * x[0]);
        Span<double> original = stackalloc double[x.Length];
        original[0] = x[0];
        for (var i = 1; i < x.Length; i++)
            original[i] = x[i] * scale;
        var logDensity = centred.Evaluate(original, gradient);
        var jacobian = 0.5 * (x.Length - 1);
        for (var i = 1; i < x.Length; i++)
        {
            gradient[0] += 0.5 * original[i] * gradient[i];
            gradient[i] *= scale;
        }

        gradient[0] += jacobian;
        return logDensity + (jacobian * x[0]);
    }
}
