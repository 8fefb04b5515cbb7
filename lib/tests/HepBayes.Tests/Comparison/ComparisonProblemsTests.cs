using HepBayes.Comparison;
using HepBayes.Data;
using HepBayes.Runtime;
using MathNet.Numerics.Distributions;

namespace HepBayes.Tests.Comparison;

public class ComparisonProblemsTests
{
    [Fact]
    public void ChosenPartsAreDisjointAndDifferFromSeedToSeed()
    {
        var table = Table.FromColumns(("row", [.. Enumerable.Range(0, 2000).Select(r => (float)r)]));
        float[] Rows(int seed) => [.. ComparisonProblems.Choose(table, seed, [700, 300, 500]).SelectMany(t => t["row"])];
        Assert.Equal([700, 300, 500], ComparisonProblems.Choose(table, 1, [700, 300, 500]).Select(t => t.Rows));
        Assert.Equal(1500, Rows(1).Distinct().Count());
        Assert.Equal(Rows(1), Rows(1));
        Assert.NotEqual(Rows(1), Rows(2));
        Assert.Contains("2000 rows", Assert.Throws<ArgumentOutOfRangeException>(() => ComparisonProblems.Choose(table, 1, [1500, 501])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NoTestPointIsATrainingPoint()
    {
        var problem = ComparisonProblems.Viability(seed: 1, rows: 500);
        static HashSet<string> Points(ComparisonRows rows) => [.. rows.Inputs.Chunk(19).Select(x => string.Join(' ', x))];
        var (training, test) = (Points(problem.Training), Points(problem.Tests[0]));
        Assert.Equal((500, 5000), (training.Count, test.Count));
        Assert.Empty(training.Intersect(test));
    }

    [Fact]
    public void AirfoilRowsHaveTheStatedScaleAndNoise()
    {
        const int Count = 20_000;
        var rows = AirfoilCurve.Draw("rows", seed: 3, part: 0, Count);
        var mean = rows.Targets.Average(y => (double)y);
        // Five standard errors of the mean of so many rows, and about seven of their standard deviation.
        Assert.Equal(0, mean, 5 / Math.Sqrt(Count));
        Assert.Equal(1, Math.Sqrt(rows.Targets.Average(y => (y - mean) * (y - mean))), 5 / Math.Sqrt(Count));
        Assert.Equal((6, 4), (Levels(rows, 2), Levels(rows, 3)));

        // Sum of squared noise over its variance: chi-square, false alarm once in a million.
        var square = rows.Targets.Select((y, r) => Math.Pow((y - AirfoilCurve.Truth([.. rows.Inputs[(r * 5)..((r + 1) * 5)].Select(v => (double)v)])) / AirfoilCurve.Noise, 2)).Sum();
        Assert.InRange(square, ChiSquared.InvCDF(Count, 5e-7), ChiSquared.InvCDF(Count, 1 - 5e-7));
    }

    [Fact]
    public void PartsOfAToyAreDifferentRows()
    {
        var problem = ComparisonProblems.Gap(seed: 4, testRows: 50);
        Assert.All(problem.Training.Inputs, x => Assert.InRange(Math.Abs(x), GapCurve.Gap, GapCurve.Edge));
        Assert.All(problem.Tests[1].Inputs, x => Assert.InRange(Math.Abs(x), 0, GapCurve.Gap));
        Assert.Empty(problem.Training.Inputs.Intersect(problem.Tests[0].Inputs).Concat(problem.Calibration.Inputs.Intersect(problem.Tests[0].Inputs)));
        Assert.NotEqual(problem.Training.Inputs, ComparisonProblems.Gap(5).Training.Inputs);
    }

    [Fact]
    public void UnknownNamesAreRefusedWithThoseThatExist()
    {
        Assert.Contains("gap, airfoil", Assert.Throws<UserErrorException>(() => ComparisonProblems.Of("toy", 1)).Message, StringComparison.Ordinal);
        Assert.Contains("hmc, nuts", Assert.Throws<UserErrorException>(() => ComparisonMethods.Of("hmc", "gibbs")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => AirfoilCurve.Truth([1, 2]));
    }

    private static int Levels(ComparisonRows rows, int column) => rows.Inputs.Where((_, i) => i % AirfoilCurve.Inputs == column).Distinct().Count();
}
