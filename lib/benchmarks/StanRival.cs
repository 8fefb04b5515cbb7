using System.Globalization;
using HepBayes.Runtime;

namespace HepBayes.Benchmarks;

/// <summary>The same model sampled by Stan with its defaults (four chains); effective sample sizes are computed by our diagnostics.</summary>
internal static class StanRival
{
    public const string Name = "rstan";
    private const int Draws = 2000;

    /// <summary>Samples; null where Stan is missing.</summary>
    public static EssFigures? Sample(StanModel model)
    {
        if (!RivalProcess.Works("Rscript", "-e", "library(rstan)"))
        {
            RivalProcess.WriteMissing(model.Name, Name, "apt install r-cran-rstan");
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("hepbayes-ess-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "data.json"), model.Data);
            string[] arguments = [RivalProcess.Script("stan_ess.R"), folder, model.Program, $"{Draws}", $"{Compute.Threads}", .. model.StanQuantities];
            var figures = RivalProcess.Run("Rscript", arguments);
            var (seconds, warmup) = (figures.GetProperty("seconds").GetDouble(), figures.GetProperty("warmup_seconds").GetDouble());
            var result = EssFigures.Of(Quantities(folder), seconds, figures.GetProperty("leapfrogs").GetInt64()) with
            {
                ProcessorSeconds = seconds * figures.GetProperty("cores").GetInt32(),
            };
            result.Write(model.Name, Name, warmup, Compute.Threads);
            return result;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Column by column: [quantities][chains][draws].
    private static double[][][] Quantities(string folder)
    {
        var rows = File.ReadLines(Path.Combine(folder, "draws.csv")).Skip(1)
            .Select(line => line.Split(',').Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray()).ToArray();
        return [.. Enumerable.Range(1, rows[0].Length - 1).Select(column =>
            rows.GroupBy(row => row[0]).Select(chain => chain.Select(row => row[column]).ToArray()).ToArray())];
    }
}
