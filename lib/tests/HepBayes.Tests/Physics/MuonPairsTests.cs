using HepBayes.Data;
using HepBayes.Physics;
using HepBayes.Runtime;
using HepBayes.Tests.Data;

namespace HepBayes.Tests.Physics;

public class MuonPairsTests
{
    // The headers of published tables, and two made-up rows each: a pair of opposite and one of equal charges.
    [Theory]
    [InlineData("Run,Event,E1,px1,py1,pz1,pt1,eta1,phi1,Q1,E2,px2,py2,pz2,pt2,eta2,phi2,Q2,M", "1,1,5,3,4,0,5,0,0.927,1,5,-3,-4,0,5,0,-2.214,-1,10", "1,2,5,3,4,0,5,0,0.927,1,5,-3,-4,0,5,0,-2.214,1,10")]
    [InlineData("Run,Event,E1,px1 ,py1,pz1,pt1,eta1,phi1,Q1,E2,px2,py2,pz2,pt2,eta2,phi2,Q2,M", "1,1,5,3,4,0,5,0,0.927,1,5,-3,-4,0,5,0,-2.214,-1,10", "1,2,5,3,4,0,5,0,0.927,1,5,-3,-4,0,5,0,-2.214,1,")]
    [InlineData("Run,Event,Type1,E1,px1,py1,pz1,pt1,eta1,phi1,Q1,Type2,E2,px2,py2,pz2,pt2,eta2,phi2,Q2,M", "1,1,G,5,3,4,0,5,0,0.927,1,T,5,-3,-4,0,5,0,-2.214,-1,10", "1,2,G,5,3,4,0,5,0,0.927,1,G,5,-3,-4,0,5,0,-2.214,1,10")]
    [InlineData("Run,Event,pt1,eta1,phi1,Q1,dxy1,iso1,pt2,eta2,phi2,Q2,dxy2,iso2", "1,1,5,0,0.927295,1,0,0,5,0,-2.214297,-1,0,0", "1,2,5,0,0.927,1,0,0,5,0,-2.214,1,0,0")]
    [InlineData("run,event,PT_1,ETA_1,PHI_1,charge_1,PT_2,ETA_2,PHI_2,charge_2", "1,1,5,0,0.927295,1,5,0,-2.214297,-1", "1,2,5,0,0.927,1,5,0,-2.214,1")]
    public void Published_layouts_are_read_unchanged(string header, string opposite, string equal)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "pairs.csv");
        File.WriteAllText(path, $"{header}\n{opposite}\n{equal}\n");
        var pairs = MuonPairs.Read(path);
        Assert.Equal(2, pairs.Count);
        Assert.Equal(10, pairs.OppositeCharge().Masses.Single(), 0.01);
        Assert.Equal(1, pairs.EqualCharge().Count);
        Assert.Empty(pairs.Between(11, 12).Masses);
        Assert.Contains("2 muon pairs (1 of opposite charge", pairs.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_column_names_list_the_nearest()
    {
        var table = Table.FromColumns(("pt1", [1f]), ("eta1", [0f]), ("phii1", [0f]), ("Q1", [1f]), ("pt2", [1f]), ("eta2", [0f]), ("phi2", [0f]), ("Q2", [-1f]));
        var error = Assert.Throws<ColumnNotFoundException>(() => MuonPairs.Of(table));
        Assert.Contains("no column 'phi1'", error.Message, StringComparison.Ordinal);
        Assert.Contains("phii1", error.Nearest);
        Assert.Contains("no column 'Q2'", Assert.Throws<ColumnNotFoundException>(() => MuonPairs.Of(table.Without("Q2"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pairs_without_a_mass_are_counted_and_left_out()
    {
        var pairs = MuonPairs.Of(Table.FromColumns(("Q1", [1f, 1, 1]), ("Q2", [-1f, -1, -1]), ("M", [3.1f, float.NaN, -1])));
        Assert.Equal(2, pairs.Unphysical);
        Assert.Equal(1, pairs.Between(0, 100).Count);
        Assert.Contains("2 without a mass", pairs.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_bundled_pairs_have_the_documented_charges()
    {
        var pairs = MuonPairs.Of(Datasets.Dimuon());
        Assert.Equal((60_000, 0), (pairs.Count, pairs.Unphysical));
        Assert.Equal(53_061, pairs.OppositeCharge().Count);
        Assert.Equal(60_000 - 53_061, pairs.EqualCharge().Count);
    }

    [Fact]
    public void A_missing_file_is_said() => Assert.Throws<UserErrorException>(() => MuonPairs.Read("no-such-file.csv"));
}
