using HepBayes.Networks;

namespace HepBayes.Baselines;

/// <summary>Independent normal priors of some parameters: their means and precisions, given the values of the others.</summary>
internal sealed record NormalPrior(double[] Mean, double[] Precision)
{
    private const double Tolerance = 1e-6;

    /// <summary>The logarithm of the density.</summary>
    public double LogDensity(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        for (var i = 0; i < values.Length; i++)
            sum += 0.5 * (Math.Log(Precision[i] / (2 * Math.PI)) - (Precision[i] * Square(values[i] - Mean[i])));
        return sum;
    }

    /// <summary>
    /// Finds the normal prior of the first parameters. The gradient of a normal log density is a straight line, so it is read
    /// off at three places; a density whose gradient is no falling line has none.
    /// </summary>
    /// <param name="prior">The prior of the whole vector.</param>
    /// <param name="position">Where the other parameters are held, [parameters].</param>
    /// <param name="count">How many parameters, counted from the first, vary.</param>
    /// <returns>Null if the density of these parameters is not normal.</returns>
    public static NormalPrior? TryOf(JointPrior prior, double[] position, int count)
    {
        var gradients = new[] { 0.0, 1.0, 3.0 }.Select(shift => Gradient(prior, position, count, shift)).ToArray();
        var (mean, precision) = (new double[count], new double[count]);
        for (var i = 0; i < count; i++)
        {
            precision[i] = gradients[0][i] - gradients[1][i];
            var further = (gradients[1][i] - gradients[2][i]) / 2;
            if (!(precision[i] > 0) || !(Math.Abs(further - precision[i]) <= Tolerance * precision[i]))
                return null;
            mean[i] = position[i] + (gradients[0][i] / precision[i]);
        }

        return new NormalPrior(mean, precision);
    }

    /// <summary>The part of the parameters from <paramref name="first"/> on.</summary>
    public NormalPrior From(int first) => new(Mean[first..], Precision[first..]);

    private static double[] Gradient(JointPrior prior, double[] position, int count, double shift)
    {
        var (moved, gradient) = ((double[])position.Clone(), new double[position.Length]);
        for (var i = 0; i < count; i++)
            moved[i] += shift;
        prior.Evaluate<double>(moved, gradient);
        return gradient;
    }

    private static double Square(double x) => x * x;
}
