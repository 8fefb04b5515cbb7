namespace HepBayes.Generative.Refinement;

/// <summary>A generator that maps standard normal latent variables to events by a function with a gradient: flows, GANs, or one of your own.</summary>
public interface ILatentGenerator
{
    /// <summary>Variables of an event.</summary>
    int Dimensions { get; }

    /// <summary>Latent variables of an event.</summary>
    int LatentDimensions { get; }

    /// <summary>The events of latent variables.</summary>
    /// <param name="latent">[events, latent variables].</param>
    EventSample Generate(EventSample latent);

    /// <summary>A score at the event of latent variables, and its gradient with respect to these. Called from several threads at once.</summary>
    /// <param name="latent">[latent variables].</param>
    /// <param name="score">The score of an event.</param>
    /// <param name="gradient">Receives the gradient, [latent variables].</param>
    double ScoreAt(ReadOnlySpan<double> latent, EventScore score, Span<double> gradient);
}
