using HepBayes.Generative.Adversarial;

namespace HepBayes.Generative.Saving;

/// <summary>What a saved GAN is, without its parameters.</summary>
internal sealed record GanState(int Dimensions, int? Latent, int[] GeneratorHidden, int[] CriticHidden, MapState[] Variables, int Seed, GanHistory History)
{
    public static GanState Of(Gan gan, int seed, GanHistory history) => new(
        gan.Design.Dimensions, gan.Design.Latent, [.. gan.Design.GeneratorHidden], [.. gan.Design.CriticHidden], MapState.Of(gan.Variables), seed, history);

    /// <summary>The GAN before training.</summary>
    public Gan ToGan() => new(
        new GanDesign { Dimensions = Dimensions, Latent = Latent, GeneratorHidden = GeneratorHidden, CriticHidden = CriticHidden }, MapState.ToEventMap(Variables));
}
