using static TorchSharp.torch;

namespace HepBayes.Tests.Support;

/// <summary>
/// Eight schools, not centred, as in <c>TestData/golden/eight-schools.stan</c>. Parameters mu, log tau, z_1, ..., z_8, with
/// the Jacobian d(tau)/d(log tau) = tau.
/// </summary>
internal sealed class EightSchoolsDensity(Device? device = null) : PointDensity(10, device)
{
    public static readonly double[] Effects = [28, 8, -3, 7, -1, 1, 18, 12];
    public static readonly double[] Errors = [15, 10, 16, 11, 9, 11, 10, 18];

    /// <summary>The log likelihood with its constants.</summary>
    public static double LogLikelihood(ReadOnlySpan<double> x)
    {
        var sum = 0.0;
        for (var i = 0; i < 8; i++)
        {
            var z = (Effects[i] - Theta(x, i)) / Errors[i];
            sum -= (0.5 * z * z) + Math.Log(Errors[i]) + (0.5 * Math.Log(2 * Math.PI));
        }

        return sum;
    }

    /// <summary>The effect of one school.</summary>
    public static double Theta(ReadOnlySpan<double> x, int school) => x[0] + (Math.Exp(x[1]) * x[2 + school]);

    public override double Evaluate(ReadOnlySpan<double> x, Span<double> gradient)
    {
        var (mu, tau) = (x[0], Math.Exp(x[1]));
        var ratio = tau * tau / 25;
        var logDensity = (-0.5 * mu * mu / 25) - Math.Log(1 + ratio) + x[1];
        gradient[0] = -mu / 25;
        gradient[1] = 1 - (2 * ratio / (1 + ratio));
        for (var i = 0; i < 8; i++)
        {
            var z = x[2 + i];
            var residual = (Effects[i] - mu - (tau * z)) / Errors[i];
            var pull = residual / Errors[i];
            logDensity -= 0.5 * ((z * z) + (residual * residual));
            gradient[0] += pull;
            gradient[1] += pull * tau * z;
            gradient[2 + i] = (pull * tau) - z;
        }

        return logDensity;
    }
}
