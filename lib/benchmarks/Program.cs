using HepBayes.Benchmarks;

// Usage: dotnet run -c Release --project lib/benchmarks -- NAME [--threads N] [--option value]...
// Each benchmark prints one line of JSON for each case.
var benchmarks = new Dictionary<string, Action<BenchmarkOptions>>
{
    ["anchor-a100"] = AnchorBenchmark.Run,
    ["baselines"] = BaselineBenchmark.Run,
    ["compare"] = CompareBenchmark.Run,
    ["ess"] = EssBenchmark.Run,
    ["fit"] = FitBenchmark.Run,
    ["flow"] = FlowBenchmark.Run,
    ["gradient"] = GradientBenchmark.Run,
    ["l2hmc"] = L2HmcBenchmark.Run,
    ["mc-dropout"] = McDropoutBenchmark.Run,
    ["memory"] = MemoryBenchmark.Run,
    ["minibatch"] = MiniBatchBenchmark.Run,
    ["predict"] = PredictBenchmark.Run,
};

if (args.Length == 0 || !benchmarks.TryGetValue(args[0], out var benchmark))
{
    Console.Error.WriteLine($"{(args.Length == 0 ? "No benchmark named" : $"There is no benchmark '{args[0]}'")}; known are {string.Join(", ", benchmarks.Keys.Order())}. Usage: NAME [--threads N] [--option value]...");
    return 2;
}

try
{
    var options = new BenchmarkOptions(args.AsSpan(1));
    benchmark(options);
    return 0;
}
catch (BenchmarkUsageException error)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}
