using HepBayes.Data;
using HepBayes.Evaluation;
using HepBayes.Preprocessing;
using HepBayes.Tests.Support;

namespace HepBayes.Tests.Preprocessing;

/// <summary>Against the reference values in Golden/, made by reference.py with scikit-learn: fitted on the first 200 rows, applied to all 300.</summary>
public class SklearnGoldenTests
{
    private static readonly string[] Features = ["a", "b", "c", "d", "e"];
    private static readonly Table Input = Read("input.csv");
    private static readonly Table Training = Input.Head(200);

    [Fact]
    public void Scaled_columns() => Close(Read("scaled.csv"), Pipeline.Of(Features).Standardise().Fit(Training).Transform(Input), Features, 1e-6);

    [Fact]
    public void Powers_are_those_of_the_greatest_likelihood()
    {
        // The flat top of the likelihood fixes an exponent to about the root of the rounding error, in both programs.
        var power = PowerTransform.Fit(Training, Features);
        Assert.All(power.Exponents.Zip(Read("power.csv")["exponent"]), pair => Assert.Equal(pair.Second, pair.First, 2e-6));
        Close(Read("powered.csv"), power.Transform(Input), Features, 5e-6);
    }

    [Fact]
    public void Principal_components()
    {
        var pipeline = Pipeline.Of(Features).Standardise().PrincipalComponents().Fit(Training);
        var components = (PrincipalComponents)pipeline.Steps[1];
        var (axes, variances) = (Read("axes.csv"), Read("variances.csv"));
        for (var k = 0; k < 5; k++)
        {
            Assert.Equal(variances["variance"][k], components.ExplainedVariance[k], 1e-6);
            Assert.Equal(variances["ratio"][k], components.ExplainedVarianceRatio[k], 1e-6);
            for (var c = 0; c < 5; c++)
                Assert.Equal(axes[Features[c]][k], components.Axes[k][c], 1e-6);
        }

        Close(Read("components.csv"), pipeline.Transform(Input), pipeline.Outputs, 1e-6);
    }

    [Fact]
    public void Whitened_components_and_the_way_back()
    {
        var pipeline = Pipeline.Of(Features).Standardise().PrincipalComponents(3, whiten: true).Fit(Training);
        var whitened = pipeline.Transform(Input);
        Close(Read("whitened.csv"), whitened, pipeline.Outputs, 1e-6);
        Close(Read("restored.csv"), pipeline.Inverse(whitened), Features, 2e-6);
    }

    [Fact]
    public void Roc_areas_and_points()
    {
        var weights = Read("weights.csv")["weight"];
        var expected = Read("auc.csv");
        for (var c = 0; c < Features.Length; c++)
        {
            Assert.Equal(expected["auc"][c], RocCurve.Of(Input[Features[c]], Input["label"]).Auc, 1e-6);
            Assert.Equal(expected["weighted"][c], RocCurve.Of(Input[Features[c]], Input["label"], weights).Auc, 1e-6);
        }

        var points = Read("roc.csv");
        var curve = RocCurve.Of(Input["e"], Input["label"]).Points.Skip(1).ToArray();
        Assert.Equal(points.Rows, curve.Length);
        Assert.All(curve.Index(), p => Assert.Equal(points["fpr"][p.Index], p.Item.FalsePositiveRate, 1e-6));
        Assert.All(curve.Index(), p => Assert.Equal(points["tpr"][p.Index], p.Item.TruePositiveRate, 1e-6));
        Assert.All(curve.Index(), p => Assert.Equal(points["threshold"][p.Index], p.Item.Threshold, 1e-6));
    }

    [Fact]
    public void Permutation_importance_in_distribution()
    {
        const int Repeats = 300, ReferenceRepeats = 2000;
        var expected = Read("permutation.csv");
        var model = Read("model.csv");
        double[] Predict(Table table)
        {
            var columns = Features.Select(f => table[f]).ToArray();
            return [.. Enumerable.Range(0, table.Rows).Select(row => model["intercept"][0] + Features.Index().Sum(f => (double)model[f.Item][0] * columns[f.Index][row]))];
        }

        var table = Read("scaled.csv").WithColumn("label", Input["label"]);
        foreach (var found in FeatureRanking.PermutationImportance(Predict, table, Features, "label", seed: 1, Repeats))
        {
            var row = Array.IndexOf(expected.Text("column"), found.Column);
            var (mean, sd) = (expected["mean"][row], expected["sd"][row]);
            StatAssert.MeanEquals(found.Values, mean, found.Column, sd / Math.Sqrt(ReferenceRepeats));
            Assert.True(found.Importance.Contains(found.Values.Average()));
            // The relative error of an sd of n nearly normal values is 1/sqrt(2 n): 4.4 % here; 5 of them are 1e-6 two-sided.
            Assert.InRange(Math.Sqrt(StatAssert.Variance(found.Values)) / sd, 1 - 0.22, 1 + 0.22);
        }
    }

    [Fact]
    public void The_comparison_sees_a_fit_on_one_row_more()
    {
        var wrong = Pipeline.Of(Features).Standardise().PrincipalComponents().Fit(Input.Head(201));
        Assert.ThrowsAny<Exception>(() => Close(Read("components.csv"), wrong.Transform(Input), wrong.Outputs, 1e-6));
        Assert.NotEqual(Read("variances.csv")["variance"][0], ((PrincipalComponents)wrong.Steps[1]).ExplainedVariance[0], 1e-6);
    }

    private static Table Read(string file) => TextTable.Read(Path.Combine(AppContext.BaseDirectory, "Preprocessing", "Golden", file));

    // Relative to the size of the values, which are float32.
    private static void Close(Table expected, Table found, IReadOnlyList<string> columns, double tolerance)
    {
        foreach (var column in columns)
        {
            var (e, f) = (expected[column], found[column]);
            for (var row = 0; row < e.Length; row++)
                Assert.True(Math.Abs(e[row] - f[row]) <= tolerance * Math.Max(1, Math.Abs(e[row])), $"{column}, row {row}: {f[row]}, expected {e[row]}");
        }
    }
}
