namespace HepBayes.Physics;

/// <summary>A resonance that decays to two muons, with the world averages of the Particle Data Group (S. Navas et al., Phys. Rev. D 110 (2024) 030001).</summary>
/// <param name="Name">The name.</param>
/// <param name="Mass">The mass in GeV.</param>
/// <param name="MassError">Its error in GeV.</param>
/// <param name="Width">The natural full width in GeV.</param>
/// <param name="WidthError">Its error in GeV.</param>
public sealed record Resonance(string Name, double Mass, double MassError, double Width, double WidthError)
{
    /// <summary>The mass of the muon in GeV.</summary>
    public const double MuonMass = 0.1056583755;

    /// <summary>The J/psi(1S).</summary>
    public static Resonance JPsi { get; } = new("J/ψ", 3.096900, 0.000006, 92.6e-6, 1.7e-6);

    /// <summary>The psi(2S).</summary>
    public static Resonance Psi2S { get; } = new("ψ(2S)", 3.686097, 0.000011, 293e-6, 9e-6);

    /// <summary>The Upsilon(1S).</summary>
    public static Resonance Upsilon1S { get; } = new("Υ(1S)", 9.46040, 0.00010, 54.02e-6, 1.25e-6);

    /// <summary>The Upsilon(2S).</summary>
    public static Resonance Upsilon2S { get; } = new("Υ(2S)", 10.0234, 0.0005, 31.98e-6, 2.63e-6);

    /// <summary>The Upsilon(3S).</summary>
    public static Resonance Upsilon3S { get; } = new("Υ(3S)", 10.3551, 0.0005, 20.32e-6, 1.85e-6);

    /// <summary>The Z boson. Its mass belongs to a width that rises with the squared mass (see <see cref="Shape.RelativisticBreitWigner"/>).</summary>
    public static Resonance Z { get; } = new("Z", 91.1880, 0.0020, 2.4955, 0.0023);

    /// <summary>All of these, by rising mass.</summary>
    public static IReadOnlyList<Resonance> Dimuon { get; } = [JPsi, Psi2S, Upsilon1S, Upsilon2S, Upsilon3S, Z];
}
