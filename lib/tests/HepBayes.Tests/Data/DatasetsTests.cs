using System.Globalization;
using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Tests.Data;

public class DatasetsTests
{
    [Fact]
    public void The_pMSSM_points_have_the_documented_shape()
    {
        var table = Datasets.Pmssm();
        Assert.Equal(150_000, table.Rows);
        Assert.Equal(62, table.Columns.Count);
        Assert.Equal([Pmssm.Problem, Pmssm.LightestSuperpartner], table.TextColumns);
        Assert.Equal(Pmssm.Parameters, table.Columns.Skip(1).Take(19));
        Assert.Equal(Pmssm.Masses, table.Columns.Where(column => column.StartsWith("m_", StringComparison.Ordinal)));
        Assert.Equal("data/pmssm/pmssm.parquet", table.Source);
        Assert.Equal(96_976, table[Pmssm.Valid].Count(valid => valid == 1));
        var clean = table.Where(row => row[Pmssm.Valid] == 1 && row.Text(Pmssm.Problem).Length == 0);
        Assert.Equal(87_066, clean.Rows);
        Assert.All(clean.Matrix([.. Pmssm.Masses, .. Pmssm.Mixing, Pmssm.CrossSection]), value => Assert.True(float.IsFinite(value)));
        foreach (var parameter in Pmssm.Parameters)
        {
            var (low, high) = Pmssm.Range(parameter);
            var summary = ColumnSummary.Of(parameter, table[parameter]);
            Assert.InRange(summary.Minimum, low, low + (0.001 * (high - low)));
            Assert.InRange(summary.Maximum, high - (0.001 * (high - low)), high);
        }
    }

    [Fact]
    public void The_Prospino_table_joins_the_points_by_id()
    {
        var table = Datasets.PmssmProspino();
        Assert.Equal(1_500, table.Rows);
        Assert.Equal(26, table.Columns.Count);
        Assert.Equal(100, table["nlo_gg_pb"].Count(float.IsFinite));
        var points = Datasets.Pmssm();
        var valid = points[Pmssm.Valid];
        Assert.Equal(Enumerable.Range(0, points.Rows).Select(i => (float)i), points[Pmssm.Id]);
        Assert.All(table[Pmssm.Id], id => Assert.Equal(1, valid[(int)id]));
    }

    [Fact]
    public void The_vector_like_quark_events_have_69_features()
    {
        var table = Datasets.Vlq();
        Assert.Equal(142_000, table.Rows);
        var features = table.Columns.Where(column => !column.StartsWith("gen_", StringComparison.Ordinal)).ToArray();
        Assert.Equal(69, features.Length);
        Assert.Equal(9, table.Columns.Count + table.TextColumns.Count - 69);
        Assert.Equal(142_000 * 69, table.Matrix(features).Length);
        Assert.Equal(30_000, table.Text("gen_label").Count(label => label == "signal"));
    }

    [Theory]
    [InlineData(ShipConditions.Vacuum, 20_000)]
    [InlineData(ShipConditions.Air, 10_000)]
    public void The_SHiP_rows_carry_label_and_interaction(ShipConditions conditions, int each)
    {
        var table = Datasets.Ship(conditions);
        Assert.Equal(2 * each, table.Rows);
        Assert.Equal(20, table.Columns.Count);
        Assert.Equal("Mother Total Momentum (GeV/c)", table.Columns[0]);
        Assert.Equal(each, table[Datasets.Signal].Sum());
        Assert.Equal(table[Datasets.Signal].Select(signal => signal == 1 ? 1f : -1f), table["Good Reco"]);

        // Signal rows stand alone; background rows come in interactions of a few.
        var sizes = table[Datasets.Interaction].Zip(table[Datasets.Signal]).GroupBy(pair => pair.First).ToList();
        Assert.All(sizes, group => Assert.Single(group.Select(pair => pair.Second).Distinct()));
        Assert.Equal(each, sizes.Count(group => group.First().Second == 1));
        Assert.Equal(4, sizes.Max(group => group.Count()));
    }

    [Fact]
    public void A_grouped_split_of_the_SHiP_rows_leaves_no_track_on_both_sides()
    {
        var split = Datasets.Ship().Split(0.6, 0.2, 0.2, seed: 1, stratify: Datasets.Signal, group: Datasets.Interaction);
        Assert.Empty(Tracks(split.Train).Intersect(Tracks(split.Test)));
        Assert.Empty(Tracks(split.Train).Intersect(Tracks(split.Validation)));
        var rough = Datasets.Ship().Split(0.6, 0.2, 0.2, seed: 1);
        Assert.NotEmpty(Tracks(rough.Train).Intersect(Tracks(rough.Test)));

        static HashSet<(float, float)> Tracks(Table table) =>
        [
            .. table["Daughter1 Total Momentum (GeV/c)"].Zip(table["Daughter1 Transverse Momentum (GeV/c)"]),
            .. table["Daughter2 Total Momentum (GeV/c)"].Zip(table["Daughter2 Transverse Momentum (GeV/c)"]),
        ];
    }

