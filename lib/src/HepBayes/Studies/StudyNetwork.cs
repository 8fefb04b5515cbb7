using HepBayes.Networks;
using HepBayes.Prediction;

namespace HepBayes.Studies;

/// <summary>The model of a study. Prior and likelihood are written as <see cref="Networks.Prior.Name"/> and <see cref="Networks.Likelihood.Name"/> give them.</summary>
public sealed record StudyNetwork
{
    /// <summary>Hidden widths, from the input on.</summary>
    public required IReadOnlyList<int> Hidden { get; init; }

    /// <summary>Activation of the hidden layers, for example <c>tanh</c> (<see cref="Networks.Activation.Parse"/>).</summary>
    public required string Activation { get; init; }

    /// <summary>Outputs; null for one a target (two with a scale from the network).</summary>
    public int? Outputs { get; init; }

    /// <summary>The prior, for example <c>gaussian(scale 1, bias 1, output 6, fan-in)</c>.</summary>
    public required string Prior { get; init; }

    /// <summary>The likelihood, for example <c>bernoulli</c> or <c>gaussian noise(scale 0.3)</c>.</summary>
    public required string Likelihood { get; init; }

    internal static StudyNetwork Read(StudyNode node)
    {
        var section = new StudySection(node, "'network'", "hidden", "activation", "outputs", "prior", "likelihood");
        var network = new StudyNetwork
        {
            Hidden = section.Wholes("hidden", 1),
            Activation = section.Text("activation"),
            Outputs = section.OptionalWhole("outputs", 1),
            Prior = section.Text("prior"),
            Likelihood = section.Text("likelihood"),
        };
        section.Placed("activation", () => Networks.Activation.Parse(network.Activation));
        section.Placed("prior", () => ModelText.Prior(network.Prior));
        section.Placed("likelihood", () => ModelText.Likelihood(network.Likelihood));
        return network;
    }

    /// <exception cref="ArgumentException">The number of targets does not fit outputs and likelihood.</exception>
    internal BayesianNetwork Build(int inputs, int targets)
    {
        var likelihood = ModelText.Likelihood(Likelihood);
        var outputs = Outputs ?? (likelihood is HeteroscedasticLikelihood ? 2 * targets : targets);
        var wanted = likelihood.TargetColumns(outputs);
        return wanted == targets
            ? new BayesianNetwork(Mlp.Of(inputs, Hidden, outputs, Networks.Activation.Parse(Activation)), ModelText.Prior(Prior), likelihood)
            : throw new ArgumentException($"{outputs} outputs with the likelihood '{Likelihood}' take {wanted} targets; the study has {targets}.");
    }
}
