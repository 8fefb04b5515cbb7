namespace HepBayes.Generative.Engine;

/// <summary>
/// Shortens a gradient that is longer than twice the running mean of its length. A few events far from where the flow expects them
/// have gradients that outweigh all others, and Adam would remember their squares for a thousand steps.
/// </summary>
internal sealed class GradientLimit
{
    private const double Decay = 0.98;
    private const double Limit = 2;
    private double sum;
    private double weight;

    public void Apply(Span<float> gradient)
    {
        var squares = 0.0;
        foreach (double value in gradient)
            squares += value * value;
        var length = Math.Sqrt(squares);
        var most = weight > 0 ? Limit * sum / weight : length;
        if (length > most)
        {
            foreach (ref var value in gradient)
                value = (float)(value * most / length);
        }

        (sum, weight) = ((Decay * sum) + Math.Min(length, most), (Decay * weight) + 1);
    }
}
