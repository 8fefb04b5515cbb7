namespace HepBayes.Generative.Saving;

/// <summary>A <see cref="Coupling"/> as saved in files.</summary>
/// <param name="Kind">"affine" or "spline".</param>
/// <param name="Bins">Pieces of a spline.</param>
/// <param name="Scale">The bound of a spline or the clamp of an affine coupling.</param>
internal sealed record CouplingState(string Kind, int Bins, double Scale)
{
    public static CouplingState Of(Coupling coupling) => coupling switch
    {
        Coupling.AffineCoupling affine => new("affine", 0, affine.Clamp),
        Coupling.SplineCoupling spline => new("spline", spline.Bins, spline.Bound),
        _ => throw new NotSupportedException($"There is no saved form of {coupling}."),
    };

    public Coupling ToCoupling() => Kind switch
    {
        "affine" => Coupling.Affine(Scale),
        "spline" => Coupling.Spline(Bins, Scale),
        _ => throw new ArgumentException($"There is no coupling of the kind '{Kind}'."),
    };
}
