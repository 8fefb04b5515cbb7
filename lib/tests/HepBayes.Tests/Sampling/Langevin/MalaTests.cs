using HepBayes.Sampling;
using HepBayes.Sampling.Langevin;
using HepBayes.Tests.Support;
using static TorchSharp.torch;

namespace HepBayes.Tests.Sampling.Langevin;

public class MalaTests
{
    // Against the proposal of the paper written down: x' = x + eps^2 / 2 M^-1 g + eps M^-1/2 z, with its ratio of proposals.
    [Fact]
    public void ATransitionIsThatOfThePaper()
    {
        using var scope = NewDisposeScope();
        using var density = new BananaDensity(1, 0.5);
        var start = tensor(new[,] { { 0.2, -0.7 } });
        var options = new MalaOptions { Mass = MassMatrix.Unit, InitialStepSize = 0.6, Warmup = 0 };
        using var process = Mala.Process(density, start, options);
        var random = ChainRandom.Of(options, 1)[0];
        var normal = new float[2];
        random.FillNormal(normal);
        double[] x = [0.2, -0.7], gradient = new double[2], back = new double[2];
        var before = density.Evaluate(x, gradient);
        var end = x.Select((v, i) => v + (0.18 * gradient[i]) + (0.6 * normal[i])).ToArray();
        var after = density.Evaluate(end, back);
        double LogProposal(double[] from, double[] g, double[] to) => -from.Select((v, i) => Math.Pow(to[i] - v - (0.18 * g[i]), 2)).Sum() / (2 * 0.36);
        var probability = Math.Min(1, Math.Exp(after - before + LogProposal(end, back, x) - LogProposal(x, gradient, end)));
        var info = process.Draw();
        Assert.Equal(probability, info.AcceptProbability[0], 1e-12);
        Assert.Equal([1], info.Leapfrogs);
        Assert.Equal(info.IsAccepted[0] ? end : x, process.Position.data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void TheAcceptanceIsNearTheOneThatIsBest()
    {
        using var density = new NormalDensity(new double[20], MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseIdentity(20).ToArray());
        using var start = zeros(8, 20, dtype: float64);
        var run = Mala.Sample(density, start, new MalaOptions { Warmup = 600, Draws = 100 }, cancellation: TestContext.Current.CancellationToken);
        Assert.InRange(run.Acceptance, 0.4, 0.78);
        Assert.All(run.Leapfrogs(), chain => Assert.All(chain, count => Assert.Equal(10, count)));
    }
}
