using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Tests.Data;

public class ShipTests
{
    private const string Header = "Mother Total Momentum (GeV/c), Mother Transverse Momentum (GeV/c), Mother Fraction of Transverse Momentum, Opening Angle (rad), Impact Parameter (cm), Daughter1 Total Momentum (GeV/c), Daughter1 Transverse Momentum (GeV/c), Daughter1 Fraction of Transverse Momentum, Daughter2 Total Momentum (GeV/c), Daughter2 Transverse Momentum (GeV/c), Daughter2 Fraction of Transverse Momentum, Decay Z (cm), Decay X (cm), Decay Y (cm), DOCA (cm), Invariant Mass (GeV/c^2), Good Reco, Event Type";
    private const string Row = "22.543477, 0.443479, 0.019672, 0.059032, 2.227704, 13.576655, 0.344095, 0.025345, 8.976036, 0.411043, 0.045793, -537.318654, 131.825641, 21.826524, 0.110174, 0.696352, ";

    [Fact]
    public void Files_of_the_course_are_read_as_they_are()
    {
        using var folder = new TemporaryFolder();
        var (signal, background) = (folder.File("signal.dat"), folder.File("background.dat"));
        File.WriteAllText(signal, $"{Header}\n{Row}1, 1\n");
        File.WriteAllText(background, $"{Header}\n{Row}-1, 4\n{Row.Replace("13.576655", "12.1")}-1, 4\n");
        var table = Ship.Read(signal, background);
        Assert.Equal([.. Ship.Features, Ship.Mass, Ship.GoodReco, Ship.EventType, Datasets.Signal, Datasets.Interaction], table.Columns);
        Assert.Equal([1, 0, 0], table[Datasets.Signal]);
        // All three share the second daughter.
        Assert.Single(table[Datasets.Interaction].Distinct());
        Assert.Equal(2.227704f, table["Impact Parameter (cm)"][0]);
    }

    [Fact]
    public void A_broken_line_and_missing_columns_are_named()
    {
        using var folder = new TemporaryFolder();
        var (good, broken, narrow) = (folder.File("good.dat"), folder.File("broken.dat"), folder.File("narrow.dat"));
        File.WriteAllText(good, $"{Header}\n{Row}1, 1\n");
        File.WriteAllText(broken, $"{Header}\n{Row}1, 1\n{Row.Replace("0.059032", "0.O59")}1, 1\n");
        File.WriteAllText(narrow, "Opening Angle (rad), Good Reco\n0.1, 1\n");
        var line = Assert.Throws<UserErrorException>(() => Ship.Read(broken, good)).Message;
        Assert.Contains("broken.dat", line);
        Assert.Contains("line 3, column 4", line);
        var columns = Assert.Throws<UserErrorException>(() => Ship.Read(good, narrow)).Message;
        Assert.Contains("narrow.dat", columns);
        Assert.Contains("lacks 16 of the 18 columns", columns);
        Assert.Contains("'DOCA (cm)'", columns);
    }

    [Fact]
    public void A_grouped_split_never_separates_a_track()
    {
        var events = Datasets.Ship();
        for (var seed = 1; seed <= 5; seed++)
            Assert.Equal(0, SeparatedTracks(events.Split(0.6, 0.2, 0.2, seed, stratify: Datasets.Signal, group: Datasets.Interaction)));

        // The same count on a split of single rows, which does separate tracks: the check sees what it should.
        Assert.True(SeparatedTracks(events.Split(0.6, 0.2, 0.2, 1, stratify: Datasets.Signal)) > 100);
    }

    [Fact]
    public void A_checksum_depends_on_values_names_and_order()
    {
        var table = Table.FromColumns(("a", [1, 2, 3]), ("b", [4, 5, 6]));
        var sum = table.Checksum(["a", "b"]);
        Assert.Equal(64, sum.Length);
        Assert.Equal(sum, table.WithColumn("c", [0, 0, 0]).Checksum(["a", "b"]));
        Assert.NotEqual(sum, table.Checksum(["b", "a"]));
        Assert.NotEqual(sum, table.Take([1, 0, 2]).Checksum(["a", "b"]));
        Assert.NotEqual(sum, table.Head(2).Checksum(["a", "b"]));
    }

    // Tracks that occur in more than one part. In this count a track is its exact momentum, whichever daughter it is.
    private static int SeparatedTracks(DataSplit split)
    {
        var parts = new[] { split.Train, split.Validation, split.Test }.Select(Tracks).ToArray();
        return parts[0].Intersect(parts[1]).Count() + parts[0].Intersect(parts[2]).Count() + parts[1].Intersect(parts[2]).Count();
    }

    private static HashSet<(float, float)> Tracks(Table table) =>
        [.. new[] { "Daughter1", "Daughter2" }.SelectMany(d => table[d + " Total Momentum (GeV/c)"].Zip(table[d + " Transverse Momentum (GeV/c)"]))];
}
