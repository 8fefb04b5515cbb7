using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Tests.Data;

public class SplitTests
{
    private static Table Numbered(int rows) => Table.FromColumns(("i", [.. Enumerable.Range(0, rows).Select(i => (float)i)]));

    private static IEnumerable<float> All(DataSplit split, string column = "i") => split.Train[column].Concat(split.Validation[column]).Concat(split.Test[column]);

    [Theory]
    [InlineData(0, 0.64, 0.16, 0.20)]
    [InlineData(1, 0.64, 0.16, 0.20)]
    [InlineData(7, 0.5, 0.0, 0.5)]
    [InlineData(1000, 0.64, 0.16, 0.20)]
    [InlineData(997, 1.0 / 3, 1.0 / 3, 1.0 / 3)]
    [InlineData(100, 1.0, 0.0, 0.0)]
    [InlineData(100, 0.0, 1.0, 0.0)]
    [InlineData(100, 0.7, 0.3, 0.0)]
    [InlineData(100, 0.1, 0.2, 0.7)]
    public void Every_row_lies_in_exactly_one_part_and_sizes_follow_the_fractions(int rows, double train, double validation, double test)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var split = Numbered(rows).Split(train, validation, test, seed);
            Assert.Equal(Numbered(rows)["i"], All(split).Order());
            Assert.InRange(split.Train.Rows, train * rows - 0.5001, train * rows + 0.5001);
            Assert.InRange(split.Validation.Rows, validation * rows - 1, validation * rows + 1);
            Assert.InRange(split.Test.Rows, test * rows - 0.5001, test * rows + 0.5001);
        }
    }

    [Fact]
    public void Equal_seeds_give_equal_parts_and_other_seeds_others()
    {
        var table = Numbered(500);
        var first = table.Split(0.6, 0.2, 0.2, seed: 3);
        var again = table.Split(0.6, 0.2, 0.2, seed: 3);
        var other = table.Split(0.6, 0.2, 0.2, seed: 4);
        Assert.Equal(first.Train["i"], again.Train["i"]);
        Assert.Equal(first.Test["i"], again.Test["i"]);
        Assert.NotEqual(first.Test["i"].Order(), other.Test["i"].Order());
        Assert.Equal("300 training, 100 validation and 100 test rows of columns in memory", first.ToString());
    }

    [Fact]
    public void A_split_stays_the_same_from_version_to_version()
    {
        // Computed by an independent program: a change here would silently change every published figure.
        var split = Numbered(10).Split(0.5, 0.2, 0.3, seed: 1);
        Assert.Equal([1, 9, 8, 0, 4], split.Train["i"]);
        Assert.Equal([2, 3], split.Validation["i"]);
        Assert.Equal([5, 7, 6], split.Test["i"]);
    }

    [Fact]
    public void Every_row_is_equally_likely_in_each_part()
    {
        // 2,000 seeds, probability 0.3 per row: sd 20.5 of each count; 6 sd fail by chance once in 10^7 tests of 20 rows.
        var counts = new int[20];
        for (var seed = 0; seed < 2000; seed++)
        {
            foreach (var i in Numbered(20).Split(0.5, 0.2, 0.3, seed).Test["i"])
                counts[(int)i]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 600 - 123, 600 + 123));
    }

    [Fact]
    public void Strata_keep_their_proportions_to_within_one_row()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var random = new Random(seed);
            var labels = Enumerable.Range(0, 400).Select(_ => (float)Math.Min(random.Next(6), random.Next(6))).ToArray();
            var split = Numbered(400).WithColumn("label", labels).Split(0.64, 0.16, 0.20, seed, stratify: "label");
            Assert.Equal(Numbered(400)["i"], All(split).Order());
            foreach (var label in labels.Distinct())
            {
                double total = labels.Count(value => value == label);
                foreach (var (part, fraction) in new[] { (split.Train, 0.64), (split.Validation, 0.16), (split.Test, 0.20) })
                    Assert.True(Math.Abs(part["label"].Count(value => value == label) - (fraction * total)) < 1, $"seed {seed}, label {label}");
            }
        }
    }

    [Fact]
    public void Classes_of_one_row_reach_every_part()
    {
        var table = Numbered(1000).WithText("label", [.. Enumerable.Range(0, 1000).Select(i => $"class {i}")]);
        var split = table.Split(0.6, 0.2, 0.2, seed: 1, stratify: "label");

        // Binomial, sd 15.5: six of them.
        Assert.InRange(split.Train.Rows, 600 - 93, 600 + 93);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Groups_are_never_divided(bool text)
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var random = new Random(seed);
            var groups = Enumerable.Range(0, 600).Select(_ => random.Next(120)).ToArray();
            var table = Numbered(600).WithColumn("group", [.. groups.Select(g => (float)g)]).WithText("name", [.. groups.Select(g => $"g{g}")]);
            var split = table.Split(0.6, 0.2, 0.2, seed, group: text ? "name" : "group");
            Assert.Equal(Numbered(600)["i"], All(split).Order());
            var parts = new[] { split.Train, split.Validation, split.Test }.Select(part => part["group"].ToHashSet()).ToArray();
            Assert.Empty(parts[0].Intersect(parts[1]));
            Assert.Empty(parts[0].Intersect(parts[2]));
            Assert.Empty(parts[1].Intersect(parts[2]));
            var largest = groups.GroupBy(g => g).Max(g => g.Count());
            Assert.InRange(split.Train.Rows, 360 - largest, 360 + largest);
        }
    }

    [Fact]
    public void Groups_can_be_stratified_where_each_has_one_label()
    {
        var table = Numbered(300).WithColumn("group", [.. Enumerable.Range(0, 300).Select(i => (float)(i / 3))]).WithColumn("label", [.. Enumerable.Range(0, 300).Select(i => i < 60 ? 1f : 0f)]);
        var split = table.Split(0.5, 0.25, 0.25, seed: 2, stratify: "label", group: "group");
        Assert.InRange(split.Train["label"].Sum(), 30 - 3, 30 + 3);
        Assert.Empty(split.Train["group"].Intersect(split.Test["group"]));
        var mixed = Assert.Throws<UserErrorException>(() => table.WithColumn("label", table["i"]).Split(0.5, 0.25, 0.25, 2, "label", "group"));
        Assert.Contains("Rows 0 and 1", mixed.Message);
    }

    [Theory]
    [InlineData(0.6, 0.2, 0.3)]
    [InlineData(0.6, 0.2, 0.2 - 1e-6)]
    [InlineData(1.2, -0.1, -0.1)]
    [InlineData(double.NaN, 0.5, 0.5)]
    public void Fractions_must_sum_to_one(double train, double validation, double test)
    {
        Assert.Contains("sum to 1", Assert.Throws<ArgumentException>(() => Numbered(10).Split(train, validation, test, 1)).Message);
    }

    [Fact]
    public void A_missing_label_is_refused_with_its_row()
    {
        var table = Numbered(3).WithColumn("label", [0, float.NaN, 1]);
        Assert.Contains("Row 1", Assert.Throws<UserErrorException>(() => table.Split(0.5, 0.2, 0.3, 1, stratify: "label")).Message);
        Assert.Contains("Row 1", Assert.Throws<UserErrorException>(() => table.Split(0.5, 0.2, 0.3, 1, group: "label")).Message);
        Assert.Equal("label", Assert.Throws<ColumnNotFoundException>(() => table.Split(0.5, 0.2, 0.3, 1, stratify: "labels")).Nearest[0]);
    }
}