    [Fact]
    public void The_muon_pairs_are_the_same_as_Parquet_and_as_text()
    {
        var table = Datasets.Dimuon();
        Assert.Equal(60_000, table.Rows);
        Assert.Equal(19, table.Columns.Count);
        Assert.Equal("M", table.Columns[^1]);
        var sample = Datasets.DimuonSample();
        Assert.Equal(2_000, sample.Rows);
        Assert.Equal(table.Columns, sample.Columns);
        Assert.Equal(table.Head(2_000).Matrix(table.Columns), sample.Matrix(sample.Columns));
    }

    [Fact]
    public void The_sums_in_the_data_folder_are_those_that_are_checked()
    {
        var listed = File.ReadLines(Path.Combine(Datasets.Folder, "SHA256SUMS")).Select(line => line.Split("  ", 2)).ToDictionary(parts => parts[1], parts => parts[0]);
        Assert.Equal(listed, DataFile.All.ToDictionary(file => file.Path, file => file.Sha256));
        foreach (var file in DataFile.All)
        {
            var readme = File.ReadAllText(Path.Combine(Datasets.Folder, Path.GetDirectoryName(file.Path)!, "README.md"));
            Assert.Contains(file.Sha256, readme);
            Assert.Contains(new FileInfo(Path.Combine(Datasets.Folder, file.Path)).Length.ToString("N0", CultureInfo.InvariantCulture), readme);
        }
    }

    [Fact]
    public void Every_column_is_described_in_the_readme_of_its_folder()
    {
        foreach (var file in DataFile.All)
        {
            var readme = File.ReadAllText(Path.Combine(Datasets.Folder, Path.GetDirectoryName(file.Path)!, "README.md"));
            var table = file.Load(Datasets.Folder);
            Assert.All(table.Columns.Concat(table.TextColumns), column => Assert.Contains($"`{column}`", readme));
        }
    }

    [Fact]
    public void An_altered_file_is_noticed_and_the_remedy_named()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("dimuon"));
        var copy = folder.File("dimuon/dimuon-sample.csv");
        var content = File.ReadAllBytes(Path.Combine(Datasets.Folder, "dimuon/dimuon-sample.csv"));
        File.WriteAllBytes(copy, content);
        Assert.Equal(2_000, DataFile.DimuonSample.Load(folder.Path).Rows);

        content[^2] ^= 1;
        File.WriteAllBytes(copy, content);
        var message = Assert.Throws<UserErrorException>(() => DataFile.DimuonSample.Load(folder.Path)).Message;
        Assert.Contains(copy, message);
        Assert.Contains("expected: " + DataFile.DimuonSample.Sha256, message);
        Assert.Contains("found: " + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content)), message);
        Assert.Contains("git checkout -- data/dimuon/dimuon-sample.csv", message);
    }

    [Fact]
    public void A_missing_file_is_named_with_the_remedy()
    {
        using var folder = new TemporaryFolder();
        var message = Assert.Throws<UserErrorException>(() => DataFile.Pmssm.Load(folder.Path)).Message;
        Assert.Contains("pmssm.parquet", message);
        Assert.Contains("git checkout -- data/pmssm/pmssm.parquet", message);
    }

    [Fact]
    public void The_data_folder_is_found_upwards_or_by_the_environment_variable()
    {
        using var folder = new TemporaryFolder();
        var deep = Directory.CreateDirectory(folder.File("a/b/c")).FullName;
        var message = Assert.Throws<UserErrorException>(() => DataFolder.Find(null, [deep])).Message;
        Assert.Contains(deep, message);
        Assert.Contains("HEPBAYES_DATA", message);

        Directory.CreateDirectory(folder.File("data/pmssm"));
        Assert.Equal(folder.File("data"), DataFolder.Find(null, [deep]));
        Assert.Equal(folder.File("data"), DataFolder.Find(folder.File("data"), []));
        var wrong = Assert.Throws<UserErrorException>(() => DataFolder.Find(folder.File("a"), [deep])).Message;
        Assert.Contains("HEPBAYES_DATA", wrong);
        Assert.Contains(folder.File("a"), wrong);
    }

    [Fact]
    public void Every_pMSSM_column_of_interest_has_label_unit_and_parameters_a_range()
    {
        Assert.Equal(19, Pmssm.Parameters.Count);
        Assert.Equal(33, Pmssm.Masses.Count);
        Assert.Equal("tan β", Pmssm.Label("tanb"));
        var columns = Pmssm.Parameters.Concat(Pmssm.Masses).Concat(Pmssm.Mixing).Append(Pmssm.CrossSection).ToList();
        Assert.Equal(columns.Count, columns.Select(Pmssm.Label).Distinct().Count());
        Assert.Equal(("", "GeV", "pb", ""), (Pmssm.Unit("tanb"), Pmssm.Unit("mu"), Pmssm.Unit(Pmssm.CrossSection), Pmssm.Unit("N11")));
        Assert.Equal((1, 60), Pmssm.Range("tanb"));
        Assert.Equal((200, 4000), Pmssm.Range("M3"));
        Assert.Equal("tanb", Assert.Throws<ColumnNotFoundException>(() => Pmssm.Range("tan")).Nearest[0]);
        Assert.Throws<ColumnNotFoundException>(() => Pmssm.Label("M4"));
        Assert.Throws<ColumnNotFoundException>(() => Pmssm.Unit("valid"));
    }
}
