using HepBayes.Networks;

namespace HepBayes.Generative.Exploration;

/// <summary>The networks that the surrogates are made of.</summary>
internal static class Models
{
    /// <summary>A network that gives the log odds of a yes.</summary>
    public static BayesianNetwork Classifier(int inputs, SurrogateOptions options) =>
        new(Mlp.Of(inputs, [.. options.Hidden], 1, Activation.Silu), Prior.Gaussian(scale: 1, outputScale: 6), Likelihood.Bernoulli());

    /// <summary>A network that gives a value and the logarithm of its noise, Student's t with four degrees of freedom.</summary>
    public static BayesianNetwork Regression(int inputs, SurrogateOptions options) =>
        new(Mlp.Of(inputs, [.. options.Hidden], 2, Activation.Silu), Prior.Gaussian(scale: 1, outputScale: 4), Likelihood.StudentTHeteroscedastic(4));

    /// <summary>The probability of a yes.</summary>
    public static double Probability(ReadOnlySpan<float> outputs) => 1 / (1 + Math.Exp(-outputs[0]));

    /// <summary>Distribution function of Student's t with four degrees of freedom: 1/2 + 3/4 sign(t) sqrt(u) (1 - u/3), u = t^2 / (4 + t^2).</summary>
    public static double StudentBelow(double t)
    {
        if (double.IsInfinity(t))
            return t > 0 ? 1 : 0;
        var u = t * t / (4 + (t * t));
        return 0.5 + (Math.Sign(t) * 0.75 * Math.Sqrt(u) * (1 - (u / 3)));
    }
}
