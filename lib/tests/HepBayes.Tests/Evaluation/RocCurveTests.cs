using HepBayes.Evaluation;

namespace HepBayes.Tests.Evaluation;

public class RocCurveTests
{
    private static readonly int[] Labels = [0, 0, 0, 0, 1, 1, 1, 1, 0, 1];
    private static readonly double[] Scores = [.1, .4, .35, .8, .35, .7, .9, .6, .55, .4];
    private static readonly double[] Weights = [1, 2, 1, .5, 1.5, 1, 2, 1, 1, .5];

    // scikit-learn 1.2.1: roc_auc_score with and without sample_weight and max_fpr.
    [Fact]
    public void Area_and_partial_area_agree_with_scikit_learn()
    {
        var curve = RocCurve.Of(Scores, Labels);
        Assert.Equal(0.68, curve.Auc, 12);
        Assert.Equal(0.07, curve.PartialAuc(0.25), 12);
        Assert.Equal(0.5885714286, curve.PartialAuc(0.25, standardised: true), 10);
        Assert.Equal(curve.Auc, curve.PartialAuc(1), 15);

        var weighted = RocCurve.Of(Scores, Labels, Weights);
        Assert.Equal(0.75, weighted.Auc, 12);
        Assert.Equal(0.1363636364, weighted.PartialAuc(0.25), 10);
        Assert.Equal(0.7402597403, weighted.PartialAuc(0.25, standardised: true), 10);
    }

    // R 4.2, pROC: var(roc(y, s)) = 0.0348; ci.auc(method = "delong"), which is clipped at 1.
    [Fact]
    public void DeLong_agrees_with_pROC()
    {
        var interval = RocCurve.Of(Scores, Labels).AucInterval();
        Assert.Equal(0.314373459715852, interval.Low, 9);
        Assert.Equal(1, interval.High);

        var y = Enumerable.Range(0, 200).Select(i => i * 7919 % 13 < 5 ? 1 : 0).ToArray();
        var s = y.Select((label, i) => (i * 31 % 50 / 50.0) + (0.3 * label)).ToArray();
        var second = RocCurve.Of(s, y).AucInterval(0.9);
        Assert.Equal(0.688059490725669, second.Low, 9);
        Assert.Equal(0.744903320722993, second.Value, 12);
        Assert.Equal(0.801747150720317, second.High, 9);
    }

    [Fact]
    public void One_point_per_distinct_score_and_ties_count_half()
    {
        var curve = RocCurve.Of(Scores, Labels);
        Assert.Equal(Scores.Distinct().Count() + 1, curve.Points.Count);
        Assert.Equal(new RocPoint(double.PositiveInfinity, 0, 0), curve.Points[0]);
        Assert.Equal((1.0, 1.0), (curve.Points[^1].FalsePositiveRate, curve.Points[^1].TruePositiveRate));
        Assert.Equal(0.5, RocCurve.Of(new[] { 1f, 1f, 1f }, new[] { true, false, true }).Auc);
    }

    [Fact]
    public void Area_is_the_share_of_ordered_pairs()
    {
        var random = new Random(5);
        var labels = Enumerable.Range(0, 300).Select(_ => random.Next(2)).ToArray();
        var scores = labels.Select(l => random.Next(20) + (2.0 * l)).ToArray();
        double won = 0, pairs = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            for (var j = 0; j < labels.Length; j++)
            {
                if (labels[i] == 1 && labels[j] == 0)
                {
                    pairs++;
                    won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }

        var curve = RocCurve.Of(scores, labels);
        Assert.Equal(won / pairs, curve.Auc, 12);
        var doubled = RocCurve.Of(scores, labels, Enumerable.Repeat(2.0, labels.Length).ToArray());
        Assert.Equal(curve.Auc, doubled.Auc, 12);
    }

    [Fact]
    public void True_positive_rate_is_read_off_the_curve()
    {
        var curve = RocCurve.Of(Scores, Labels);
        Assert.Equal(0.2, curve.TruePositiveRateAt(0), 12);
        Assert.Equal(0.6, curve.TruePositiveRateAt(0.2), 12);
        Assert.Equal(1, curve.TruePositiveRateAt(1), 12);
    }

    // 400 curves at 95 %: the count inside is binomial; 19 or more below the mean of 380 has a probability of 1e-5 for
    // exact coverage. The seed is fixed, so the test is deterministic.
    [Fact]
    public void DeLong_covers_the_true_area()
    {
        var truth = MathNet.Numerics.Distributions.Normal.CDF(0, 1, 1 / Math.Sqrt(2));
        var random = new Random(3);
        var inside = 0;
        for (var trial = 0; trial < 400; trial++)
        {
            var labels = Enumerable.Range(0, 200).Select(i => i % 2).ToArray();
            var scores = labels.Select(l => MathNet.Numerics.Distributions.Normal.Sample(random, l, 1)).ToArray();
            inside += RocCurve.Of(scores, labels).AucInterval().Contains(truth) ? 1 : 0;
        }

        Assert.InRange(inside, 361, 398);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        static string Message(Action action) => Assert.ThrowsAny<Exception>(action).Message;
        Assert.Contains("All 3 labels are 1", Message(() => RocCurve.Of(new[] { 1.0, 2, 3 }, new[] { 1, 1, 1 })), StringComparison.Ordinal);
        Assert.Contains("Row 2 of the scores is NaN", Message(() => RocCurve.Of(new[] { 1, 2, float.NaN }, new[] { 1, 0, 1 })), StringComparison.Ordinal);
        Assert.Contains("Row 0 of the weights is -1", Message(() => RocCurve.Of(new[] { 1.0, 2 }, new[] { 1, 0 }, new[] { -1.0, 1 })), StringComparison.Ordinal);
        Assert.Contains("weights of class 1 add up to zero", Message(() => RocCurve.Of(new[] { 1.0, 2 }, new[] { 1, 0 }, new[] { 0.0, 1 })), StringComparison.Ordinal);
        Assert.Contains("unweighted", Message(() => RocCurve.Of(Scores, Labels, Weights).AucInterval()), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => RocCurve.Of(Scores, Labels).PartialAuc(0));
    }
}
