using HepBayes.Notebooks.Formatting;
using HepBayes.Runtime;
using Microsoft.DotNet.Interactive.Formatting;
using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Notebooks.Tests.Formatting;

[Collection("formatters")]
public class TensorViewTests
{
    public TensorViewTests() => NativeLibraries.EnsureLoaded();

    [Fact]
    public void A_matrix_shows_its_corner_and_statistics_and_not_all_of_it()
    {
        Formatters.Register(keepsJson: true);
        using var matrix = arange(0, 1_000_000, dtype: float32).reshape(1000, 1000);
        var text = matrix.ToDisplayString("text/plain");
        Assert.StartsWith("float32 [1000, 1000] on cpu\n", text, StringComparison.Ordinal);
        Assert.EndsWith("1,000,000 values: min 0, mean 500,000, max 999,999, sd 288,675", text, StringComparison.Ordinal);
        Assert.Contains("5,007", text, StringComparison.Ordinal);
        Assert.DoesNotContain("6,000", text, StringComparison.Ordinal);
        var html = matrix.ToDisplayString("text/html");
        Assert.Equal(1 + 6, html.Split("<tr>").Length - 1);
        Assert.Contains("<b>float32 [1000, 1000] on cpu</b>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_finite_is_counted_and_left_out_of_the_statistics()
    {
        using var values = tensor(new[] { 1.0, double.NaN, 3.0, double.PositiveInfinity, double.NaN });
        var text = TensorViews.Text(values);
        Assert.Contains("5 values: min 1, mean 2, max 3, sd 1.4142; 2 NaN; 1 infinite", text, StringComparison.Ordinal);
        Assert.Contains("Infinity", text, StringComparison.Ordinal);
        using var none = full([2], double.NaN);
        Assert.Contains("2 values, none finite; 2 NaN", TensorViews.Text(none), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_tensor_has_a_view()
    {
        using var many = zeros(2, 3, 4, 5, requires_grad: true);
        Assert.StartsWith("float32 [2, 3, 4, 5] on cpu, with gradient\n[0, 0, :, :]", TensorViews.Text(many), StringComparison.Ordinal);
        using var whole = tensor(new long[] { 5, 12_345 });
        Assert.Contains("12,345", TensorViews.Text(whole), StringComparison.Ordinal);
        using var truth = tensor(new[] { true, false, true });
        Assert.EndsWith("2 of 3 are true", TensorViews.Text(truth), StringComparison.Ordinal);
        using var scalar = tensor(2.5);
        Assert.StartsWith("float64 [] on cpu\n", TensorViews.Text(scalar), StringComparison.Ordinal);
        using var empty = zeros(0, 3);
        Assert.Equal("float32 [0, 3] on cpu", TensorViews.Text(empty));
        using var complex = zeros(2, dtype: complex64);
        Assert.Equal("complexfloat32 [2] on cpu", TensorViews.Text(complex));
        var gone = zeros(1);
        gone.Dispose();
        Assert.Equal("disposed tensor", TensorViews.Text(gone));
    }

    [Fact]
    public void Looking_at_a_tensor_leaves_nothing_behind()
    {
        using var values = rand(50, 50, requires_grad: true);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        TensorViews.Html(values);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
