using HepBayes.Data;
using HepBayes.Physics;

namespace HepBayes.Tests.Physics;

public class FourVectorTests
{
    [Fact]
    public void Components_and_angles_agree()
    {
        var p = FourVector.FromPtEtaPhiMass(5, 1.2, -2.5, 0.1);
        Assert.Equal(5, p.Pt, 1e-12);
        Assert.Equal(1.2, p.Eta, 1e-12);
        Assert.Equal(-2.5, p.Phi, 1e-12);
        Assert.Equal(0.1, p.Mass, 1e-10);
        Assert.Equal(5 * Math.Cosh(1.2), p.P, 1e-12);
        Assert.True(p.Rapidity < p.Eta);
    }

    [Fact]
    public void Two_back_to_back_massless_particles_have_the_mass_of_their_energy()
    {
        var sum = new FourVector(45, 45, 0, 0) + new FourVector(45, -45, 0, 0);
        Assert.Equal(90, sum.Mass, 1e-12);
        Assert.Equal(new FourVector(90, 0, 0, 0), sum);
    }

    [Fact]
    public void Rounding_makes_no_negative_masses_but_wrong_energies_do()
    {
        Assert.Equal(0, new FourVector(5, 3, 4, 0).Mass);
        Assert.Equal(0, new FourVector(Math.BitDecrement(5.0), 3, 4, 0).Mass);
        Assert.True(double.IsNaN(new FourVector(4.9, 3, 4, 0).Mass));
        Assert.True(new FourVector(4.9, 3, 4, 0).MassSquared < 0);
    }

    [Theory]
    [InlineData(3.0, 1.1, 0.2, 4.0, 0.7, -0.4)]
    [InlineData(500, 2.0, 0.2, 400, 2.0001, 0.2001)]
    [InlineData(30, 0.1, 0, 35, -0.2, 3.1)]
    public void Pair_masses_agree_with_sums_of_four_vectors(double pt1, double eta1, double phi1, double pt2, double eta2, double phi2)
    {
        var (a, b) = (FourVector.FromPtEtaPhiMass(pt1, eta1, phi1, Resonance.MuonMass), FourVector.FromPtEtaPhiMass(pt2, eta2, phi2, Resonance.MuonMass));
        var mass = FourVector.PairMass(a, b, Resonance.MuonMass, Resonance.MuonMass);
        Assert.Equal((a + b).Mass, mass, 1e-6 * mass);
        Assert.True(mass >= 2 * Resonance.MuonMass);
    }

    [Fact]
    public void Two_equal_muons_have_twice_their_mass_exactly()
    {
        var muon = FourVector.FromPtEtaPhiMass(800, 2.3, 1, Resonance.MuonMass);
        Assert.Equal(2 * Resonance.MuonMass, FourVector.PairMass(muon, muon, Resonance.MuonMass, Resonance.MuonMass), 1e-12);
    }

    [Fact]
    public void Masses_of_the_bundled_pairs_come_back_from_their_momenta()
    {
        var table = Datasets.DimuonSample();
        var masses = MuonPairs.Of(table).Masses;
        var fromAngles = MuonPairs.Of(table.Without("M")).Masses;
        var fromMomenta = MuonPairs.Of(table.Without("M", "pt1", "pt2")).Masses;
        for (var row = 0; row < masses.Length; row++)
        {
            Assert.Equal(masses[row], fromAngles[row], 0.05);
            Assert.Equal(masses[row], fromMomenta[row], 0.05);
        }
    }

    [Fact]
    public void World_averages_are_in_order()
    {
        Assert.Equal(Resonance.Dimuon.OrderBy(r => r.Mass), Resonance.Dimuon);
        Assert.All(Resonance.Dimuon, r => Assert.True(r.MassError < 1e-4 * r.Mass && r.WidthError < 0.1 * r.Width));
    }

    [Fact]
    public void Spectra_lose_no_event()
    {
        var spectrum = MassSpectrum.Of((double[])[2, 3.1, 91, 120, 1, 130, double.NaN], bins: 10);
        Assert.Equal((4.0, 3), (spectrum.Counts.Sum(), spectrum.Outside));
        Assert.Equal(spectrum.Edges[1] / spectrum.Edges[0], spectrum.Edges[10] / spectrum.Edges[9], 1e-9);
        Assert.Equal(spectrum.Counts[0] / (spectrum.Edges[1] - 2), spectrum.Density[0]);
        Assert.Throws<ArgumentException>(() => MassSpectrum.Of((double[])[1], low: 0));
    }
}
