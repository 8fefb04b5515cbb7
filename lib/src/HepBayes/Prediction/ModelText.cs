using HepBayes.Networks;

namespace HepBayes.Prediction;

/// <summary>Rebuilds priors and likelihoods from the names that files keep: the one place to extend for a new one.</summary>
internal static class ModelText
{
    private const string Hierarchical = "hierarchical ";
    private const string Noise = " noise";

    /// <exception cref="FormatException">The name is unknown or lacks a setting.</exception>
    public static Prior Prior(string text)
    {
        var term = new ModelTerm(text);
        Prior prior = term.Name switch
        {
            "horseshoe" => Networks.Prior.Horseshoe(term["global"], term["slab"], term["bias"], term.Has("fan-in")),
            _ when term.Name.EndsWith(RelevancePrior.Suffix, StringComparison.Ordinal) => Prior(term.Name[..^RelevancePrior.Suffix.Length]).WithRelevance(term.At(0)),
            _ when term.Name.StartsWith(Hierarchical, StringComparison.Ordinal) => new HierarchicalPrior(
                Family(term.Name[Hierarchical.Length..]), Scale(term.Text("scale")), Scale(term.Text("bias")), Scale(term.Text("slope")),
                term.Has("location 0") ? null : term["location"], term.Has("fan-in")),
            _ => Networks.Prior.Fixed(Family(term.Name), term["scale"], term["bias"], term["output"], term.Has("fan-in")),
        };
        return text == prior.Name ? prior : throw Other(text, prior.Name);
    }

    /// <exception cref="FormatException">The name is unknown or lacks a setting.</exception>
    public static Likelihood Likelihood(string text)
    {
        var term = new ModelTerm(text);
        var likelihood = term.Name switch
        {
            "bernoulli" => Networks.Likelihood.Bernoulli(),
            "categorical" => Networks.Likelihood.Categorical(),
            "poisson" => Networks.Likelihood.Poisson(),
            _ when term.Name.EndsWith(Noise, StringComparison.Ordinal) && term.Parts.Count > 0 => WithNoise(Family(term.Name[..^Noise.Length]), term),
            _ => throw new FormatException($"there is no built-in likelihood '{term.Name}'"),
        };
        return text == likelihood.Name ? likelihood : throw Other(text, likelihood.Name);
    }

    private static Likelihood WithNoise(LocationScaleFamily family, ModelTerm term)
    {
        if (term.Has("scale from the network"))
            return new HeteroscedasticLikelihood(family);
        if (!term.Parts[0].StartsWith("sampled scale", StringComparison.Ordinal))
            return new NoiseLikelihood(family, term["scale"]);
        return new NoiseLikelihood(family, [.. term.Parts.Skip(1).Select(Scale)], shared: term.Has("sampled scale"));
    }

    private static LocationScaleFamily Family(string text)
    {
        var term = new ModelTerm(text);
        return term.Name switch
        {
            "gaussian" => LocationScaleFamily.Gaussian,
            "cauchy" => LocationScaleFamily.Cauchy,
            "laplace" => LocationScaleFamily.Laplace,
            "student-t" => LocationScaleFamily.StudentT(term.At(0)),
            _ => throw new FormatException($"there is no built-in prior or noise '{text}'"),
        };
    }

    private static ScalePrior Scale(string text)
    {
        var term = new ModelTerm(text);
        return term.Name switch
        {
            "log-normal" => ScalePrior.LogNormal(term.At(0), term.At(1)),
            "normal" => ScalePrior.Normal(term.At(0), term.At(1)),
            "half-normal" => ScalePrior.HalfNormal(term.At(0)),
            "half-cauchy" => ScalePrior.HalfCauchy(term.At(0)),
            _ => throw new FormatException($"there is no built-in prior of a scale '{text}'"),
        };
    }

    // A setting that this version does not know must not be dropped in silence.
    private static FormatException Other(string text, string rebuilt) => new($"'{text}' has settings that are not understood (understood: '{rebuilt}')");
}
