using HepBayes.Data;
using HepBayes.Evaluation;
using HepBayes.Physics;
using HepBayes.Runtime;

namespace HepBayes.ResumeProbe;

/// <summary>A pre-screened generation and a heatmap scan that kill themselves on the way.</summary>
internal static class PointsProbe
{
    /// <summary>Generates points with a stub for the slow code, or goes on with it.</summary>
    /// <param name="folder">The folder of the generation.</param>
    /// <param name="stub">A shell script that stands for SOFTSUSY.</param>
    /// <param name="life">The answer of this life after which it dies; 0 for none.</param>
    /// <param name="die">Kills the process a little later.</param>
    public static void Generate(string folder, string stub, int life, Action die)
    {
        var options = new SoftSusyOptions { Executable = "/bin/sh", Arguments = [stub], Parallel = 2 };
        var counter = new Counter(life, die);
        var generation = new PrescreenedGeneration(
            folder, "M2 above 0", seed: 3, blockRows: 30, points => [.. points["M2"].Select(m => m > 0)], (points, journal) => SoftSusy.Run(points, journal, options, counter));
        generation.Run(0..2);
    }

    /// <summary>Scans blocks, or goes on with it.</summary>
    /// <param name="file">The checkpoint.</param>
    /// <param name="life">The block of this life in which it dies; 0 for none.</param>
    /// <param name="die">Kills the process a little later.</param>
    public static void Scan(string file, int life, Action die)
    {
        var axis = new BinAxis(-4000, 4000, 20);
        var scan = new HeatmapScan("probe", new ScanMap("map", "M1", axis, "mu", axis, "tanb", new BinAxis(1, 60, 30))) { SaveInterval = TimeSpan.Zero };
        scan.Resume(file);
        var begun = 0;
        scan.Run(
            0..40,
            block =>
            {
                if (++begun == life)
                    die();
                return PmssmPoints.Uniform(500, 3, block);
            },
            points => points,
            file);
    }

    private sealed class Counter(int life, Action die) : IProgress<ProgressReport>
    {
        private int answers;

        public void Report(ProgressReport value)
        {
            if (Interlocked.Increment(ref answers) == life)
                die();
        }
    }
}
