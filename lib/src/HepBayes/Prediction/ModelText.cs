using HepBayes.Networks;

namespace HepBayes.Prediction;

/// <summary>Rebuilds priors and likelihoods from the names that files keep: the one place to extend for a new one.</summary>
internal static class ModelText
{
    /// <exception cref="FormatException">The name is unknown or lacks a setting.</exception>
    public static Prior Prior(string text)
    {
        var term = new ModelTerm(text);
        var prior = term.Name switch
        {
            "gaussian" => Networks.Prior.Gaussian(term["scale"], term["bias"], term["output"], term.Has("fan-in")),
            _ => throw new FormatException($"there is no built-in prior '{term.Name}'"),
        };
        return Same(text, prior.Name) ? prior : throw Other(text, prior.Name);
    }

    /// <exception cref="FormatException">The name is unknown or lacks a setting.</exception>
    public static Likelihood Likelihood(string text)
    {
        var term = new ModelTerm(text);
        var likelihood = term.Name switch
        {
            "bernoulli" => Networks.Likelihood.Bernoulli(),
            "gaussian" when term.Has("spread") => Networks.Likelihood.GaussianWithSampledNoise(term["median"], term["spread"]),
            "gaussian" => Networks.Likelihood.Gaussian(term["sd"]),
            _ => throw new FormatException($"there is no built-in likelihood '{term.Name}'"),
        };
        return Same(text, likelihood.Name) ? likelihood : throw Other(text, likelihood.Name);
    }

    // A setting that this version does not know must not be dropped in silence.
    private static bool Same(string text, string rebuilt) => text == rebuilt;

    private static FormatException Other(string text, string rebuilt) => new($"'{text}' has settings that are not understood (understood: '{rebuilt}')");
}
