using HepBayes.Data;
using HepBayes.Physics;
using MathNet.Numerics.LinearAlgebra;

namespace HepBayes.Tests.Physics;

public class TreeLevelTests
{
    [Theory]
    [InlineData(300, 500, 10)]
    [InlineData(-800, 200, 3)]
    [InlineData(150, -2000, 55)]
    [InlineData(82, 79, 1)]
    public void Charginos_are_singular_values(double wino, double higgsino, double tanBeta)
    {
        var beta = Math.Atan(tanBeta);
        var root = Math.Sqrt(2) * TreeLevel.WMass;
        var singular = Matrix<double>.Build.DenseOfRowArrays([wino, root * Math.Sin(beta)], [root * Math.Cos(beta), higgsino]).Svd().S;
        var (light, heavy) = TreeLevel.Charginos(wino, higgsino, tanBeta);
        Assert.Equal(singular[1], light, 1e-8);
        Assert.Equal(singular[0], heavy, 1e-8);
    }

    [Fact]
    public void Stops_are_eigenvalues()
    {
        // hep-ph/9709356, eqs. (8.49) to (8.51), written as a matrix.
        const double SineSquared = 0.2312;
        double[] at = [1500, 1000, 2500, -800, 12];
        var cosine = TreeLevel.CosineTwoBeta(at[4]) * TreeLevel.ZMass * TreeLevel.ZMass;
        var top = TreeLevel.TopMass;
        var matrix = Matrix<double>.Build.DenseOfRowArrays(
            [(at[0] * at[0]) + (top * top) + ((0.5 - (2.0 / 3 * SineSquared)) * cosine), top * (at[2] - (at[3] / at[4]))],
            [top * (at[2] - (at[3] / at[4])), (at[1] * at[1]) + (top * top) + (2.0 / 3 * SineSquared * cosine)]);
        var eigen = matrix.Evd(Symmetricity.Symmetric).EigenValues;
        var (light, heavy) = TreeLevel.StopsSquared(at[0], at[1], at[2], at[3], at[4]);
        Assert.Equal(1, light / eigen[0].Real, 1e-12);
        Assert.Equal(1, heavy / eigen[1].Real, 1e-12);
        Assert.True(TreeLevel.StopsSquared(300, 300, 7000, 0, 10).Light < 0);
    }

    [Fact]
    public void SoftSusy_is_near_tree_level()
    {
        var points = Datasets.Pmssm().Where(r => r[Pmssm.Valid] == 1).Head(20_000);
        var names = new[] { "M2", "mu", "tanb", "mQ3", "mtR", "At", "Ab", "Atau", "mbR", "mL3", "mtauR" };
        var c = names.ToDictionary(n => n, n => points[n]);
        (string Mass, Func<int, double> Tree)[] cases =
        [
            ("m_chip_1", i => TreeLevel.Charginos(c["M2"][i], c["mu"][i], c["tanb"][i]).Light),
            ("m_chip_2", i => TreeLevel.Charginos(c["M2"][i], c["mu"][i], c["tanb"][i]).Heavy),
            ("m_t_2", i => Math.Sqrt(TreeLevel.StopsSquared(c["mQ3"][i], c["mtR"][i], c["At"][i], c["mu"][i], c["tanb"][i]).Heavy)),
            ("m_b_2", i => Math.Sqrt(TreeLevel.SbottomsSquared(c["mQ3"][i], c["mbR"][i], c["Ab"][i], c["mu"][i], c["tanb"][i]).Heavy)),
            ("m_stau_2", i => Math.Sqrt(TreeLevel.StausSquared(c["mL3"][i], c["mtauR"][i], c["Atau"][i], c["mu"][i], c["tanb"][i]).Heavy)),
        ];
        foreach (var (mass, tree) in cases)
        {
            var pole = points[mass];
            double[] ratios = [.. pole.Select((m, i) => Math.Abs((tree(i) / m) - 1)).Order()];
            Assert.True(ratios[ratios.Length / 2] < 0.05, $"{mass}: the median difference from tree level is {ratios[ratios.Length / 2]:P1}.");
        }
    }
}
