using HepBayes.Data;

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

    /// <summary>Reads all rows of a table.</summary>
    /// <exception cref="ColumnNotFoundException">A parameter is missing.</exception>
    public static SoftParameters[] Of(Table points)
    {
        var columns = Pmssm.Parameters.Select(points.Values).ToArray();
        return [.. Enumerable.Range(0, points.Rows).Select(row =>
        {
            double At(int column) => columns[column][row];
            return new SoftParameters
            {
                Bino = At(0), Wino = At(1), Gluino = At(2), Higgsino = At(3), HeavyHiggs = At(4), TanBeta = At(5),
                TopTrilinear = At(6), BottomTrilinear = At(7), TauTrilinear = At(8),
                Light = new Sfermions(At(9), At(10), At(11), At(12), At(13)),
                Third = new Sfermions(At(14), At(15), At(16), At(17), At(18)),
            };
        })];
    }

    /// <summary>Soft masses of one generation: squark doublet, up and down singlet, slepton doublet and singlet.</summary>
    public readonly record struct Sfermions(double Squark, double Up, double Down, double Slepton, double Electron);
}
