using MathNet.Numerics.LinearAlgebra;

namespace HepBayes.Physics;

/// <summary>
/// The neutralinos at tree level: masses with their signs and the composition of each, from the real symmetric mass matrix in the
/// basis bino, wino, higgsino d, higgsino u (S. P. Martin, hep-ph/9709356, equation 8.2.2), sorted by absolute mass.
/// </summary>
internal sealed class NeutralinoSector
{
    private NeutralinoSector(double[] masses, double[][] mixing) => (Masses, Mixing) = (masses, mixing);

    /// <summary>The four masses in GeV, the smallest absolute value first; the sign is that of the eigenvalue.</summary>
    public double[] Masses { get; }

    /// <summary>[neutralino][bino, wino, higgsino d, higgsino u], each of length 1.</summary>
    public double[][] Mixing { get; }

    public static NeutralinoSector Of(double bino, double wino, double higgsino, double tanBeta)
    {
        var vectors = Matrix(bino, wino, higgsino, tanBeta).Evd(Symmetricity.Symmetric);
        int[] order = [.. Enumerable.Range(0, 4).OrderBy(k => Math.Abs(vectors.EigenValues[k].Real))];
        return new NeutralinoSector(
            [.. order.Select(k => vectors.EigenValues[k].Real)],
            [.. order.Select(k => vectors.EigenVectors.Column(k).ToArray())]);
    }

    /// <summary>The mass (GeV, with sign) that the tree-level matrix gives to a state.</summary>
    public static double MassOf(IReadOnlyList<double> state, double bino, double wino, double higgsino, double tanBeta)
    {
        var vector = Vector<double>.Build.DenseOfEnumerable(state);
        return vector * Matrix(bino, wino, higgsino, tanBeta) * vector;
    }

    private static Matrix<double> Matrix(double bino, double wino, double higgsino, double tanBeta)
    {
        var (sine, cosine) = Math.SinCos(Math.Atan(tanBeta));
        var (x, y) = (TreeLevel.ZMass * Math.Sqrt(TreeLevel.WeakMixing), TreeLevel.ZMass * Math.Sqrt(1 - TreeLevel.WeakMixing));
        return Matrix<double>.Build.DenseOfArray(new[,]
        {
            { bino, 0, -cosine * x, sine * x },
            { 0, wino, cosine * y, -sine * y },
            { -cosine * x, cosine * y, 0, -higgsino },
            { sine * x, -sine * y, -higgsino, 0 },
        });
    }
}
