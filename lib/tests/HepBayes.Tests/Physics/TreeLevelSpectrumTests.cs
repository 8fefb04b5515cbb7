using HepBayes.Data;
using HepBayes.Physics;

namespace HepBayes.Tests.Physics;

public class TreeLevelSpectrumTests
{
    private static readonly Table Points = Datasets.Pmssm().Head(6_000).Where(row => row[Pmssm.Valid] == 1 && row.Text(Pmssm.Problem).Length == 0);
    private static readonly Table Spectrum = SpectrumInputs.Add(Points);

    [Theory]
    [InlineData(300, 500, -800, 10)]
    [InlineData(-100, 2000, 150, 3)]
    [InlineData(1000, -1000, 1000, 55)]
    public void Neutralinos_keep_trace_and_determinant(double bino, double wino, double higgsino, double tanBeta)
    {
        var (masses, mixing) = TreeLevelSpectrum.Neutralinos(bino, wino, higgsino, tanBeta);
        Assert.Equal(masses.OrderBy(Math.Abs), masses);
        Assert.Equal(bino + wino, masses.Sum(), 1e-8);
        // det = -mu^2 M1 M2 + mu sin 2 beta m_Z^2 (M1 cos^2 + M2 sin^2 of the weak angle).
        const double SineSquared = 0.2312;
        var z = TreeLevel.ZMass * TreeLevel.ZMass;
        var expected = (-higgsino * higgsino * bino * wino) + (higgsino * TreeLevel.SineTwoBeta(tanBeta) * z * ((bino * (1 - SineSquared)) + (wino * SineSquared)));
        Assert.Equal(1, masses.Aggregate(1.0, (a, b) => a * b) / expected, 1e-9);
        Assert.All(mixing, row => Assert.Equal(1, row.Sum(n => n * n), 1e-12));
        Assert.Equal(bino, masses.Zip(mixing, (m, n) => m * n[0] * n[0]).Sum(), 1e-8);
    }

    [Fact]
    public void Every_mass_is_near_that_of_the_spectrum_calculator()
    {
        foreach (var mass in Pmssm.Masses)
        {
            var (full, tree) = (Spectrum[mass], Spectrum[TreeLevelSpectrum.ColumnOf(mass)]);
            var ratios = full.Zip(tree, (m, t) => Math.Abs(m / t)).Order().ToArray();
            Assert.InRange(ratios[ratios.Length / 2], 0.9, 1.1);
            Assert.True(full.Zip(tree, (m, t) => m * t > 0).Count(same => same) > 0.95 * full.Length, mass);
        }

        Assert.Equal(Points["MA"], Spectrum["tree_A0"]);
        Assert.All(TreeLevelSpectrum.SecondGeneration, pair => Assert.Equal(Points[pair.Value], Points[pair.Key]));
        Assert.All(TreeLevelSpectrum.SecondGeneration, pair => Assert.Equal(Spectrum[TreeLevelSpectrum.ColumnOf(pair.Value)], Spectrum[TreeLevelSpectrum.ColumnOf(pair.Key)]));
    }

    [Fact]
    public void Corrections_lead_back_to_the_size_of_the_mass()
    {
        foreach (var (mass, value, tree) in new[] { ("m_u_R", 12.5, 400.0), ("m_u_R", 900, 50), ("m_chi_1", -30, 25), ("m_h0", 125, 91), ("m_stau_2", 3000, 2990) })
            Assert.Equal(Math.Abs(value), TreeLevelSpectrum.Size(mass, TreeLevelSpectrum.Correction(mass, value, tree), tree), 1e-9);
        Assert.Equal(0, TreeLevelSpectrum.Size("m_u_R", -1e6, 300));
        Assert.Equal(0, TreeLevelSpectrum.Size("m_chi_1", -1e6, 300));
        Assert.Throws<ColumnNotFoundException>(() => TreeLevelSpectrum.Correction("m_x", 1, 1));
    }

    [Fact]
    public void Inputs_are_finite_and_follow_their_formulas()
    {
        Assert.Equal(SpectrumInputs.Columns.Count, SpectrumInputs.Columns.Distinct().Count());
        Assert.All(SpectrumInputs.Columns, name => Assert.All(Spectrum[name], value => Assert.True(float.IsFinite(value), name)));
        double Of(string name) => Points[name][5];
        Assert.Equal(Math.Log(Math.Abs(Of("M1")) + 50), Spectrum["ln_M1"][5], 1e-5);
        Assert.Equal(Of("mtR") * Of("mtR") / 1e6, Spectrum["square_mtR"][5], 1e-5);
        Assert.Equal((Of("At") - (Of("mu") / Of("tanb"))) / Math.Sqrt(Of("mQ3") * Of("mtR")), Spectrum["mixing_stop"][5], 1e-5);
        Assert.Throws<ColumnNotFoundException>(() => SpectrumInputs.Add(Points.Head(3).Without("At")));
    }
}
