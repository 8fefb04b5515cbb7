using HepBayes.Comparison;
using HepBayes.Runtime;

namespace HepBayes.Benchmarks;

/// <summary>Puts the tables of a comparison between the marks of a Markdown page.</summary>
internal static class ComparisonPage
{
    private const string Begin = "<!-- tables: written by the benchmark -->";
    private const string End = "<!-- end of the tables -->";

    /// <exception cref="UserErrorException">There is no such page, or it has no marks.</exception>
    public static void Write(string path, ComparisonTable table)
    {
        if (!File.Exists(path))
            throw new UserErrorException($"There is no page '{path}' to put the tables in; give one with the lines '{Begin}' and '{End}'.");
        var text = File.ReadAllText(path);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin)
            throw new UserErrorException($"The page '{path}' has no place for tables; it needs the line '{Begin}' and after it '{End}'.");
        AtomicFile.WriteAllText(path, $"{text[..(begin + Begin.Length)]}\n\n{table.ToMarkdown()}{text[end..]}");
    }
}
