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
    public int Integer(string name, int standard)
    {
        if (!values.TryGetValue(name, out var text))
            return standard;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0
            ? value
            : throw new BenchmarkUsageException($"--{name} is '{text}'; expected a whole number above 0.");
    }

    /// <summary>A text, or <paramref name="standard"/> where the option is not given.</summary>
    public string Text(string name, string standard) => values.GetValueOrDefault(name, standard);
}
