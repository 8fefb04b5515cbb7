using HepBayes.Data;
using HepBayes.Physics;

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
}
