using HepBayes.Runtime;
using HepBayes.Studies;
using HepBayes.Tests.Data;

namespace HepBayes.Tests.Studies;

/// <summary>A study that is sampled in a fraction of a second, with its rows in a file beside it.</summary>
internal sealed class TinyStudy : IDisposable
{
    public const int Rows = 120;

    private readonly TemporaryFolder folder = new();

    public TinyStudy(Func<string, string>? change = null)
    {
        var random = new CounterRandom(5);
        var lines = Enumerable.Range(0, Rows).Select(_ => (X: random.NextNormal(), Y: random.NextNormal()))
            .Select(p => FormattableString.Invariant($"{p.X},{p.Y},{100 + (20 * Math.Sin(p.X + p.Y)) + random.NextNormal()}"));
        folder.Write("rows.csv", "x,y,z\n" + string.Join('\n', lines) + "\n");
        Path = folder.Write("tiny.study.json", (change ?? (text => text))(Text));
    }

    public static string Text => """
        {
          "name": "tiny",
          "seed": 11,
          "data": { "file": "rows.csv", "where": ["x > -9"], "split": { "train": 0.7, "validation": 0.2, "test": 0.1 } },
          "inputs": ["x", "y"],
          "targets": [{ "column": "z", "standardise": true }],
          "network": { "hidden": [5], "activation": "tanh", "prior": "gaussian(scale 1, bias 1, output 1, fan-in)", "likelihood": "gaussian noise(scale 0.1)" },
          "sampler": { "warmup": 30, "draws": 25, "maximumLeapfrogs": 8, "climb": 20 },
          "chains": 8,
          "predict": { "rowsPerUnit": 50, "quantiles": [0.1, 0.9] },
          "search": { "trials": 6, "epochs": 3, "layers": [1, 2], "units": [2, 6], "learningRate": [0.001, 0.1], "batchRows": [128] }
        }
        """;

    /// <summary>The study file.</summary>
    public string Path { get; }

    public string Points => File("rows.csv");

    public string File(string name) => folder.File(name);

    /// <summary>A path in a unit's folder.</summary>
    public string Unit(string run, int unit, string name = "") => System.IO.Path.Combine(File(run), "units", unit.ToString("D5"), name);

    public StudyFile Load() => StudyFile.Load(Path);

    public void Dispose() => folder.Dispose();
}
