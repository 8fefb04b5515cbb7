using System.Diagnostics;
using System.Globalization;
using HepBayes.Networks;
using HepBayes.ResumeProbe;
using HepBayes.Runtime;
using HepBayes.Sampling;

// Samples a small network into a folder, or continues there, and kills itself on the way: after the given number of
// gradients and a random fraction of a millisecond. Used by the test of resuming.
// Usage: HepBayes.ResumeProbe FOLDER THREADS GRADIENTS      (0 gradients: runs to its end)
//        HepBayes.ResumeProbe search FILE TRIALS            (a search; 0 trials: runs to its end)
//        HepBayes.ResumeProbe generate FOLDER POINTS STUB   (pre-screened points; the stub is a shell script)
//        HepBayes.ResumeProbe scan FILE BLOCKS              (heatmaps)
//        HepBayes.ResumeProbe unit STUDY FOLDER UNIT BYTES  (a unit of a study; dies when its draws are so long)
//        HepBayes.ResumeProbe explore FILE CALLS            (learning while exploring)
if (args[0] == "unit")
{
    UnitProbe.Run(args[1], args[2], args[3], long.Parse(args[4], CultureInfo.InvariantCulture), DieSoon);
    return;
}

if (args[0] is "search" or "generate" or "scan" or "explore")
{
    var life = int.Parse(args[2], CultureInfo.InvariantCulture);
    if (args[0] == "search")
        SearchProbe.Run(args[1], life, DieSoon);
    else if (args[0] == "explore")
        ExplorationProbe.Run(args[1], life, DieSoon);
    else if (args[0] == "generate")
        PointsProbe.Generate(args[1], args[3], life, DieSoon);
    else
        PointsProbe.Scan(args[1], life, DieSoon);
    return;
}

var (folder, threads, gradients) = (args[0], int.Parse(args[1], CultureInfo.InvariantCulture), long.Parse(args[2], CultureInfo.InvariantCulture));
Compute.Threads = threads;
const int Rows = 200;
var random = new CounterRandom(3);
var x = new float[Rows * 3];
random.FillNormal(x);
var y = Enumerable.Range(0, Rows).Select(r => (float)(Math.Sin(2 * x[r * 3]) + (0.3 * random.NextNormal()))).ToArray();
var network = new BayesianNetwork(Mlp.Of(3, [8], 1, Activation.Tanh), Prior.Gaussian(), Likelihood.GaussianWithSampledNoise(1));
using var posterior = network.Posterior(x, y);
using var density = new CountingDensity(posterior, gradients, DieSoon);
using var start = network.PriorDraws(2, seed: 4);
Hmc.Sample(density, start, new HmcOptions
{
    Warmup = 150,
    Draws = 150,
    Thin = 2,
    MaximumLeapfrogs = 6,
    Checkpoint = new CheckpointOptions { Folder = folder, Interval = TimeSpan.FromMilliseconds(10) },
});
Console.WriteLine(density.Count);

// Within 2 ms.
static void DieSoon()
{
    var moment = Stopwatch.GetTimestamp() + Random.Shared.NextInt64(Stopwatch.Frequency / 500);
    new Thread(() =>
    {
        while (Stopwatch.GetTimestamp() < moment)
        {
        }

        Process.GetCurrentProcess().Kill();
    }).Start();
}
