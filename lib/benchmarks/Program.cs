using HepBayes.Runtime;
using TorchSharp;

NativeLibraries.EnsureLoaded();
torch.set_num_threads(1);
foreach (var (m, k, n) in new[] { (2048, 2048, 2048), (1024, 50, 50), (2048, 50, 50) })
{
    using var a = torch.randn(m, k);
    using var b = torch.randn(k, n);
    var reps = (int)Math.Max(5, 4e9 / (2.0 * m * n * k));
    for (var w = 0; w < 3; w++) a.mm(b).Dispose();
    var sw = System.Diagnostics.Stopwatch.StartNew();
    for (var r = 0; r < reps; r++) a.mm(b).Dispose();
    Console.WriteLine($"{m}x{k}x{n}: {2.0 * m * n * k * reps / sw.Elapsed.TotalSeconds / 1e9:F1} GFLOP/s");
}
