using System.Globalization;
using HepBayes.Runtime;

namespace HepBayes.Benchmarks;

/// <summary>The options of a benchmark, <c>--name value</c>. Sets <see cref="Compute.Threads"/> from <c>--threads</c>.</summary>
internal sealed class BenchmarkOptions
{
    private readonly Dictionary<string, string> values = [];

    public BenchmarkOptions(ReadOnlySpan<string> arguments)
    {
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == arguments.Length)
                throw new BenchmarkUsageException($"'{arguments[i]}' is not an option with a value; expected --name value.");
            values[arguments[i][2..]] = arguments[i + 1];
        }

        Compute.Threads = Integer("threads", Environment.ProcessorCount);
    }

    /// <summary>A positive whole number, or <paramref name="standard"/> where the option is not given.</summary>
    public int Integer(string name, int standard) =>
        values.TryGetValue(name, out var text) ? Positive(name, text) : standard;

    /// <summary>Positive whole numbers with commas between them.</summary>
    public int[] Integers(string name, string standard) =>
        [.. Text(name, standard).Split(',').Select(text => Positive(name, text))];

    /// <summary>Whether an option is given.</summary>
    public bool Has(string name) => values.ContainsKey(name);

    /// <summary>A text, or <paramref name="standard"/> where the option is not given.</summary>
    public string Text(string name, string standard) => values.GetValueOrDefault(name, standard);

    private static int Positive(string name, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0
            ? value
            : throw new BenchmarkUsageException($"--{name}: '{text}' is not a whole number above 0.");
}
