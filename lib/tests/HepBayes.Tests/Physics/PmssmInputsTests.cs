using HepBayes.Data;
using HepBayes.Physics;
using HepBayes.Runtime;

namespace HepBayes.Tests.Physics;

public class PmssmInputsTests
{
    [Fact]
    public void Inputs_are_finite_for_every_bundled_point_and_follow_their_formulas()
    {
        var points = Datasets.Pmssm().Head(20_000);
        var inputs = PmssmInputs.Add(points);
        string[] names = [.. PmssmInputs.HiggsMass.Concat(PmssmInputs.CrossSection).Distinct()];
        Assert.Equal(PmssmInputs.HiggsMass.Count, PmssmInputs.HiggsMass.Distinct().Count());
        Assert.Equal(PmssmInputs.CrossSection.Count, PmssmInputs.CrossSection.Distinct().Count());
        Assert.All(names, name => Assert.All(inputs[name], value => Assert.True(float.IsFinite(value), name)));
        const int Row = 7;
        double Of(string name) => points[name][Row];
        var scale = Math.Sqrt(Of("mQ3") * Of("mtR"));
        Assert.Equal(Math.Log(scale), inputs["log_susy_scale"][Row], 1e-6);
        Assert.Equal((Of("At") - (Of("mu") / Of("tanb"))) / scale, inputs["stop_mixing"][Row], 1e-5);
        Assert.Equal(Math.Log(TreeLevel.Charginos(Of("M2"), Of("mu"), Of("tanb")).Light + 50), inputs["log_chargino_1"][Row], 1e-6);
    }

    [Fact]
    public void A_missing_parameter_is_named() =>
        Assert.Throws<ColumnNotFoundException>(() => PmssmInputs.Add(Datasets.Pmssm().Head(3).Without("At")));

    [Fact]
    public void Only_the_wanted_columns_are_made_and_threads_do_not_matter()
    {
        var points = PmssmPoints.Uniform(5_000, seed: 1);
        var all = PmssmInputs.Add(points);
        var threads = Compute.Threads;
        try
        {
            Compute.Threads = 1;
            var some = PmssmInputs.Add(points, PmssmInputs.HiggsMass);
            Assert.Equal(PmssmInputs.HiggsMass.Order(), some.Columns.Order());
            Assert.All(some.Columns, name => Assert.Equal(all[name], some[name]));
        }
        finally
        {
            Compute.Threads = threads;
        }

        Assert.Equal(points.Columns, PmssmInputs.Add(points, ["M1"]).Columns);
        var error = Assert.Throws<ColumnNotFoundException>(() => PmssmInputs.Add(points, ["log_stop_3"]));
        Assert.Contains("log_stop_1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Logarithms_belong_to_the_parameter_of_their_name()
    {
        var points = PmssmPoints.Uniform(100, seed: 2);
        var inputs = PmssmInputs.Add(points);
        foreach (var name in new[] { "M3", "mqL", "muR", "mdR", "mlL", "meR", "mQ3", "mtR", "mbR", "mL3", "MA", "tanb" })
            Assert.Equal(points[name].Select(v => (float)Math.Log(v)), inputs["log_" + name]);
        for (var row = 0; row < points.Rows; row++)
        {
            double Of(string name) => points[name][row];
            double Light((double Light, double Heavy) pair) => (float)(0.5 * Math.Log(Math.Max(pair.Light, 2500)));
            Assert.Equal(Light(TreeLevel.StopsSquared(Of("mQ3"), Of("mtR"), Of("At"), Of("mu"), Of("tanb"))), inputs["log_stop_1"][row]);
            Assert.Equal(Light(TreeLevel.SbottomsSquared(Of("mQ3"), Of("mbR"), Of("Ab"), Of("mu"), Of("tanb"))), inputs["log_sbottom_1"][row]);
            Assert.Equal(Light(TreeLevel.StausSquared(Of("mL3"), Of("mtauR"), Of("Atau"), Of("mu"), Of("tanb"))), inputs["log_stau_1"][row]);
        }
    }
}
