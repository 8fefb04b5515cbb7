using System.Globalization;
using HepBayes.Runtime;

namespace HepBayes.TensorBnn;

/// <summary>
/// What <c>summary.txt</c> says: a line with the shape of each tensor, a line "networks files tensors", and a line with the
/// number of hyper-parameters.
/// </summary>
internal sealed class TensorBnnSummary
{
    public const string FileName = "summary.txt";

    private TensorBnnSummary(string folder, int[][] shapes, int networks, int files, int hypers) =>
        (Folder, Shapes, Networks, Files, Hypers) = (folder, shapes, networks, files, hypers);

    public string Folder { get; }

    public string Path => System.IO.Path.Combine(Folder, FileName);

    /// <summary>One or two sizes of each tensor.</summary>
    public IReadOnlyList<int[]> Shapes { get; }

    public int Networks { get; }

    public int Files { get; }

    public int NetworksPerFile => Networks / Files;

    public int Hypers { get; }

    public static TensorBnnSummary Read(string folder)
    {
        var path = System.IO.Path.Combine(folder, FileName);
        var lines = TensorBnnNumbers.Lines(path, "It is written after the first full file of networks, so a shorter run has none.");
        while (lines.Length > 0 && lines[^1].Length == 0)
            lines = lines[..^1];
        if (lines.Length < 3)
            throw new UserErrorException($"'{path}': found {lines.Length} lines; expected a shape for each tensor, the counts of networks, files and tensors, and the number of hyper-parameters. The file is cut; copy it again.");
        var numbers = lines.Select((line, i) => Numbers(path, i, line)).ToArray();
        var (counts, place) = (numbers[^2], lines.Length - 1);
        if (counts.Length != 3 || numbers[^1].Length != 1)
            throw new UserErrorException($"'{path}', line {place}: found '{lines[^2]}' and '{lines[^1]}' at the end; expected 'networks files tensors' and the number of hyper-parameters. The file is cut; copy it again.");
        if (counts[2] != lines.Length - 2)
            throw new UserErrorException($"'{path}', line {place}: found {counts[2]} tensors; expected {lines.Length - 2}, as many as lines of shapes above. The file was changed; copy it again.");
        if (counts[0] < 1 || counts[1] < 1 || counts[0] % counts[1] != 0)
            throw new UserErrorException($"'{path}', line {place}: found {counts[0]} networks in {counts[1]} files; expected at least one network and the same number in each file. TensorBNN counts a file when it is full; sample longer, or with fewer networks a file.");
        for (var i = 0; i < lines.Length - 2; i++)
        {
            if (numbers[i].Length is < 1 or > 2 || numbers[i].Any(n => n < 1))
                throw new UserErrorException($"'{path}', line {i + 1}: found the shape '{lines[i]}'; expected one or two sizes above 0.");
        }

        return new TensorBnnSummary(folder, numbers[..^2], counts[0], counts[1], numbers[^1][0]);
    }

    private static int[] Numbers(string path, int line, string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var numbers = new int[words.Length];
        for (var w = 0; w < words.Length; w++)
        {
            if (!int.TryParse(words[w], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[w]))
                throw new UserErrorException($"'{path}', line {line + 1}: found '{words[w]}'; expected a whole number. The file was changed; copy it again.");
        }

        return numbers;
    }
}
