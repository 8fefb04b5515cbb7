namespace HepBayes.Physics;

/// <summary>The 19 parameters of one pMSSM point, masses and trilinear couplings in GeV.</summary>
internal readonly record struct SoftParameters
{
    public required double Bino { get; init; }

    public required double Wino { get; init; }

    public required double Gluino { get; init; }

    public required double Higgsino { get; init; }

    public required double HeavyHiggs { get; init; }

    public required double TanBeta { get; init; }

    public required double TopTrilinear { get; init; }

    public required double BottomTrilinear { get; init; }

    public required double TauTrilinear { get; init; }

    /// <summary>First and second generation.</summary>
    public required Sfermions Light { get; init; }

    /// <summary>Third generation.</summary>
    public required Sfermions Third { get; init; }

    /// <summary>Soft masses of one generation: squark doublet, up and down singlet, slepton doublet and singlet.</summary>
    public readonly record struct Sfermions(double Squark, double Up, double Down, double Slepton, double Electron);
}
