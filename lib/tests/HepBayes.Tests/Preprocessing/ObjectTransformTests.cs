using HepBayes.Data;
using HepBayes.Preprocessing;
using HepBayes.Runtime;

namespace HepBayes.Tests.Preprocessing;

/// <summary>Azimuths as cosine and sine, and masks of present objects.</summary>
public class ObjectTransformTests
{
    private static readonly Table Objects = Table.FromColumns(
        ("PT", [50f, 0, 30, 20]), ("Phi", [3.1f, 0, -3.1f, 1f]), ("Lead", [90f, 80, 70, 60]));

    [Fact]
    public void Azimuths_on_both_sides_of_pi_are_neighbours_and_absent_ones_are_at_the_origin()
    {
        var transform = new AzimuthTransform(["Phi"]);
        var table = transform.Transform(Objects);
        Assert.Equal(["PT", "Lead", "cos Phi", "sin Phi"], table.Columns);
        Assert.Equal(table["cos Phi"][0], table["cos Phi"][2], 1e-6f);
        Assert.True(Math.Abs(table["sin Phi"][0] - table["sin Phi"][2]) < 0.1);
        Assert.Equal((0f, 0f), (table["cos Phi"][1], table["sin Phi"][1]));
        Assert.All(transform.Inverse(table)["Phi"].Zip(Objects["Phi"]), p => Assert.Equal(p.Second, p.First, 1e-5f));
    }

    [Fact]
    public void Only_columns_that_are_sometimes_absent_get_a_mask()
    {
        var transform = PresenceTransform.Fit(Objects, ["PT", "Lead"]);
        Assert.Equal(["PT"], transform.Columns);
        var table = transform.Transform(Objects);
        Assert.Equal([1f, 0, 1, 1], table["PT present"]);
        Assert.Equal(Objects.Columns, transform.Inverse(table).Columns);
        // Nothing of later rows changes the choice.
        Assert.False(transform.Transform(Objects.WithColumn("Lead", new float[4])).Has("Lead present"));
    }

    [Fact]
    public void Both_work_in_a_pipeline_and_are_saved_with_it()
    {
        var pipeline = Pipeline.Of("PT", "Phi", "Lead").Azimuth("Phi").Presence("PT", "Lead").Standardise().Fit(Objects);
        Assert.Equal(["Lead", "cos Phi", "sin Phi", "PT", "PT present"], pipeline.Outputs.Order(Comparer<string>.Create((a, b) => Array.IndexOf(Order, a) - Array.IndexOf(Order, b))));
        var restored = Pipeline.FromJson(pipeline.ToJson());
        Assert.Equal(pipeline.Matrix(Objects), restored.Matrix(Objects));
        Assert.Equal(pipeline.Fingerprint, restored.Fingerprint);
        var back = pipeline.Inverse(pipeline.Transform(Objects));
        foreach (var column in pipeline.Columns)
            Assert.All(back[column].Zip(Objects[column]), p => Assert.Equal(p.Second, p.First, 1e-4f));
    }

    private static readonly string[] Order = ["Lead", "cos Phi", "sin Phi", "PT", "PT present"];

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Throws<ArgumentException>(() => new AzimuthTransform([]));
        Assert.Throws<ColumnNotFoundException>(() => new AzimuthTransform(["phi"]).Transform(Objects));
        Assert.Contains("row 1", Assert.Throws<UserErrorException>(() => new AzimuthTransform(["Phi"]).Transform(Objects.WithColumn("Phi", [1, float.NaN, 0, 0]))).Message);
        Assert.Throws<UserErrorException>(() => PresenceTransform.Fit(Objects.Head(0), ["PT"]));
        Assert.Throws<UserErrorException>(() => AzimuthTransform.FromJson("{}"));
        Assert.Throws<UserErrorException>(() => PresenceTransform.FromJson("{}"));
    }
}
