namespace HepBayes.Tests.Support;

/// <summary>
/// A network with one hidden layer of tanh units and one output, written down in float64 without the library's engines;
/// parameters in the order of the library, the logarithm of the noise last.
/// </summary>
internal static class SmallNetworkFormula
{
    public static double Output(ReadOnlySpan<double> p, ReadOnlySpan<double> x, int hidden)
    {
        var (inputs, biases) = (x.Length, x.Length * hidden);
        var sum = p[biases + (2 * hidden)];
        for (var h = 0; h < hidden; h++)
        {
            var z = p[biases + h];
            for (var i = 0; i < inputs; i++)
                z += x[i] * p[(i * hidden) + h];
            sum += p[biases + hidden + h] * Math.Tanh(z);
        }

        return sum;
    }

    /// <summary>Log likelihood of normal noise with its constants.</summary>
    public static double LogLikelihood(ReadOnlySpan<double> p, float[] x, float[] y, int hidden)
    {
        var inputs = x.Length / y.Length;
        Span<double> point = stackalloc double[inputs];
        var logSd = p[^1];
        var sum = 0.0;
        for (var row = 0; row < y.Length; row++)
        {
            for (var i = 0; i < inputs; i++)
                point[i] = x[(row * inputs) + i];
            var z = (y[row] - Output(p, point, hidden)) * Math.Exp(-logSd);
            sum -= (0.5 * z * z) + logSd + (0.5 * Math.Log(2 * Math.PI));
        }

        return sum;
    }
}
