using HepBayes.Data;
using HepBayes.Evaluation;
using HepBayes.Runtime;

namespace HepBayes.Tests.Evaluation;

public class FeatureRankingTests
{
    private static readonly Table Events = Make(400);

    [Fact]
    public void Single_features_are_ranked_whichever_side_the_signal_is_on()
    {
        var ranking = FeatureRanking.SingleFeatureAuc(Events, ["noise", "good", "inverted"], "label");
        Assert.Equal("noise", ranking[^1].Column);
        Assert.Equal(ranking[0].Importance.Value, ranking[1].Importance.Value, 1e-12);
        Assert.Equal(ranking[0].Importance.Low, ranking[1].Importance.Low, 1e-12);
        Assert.All(ranking, r => Assert.True(r.Importance.Value >= 0.5 && r.Importance.Contains(r.Importance.Value)));
        Assert.Equal(RocCurve.Of(Events["good"], Events["label"]).Auc, ranking[0].Importance.Value, 1e-12);
    }

    [Fact]
    public void A_feature_that_the_model_does_not_use_has_no_importance()
    {
        var ranking = FeatureRanking.PermutationImportance(table => [.. table["good"].Select(v => (double)v)], Events, ["noise", "good"], "label", seed: 1, repeats: 5);
        Assert.Equal(["good", "noise"], ranking.Select(r => r.Column));
        Assert.Equal(new Interval(0, 0, 0), ranking[1].Importance);
        Assert.True(ranking[0].Importance.Low > 0.1);
        Assert.Equal(ranking[0].Values, FeatureRanking.PermutationImportance(table => [.. table["good"].Select(v => (double)v)], Events, ["noise", "good"], "label", seed: 1, repeats: 5)[0].Values);
        Assert.Throws<ArgumentOutOfRangeException>(() => FeatureRanking.PermutationImportance(_ => [], Events, ["good"], "label", 1, repeats: 1));
    }

    [Fact]
    public void Correlations_of_known_columns()
    {
        var table = Table.FromColumns(("a", [1, 2, 3, 4]), ("b", [2, 4, 6, 8]), ("c", [4, 3, 2, 1]), ("d", [1, -1, -1, 1]), ("constant", [5, 5, 5, 5]));
        var matrix = CorrelationMatrix.Of(table, ["a", "b", "c", "d", "constant"]);
        Assert.Equal(1, matrix[0, 1], 1e-12);
        Assert.Equal(-1, matrix[0, 2], 1e-12);
        Assert.Equal(0, matrix[3, 0], 1e-12);
        Assert.True(double.IsNaN(matrix[0, 4]));
        Assert.Throws<UserErrorException>(() => CorrelationMatrix.Of(table.Head(1), ["a", "b"]));
        Assert.Throws<ColumnNotFoundException>(() => CorrelationMatrix.Of(table, ["e"]));
    }

    private static Table Make(int rows)
    {
        var random = new CounterRandom(2);
        float[] label = [.. Enumerable.Range(0, rows).Select(i => (float)(i % 2))];
        float[] good = [.. label.Select(l => (float)(l + random.NextNormal()))];
        return Table.FromColumns(("label", label), ("good", good), ("inverted", Array.ConvertAll(good, v => -v)), ("noise", [.. label.Select(_ => (float)random.NextNormal())]));
    }
}
