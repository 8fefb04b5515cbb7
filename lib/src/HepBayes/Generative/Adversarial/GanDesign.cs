using HepBayes.Generative.Engine;
using HepBayes.Networks;

namespace HepBayes.Generative.Adversarial;

/// <summary>
/// The networks of a GAN: a generator from standard normal latent variables to the mapped variables of an event, and a critic from
/// those to the logit of "true". Both are dense, with leaky rectified units of slope 0.2.
/// </summary>
public sealed record GanDesign
{
    /// <summary>Variables of an event, at least 1.</summary>
    public required int Dimensions { get; init; }

    /// <summary>Latent variables, at least 1; null for as many as the event has.</summary>
    public int? Latent { get; init; }

    /// <summary>Hidden widths of the generator.</summary>
    public IReadOnlyList<int> GeneratorHidden { get; init; } = [64, 64, 64];

    /// <summary>Hidden widths of the critic.</summary>
    public IReadOnlyList<int> CriticHidden { get; init; } = [64, 64, 64];

    internal int LatentVariables => Latent ?? Dimensions;

    internal Mlp GeneratorShape => DenseNetwork<float>.ShapeOf(LatentVariables, GeneratorHidden, Dimensions);

    internal Mlp CriticShape => DenseNetwork<float>.ShapeOf(Dimensions, CriticHidden, 1);

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Dimensions, 1, nameof(Dimensions));
        ArgumentOutOfRangeException.ThrowIfLessThan(LatentVariables, 1, nameof(Latent));
        ArgumentNullException.ThrowIfNull(GeneratorHidden, nameof(GeneratorHidden));
        ArgumentNullException.ThrowIfNull(CriticHidden, nameof(CriticHidden));
    }
}
