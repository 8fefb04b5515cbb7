using HepBayes.Evaluation;
using HepBayes.Runtime;

namespace HepBayes.Tests.Evaluation;

public class RocBootstrapTests
{
    private static (double[] First, double[] Second, int[] Labels, double[] Weights) Rows(int n, ulong seed)
    {
        var random = new CounterRandom(seed);
        var (first, second, labels, weights) = (new double[n], new double[n], new int[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            labels[i] = i % 2;
            var shared = random.NextNormal();
            (first[i], second[i]) = (labels[i] + shared, labels[i] + shared + (0.3 * random.NextNormal()));
            weights[i] = i % 10 < 8 ? 1 : 4;
        }

        return (first, second, labels, weights);
    }

    // Where DeLong's interval exists, the bootstrap must give it too: 4,000 resamples know the width to about 2 %.
    [Fact]
    public void Without_weights_it_agrees_with_DeLong()
    {
        var rows = Rows(600, 1);
        var options = new BootstrapOptions { Resamples = 4000, Seed = 3 };
        var delong = RocCurve.Of(rows.First, rows.Labels).AucInterval();
        var bootstrap = RocBootstrap.Of(rows.First, rows.Labels, options: options).Auc;
        Assert.Equal(delong.Value, bootstrap.Value);
        Assert.Equal(delong.HalfWidth, bootstrap.HalfWidth, 0.1 * delong.HalfWidth);
        var paired = RocComparison.DeLong(rows.First, rows.Second, rows.Labels).Difference;
        var pairedBootstrap = RocComparison.Bootstrap(rows.First, rows.Second, rows.Labels, options: options).Difference;
        Assert.Equal(paired.HalfWidth, pairedBootstrap.HalfWidth, 0.1 * paired.HalfWidth);
        // Common rows: the difference is known far better than either area.
        Assert.True(pairedBootstrap.HalfWidth < 0.4 * bootstrap.HalfWidth);
    }

    // Scores with normal distributions: the true weighted area is known. 400 intervals at 95 % contain it 380 times on average;
    // fewer than 350 have a probability below 1e-6 even at a true level of 0.93 (percentile intervals run a little short).
    [Fact]
    public void Weighted_intervals_cover_the_true_area()
    {
        var truth = MathNet.Numerics.Distributions.Normal.CDF(0, 1, 1 / Math.Sqrt(2));
        var inside = 0;
        for (var trial = 0; trial < 400; trial++)
        {
            var rows = Rows(200, (ulong)(100 + trial));
            var options = new BootstrapOptions { Resamples = 200, Seed = trial };
            inside += RocBootstrap.Of(rows.First, rows.Labels, rows.Weights, options).Auc.Contains(truth) ? 1 : 0;
        }

        Assert.True(inside >= 350, $"{inside} of 400 inside.");
    }

    [Fact]
    public void Equal_seeds_give_equal_bits_for_any_number_of_threads()
    {
        var rows = Rows(300, 7);
        Interval Run(int threads)
        {
            var before = Compute.Threads;
            Compute.Threads = threads;
            try
            {
                return RocBootstrap.Of(rows.First, rows.Labels, rows.Weights, new BootstrapOptions { Resamples = 100 }).Auc;
            }
            finally
            {
                Compute.Threads = before;
            }
        }

        Assert.Equal(Run(1), Run(3));
        Assert.NotEqual(Run(1), RocBootstrap.Of(rows.First, rows.Labels, rows.Weights, new BootstrapOptions { Resamples = 100, Seed = 2 }).Auc);
    }

    [Fact]
    public void Bands_contain_the_curve_and_rejection_is_its_reciprocal()
    {
        var rows = Rows(500, 9);
        var bootstrap = RocBootstrap.Of(rows.First, rows.Labels, rows.Weights, new BootstrapOptions { Resamples = 200 });
        var band = bootstrap.Band([0.05, 0.2, 0.5]);
        Assert.All(band, interval => Assert.True(interval.Low < interval.Value && interval.Value < interval.High));
        var rejection = bootstrap.Rejection(0.5);
        Assert.Equal(1 / bootstrap.Curve.FalsePositiveRateAt(0.5), rejection.Value);
        Assert.True(bootstrap.Curve.TruePositiveRateAt(1 / rejection.Value) >= 0.5);
        Assert.True(bootstrap.Curve.TruePositiveRateAt((1 / rejection.Value) - 1e-9) <= 0.5);
        Assert.True(rejection.Low < rejection.Value && rejection.Value < rejection.High);
        Assert.True(bootstrap.PartialAuc(0.1).Contains(bootstrap.Curve.PartialAuc(0.1)));
        // A perfect score rejects everything.
        Assert.Equal(double.PositiveInfinity, RocBootstrap.Of([1, 2, 3, 4], new[] { 0, 0, 1, 1 }).Rejection(0.5).High);
    }

    [Fact]
    public void Equal_scores_differ_in_nothing_and_better_ones_are_seen()
    {
        var rows = Rows(600, 4);
        var same = RocComparison.Bootstrap(rows.First, rows.First, rows.Labels, rows.Weights);
        Assert.Equal((0, 0, 0, 1), (same.Difference.Value, same.Difference.Low, same.Difference.High, same.PValue));
        Assert.Equal(1, RocComparison.DeLong(rows.First, rows.First, rows.Labels).PValue);
        var noise = rows.First.Select((s, i) => s + (3 * Math.Sin(1e4 * i * i))).ToArray();
        Assert.True(RocComparison.Bootstrap(rows.First, noise, rows.Labels, rows.Weights).Difference.Low > 0);
        Assert.True(RocComparison.DeLong(rows.First, noise, rows.Labels).PValue < 1e-4);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        static string Message(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;
        Assert.Contains("Row 0 of the weights is -1", Message(() => RocBootstrap.Of([1, 2], new[] { 1, 0 }, [-1, 1])));
        Assert.Contains("20", Message(() => RocBootstrap.Of([1, 2], new[] { 1, 0 }, options: new BootstrapOptions { Resamples = 2 })));
        Assert.Contains("two rows of each class", Message(() => RocComparison.DeLong([1, 2], [1, 2], new[] { 1, 0 })));
        Assert.Contains("3 scores but 2 labels", Message(() => RocComparison.Bootstrap([1, 2, 3], [1, 2], new[] { 1, 0 })));
    }
}
