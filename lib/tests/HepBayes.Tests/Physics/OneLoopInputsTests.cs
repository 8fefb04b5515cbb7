using HepBayes.Data;
using HepBayes.Physics;
using HepBayes.Preprocessing;
using HepBayes.Runtime;

namespace HepBayes.Tests.Physics;

public class OneLoopInputsTests
{
    private static readonly Lazy<Table> Clean = new(() => OneLoopInputs.AddShifts(OneLoopInputs.Add(
        Datasets.Pmssm().Head(20_000).Where(row => row[Pmssm.Valid] == 1 && row.Text(Pmssm.Problem) == ""))));

    [Fact]
    public void Inputs_are_finite_for_every_kind_of_point()
    {
        var points = OneLoopInputs.Add(Datasets.Pmssm().Head(20_000));
        string[] names = [.. OneLoopInputs.Masses, .. OneLoopInputs.Mixing];
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.All(names, name => Assert.All(points[name], value => Assert.True(float.IsFinite(value), name)));
    }

    // Mean distance of the formula from SOFTSUSY's pole mass (GeV / GeV), far below that of the running mass.
    [Theory]
    [InlineData("gluino", "M3", 0.005, 0.05)]
    [InlineData("u_L", "mqL", 0.02, 0.06)]
    [InlineData("d_R", "mdR", 0.02, 0.05)]
    [InlineData("e_R", "meR", 0.004, 0.008)]
    public void One_loop_masses_are_much_closer_to_the_pole_masses_than_the_running_ones(string particle, string parameter, double formula, double running)
    {
        var (pole, mass) = (Clean.Value["m_" + particle], Clean.Value[parameter]);
        Assert.InRange(Clean.Value["shift_" + particle].Average(s => Math.Abs((double)s)), 0, formula);
        Assert.InRange(pole.Zip(mass, (p, m) => Math.Abs(Math.Log(p / (double)m))).Average(), running, 1);
    }

    [Fact]
    public void Shift_and_mass_sum_to_the_logarithm_of_the_true_mass()
    {
        for (var p = 0; p < OneLoopInputs.Particles.Count; p++)
        {
            var sum = Clean.Value[OneLoopInputs.Masses[p]][11] + Clean.Value[OneLoopInputs.Shifts[p]][11];
            Assert.Equal(Math.Log(Math.Abs(Clean.Value["m_" + OneLoopInputs.Particles[p]][11]) + 20), sum, 1e-5);
        }
    }

    [Fact]
    public void Sizes_invert_the_logarithm_of_masses_and_shifts_and_are_never_negative()
    {
        var points = Clean.Value.Head(50);
        foreach (var (mass, shift, particle) in OneLoopInputs.Masses.Zip(OneLoopInputs.Shifts, OneLoopInputs.Particles))
        {
            var truth = points["m_" + particle];
            foreach (var row in Enumerable.Range(0, points.Rows))
                Assert.Equal(Math.Abs(truth[row]), OneLoopInputs.SizeOf(points[mass][row] + (double)points[shift][row]), 1e-5 * (20 + Math.Abs(truth[row])));
        }

        Assert.Equal(0, OneLoopInputs.SizeOf(0));
    }

    [Fact]
    public void A_point_without_spectrum_has_inputs_but_no_shift()
    {
        var points = OneLoopInputs.AddShifts(OneLoopInputs.Add(Datasets.Pmssm().Head(200)));
        var missing = Array.FindIndex(points["m_gluino"], float.IsNaN);
        Assert.True(float.IsNaN(points["shift_gluino"][missing]));
        Assert.True(float.IsFinite(points["log_loop_gluino"][missing]));
    }

    [Fact]
    public void The_neutralinos_solve_the_eigenvalue_problem()
    {
        var (bino, wino, higgsino, tan) = (-310.0, 1250.0, 330.0, 7.0);
        var sector = NeutralinoSector.Of(bino, wino, higgsino, tan);
        Assert.Equal(bino + wino, sector.Masses.Sum(), 1e-9);
        Assert.Equal(sector.Masses.Select(Math.Abs).Order(), sector.Masses.Select(Math.Abs));
        for (var k = 0; k < 4; k++)
        {
            Assert.Equal(1, sector.Mixing[k].Sum(n => n * n), 1e-12);
            Assert.Equal(sector.Masses[k], NeutralinoSector.MassOf(sector.Mixing[k], bino, wino, higgsino, tan), 1e-9);
        }
    }

    [Fact]
    public void Mixing_of_another_neutralino_is_noticed()
    {
        var fits = OneLoopInputs.MixingFitsMass(Clean.Value);
        Assert.InRange(fits.Count(f => !f) / (double)fits.Length, 0.003, 0.03);
        // A planted exchange: every mass gets the other sign.
        var exchanged = OneLoopInputs.MixingFitsMass(Clean.Value.WithColumn("m_chi_1", [.. Clean.Value["m_chi_1"].Select(m => -m)]));
        for (var row = 0; row < fits.Length; row++)
            Assert.Equal(Math.Abs(Clean.Value["m_chi_1"][row]) < 10 || !fits[row], exchanged[row]);
    }

    [Theory]
    [InlineData("mqL", 1e-3f)]
    [InlineData("M3", 1e-3f)]
    [InlineData(Pmssm.CrossSection, 1e3f)]
    public void Masses_in_TeV_and_cross_sections_in_fb_are_noticed(string column, float factor)
    {
        var range = TrainingRange.Fit(Clean.Value, [.. Pmssm.Parameters, Pmssm.CrossSection]);
        var other = Clean.Value.Head(200);
        Assert.Equal(200, range.Outside(other).Length);
        Assert.Contains(column, Assert.Throws<UserErrorException>(() => range.Outside(other.WithColumn(column, [.. other[column].Select(v => v * factor)]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_parameter_is_named() =>
        Assert.Contains("MA", Assert.Throws<ColumnNotFoundException>(() => OneLoopInputs.Add(Datasets.Pmssm().Head(3).Without("MA"))).Message, StringComparison.Ordinal);
}
