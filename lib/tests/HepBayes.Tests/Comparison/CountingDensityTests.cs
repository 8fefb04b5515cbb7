using HepBayes.Comparison;
using HepBayes.Networks;
using HepBayes.Tests.Support;
using static TorchSharp.torch;

namespace HepBayes.Tests.Comparison;

public class CountingDensityTests
{
    [Fact]
    public void RowsOfPartsAndOfWholeGradientsCountAlike()
    {
        // 150 rows: blocks of 64, 64 and 22.
        var rows = Enumerable.Range(0, 150).Select(r => r / 150f).ToArray();
        using var posterior = FixedNetworks.Line(Likelihood.Gaussian(1)).Posterior(rows, rows);
        var calls = 0;
        using var density = new CountingDensity(posterior, allowed: 6, () => calls++);
        using var scope = NewDisposeScope();
        var position = zeros(3, 2);
        var (value, gradient) = density.Evaluate(position);
        Assert.Equal(3, density.Gradients, 1e-12);

        density.Evaluate(position, new RowBatch([[0], [1], [2]]), value, gradient);
        Assert.Equal(3 + ((64 + 64 + 22) / 150.0), density.Gradients, 1e-12);
        density.Evaluate(position, new RowBatch([[2]]), value, gradient);
        Assert.Equal(4 + (3 * 22 / 150.0), density.Gradients, 1e-12);

        Assert.Equal(0, calls);
        density.Evaluate(position, value, gradient);
        Assert.Equal(1, calls);
    }
}
