namespace HepBayes.Notebooks;

/// <summary>How a heatmap turns numbers into colours.</summary>
public enum ColourScale
{
    /// <summary>From dark to bright, for quantities with a natural order (Viridis).</summary>
    Sequential,

    /// <summary>Blue and red on the two sides of a centre drawn white, for differences.</summary>
    Diverging,
}
