namespace HepBayes.Physics;

/// <summary>How a toy study is made.</summary>
public sealed record ToyOptions
{
    /// <summary>The number of toys, at least 2.</summary>
    public int Toys { get; init; } = 500;

    /// <summary>Equal seeds give equal toys. Range: not negative.</summary>
    public int Seed { get; init; }

    /// <summary>The number of bins in which the goodness of fit is measured; binned fits keep their own.</summary>
    public int Bins { get; init; } = 50;

    /// <summary>Whether each toy gets asymmetric errors too: coverage is then that of the profile-likelihood intervals. Takes several times longer.</summary>
    public bool AsymmetricErrors { get; init; }

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Toys, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(Seed);
        ArgumentOutOfRangeException.ThrowIfLessThan(Bins, 1);
    }
}
