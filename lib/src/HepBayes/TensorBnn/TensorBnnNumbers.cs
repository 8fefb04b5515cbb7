using System.Globalization;
using System.Text;
using HepBayes.Runtime;

namespace HepBayes.TensorBnn;

/// <summary>The files of numbers: text as numpy's savetxt writes it, a row a line, networks below each other.</summary>
internal static class TensorBnnNumbers
{
    /// <summary>The file of a tensor.</summary>
    public static string PathOf(string folder, int tensor, int file) => Path.Combine(folder, FormattableString.Invariant($"{tensor}.{file}.txt"));

    /// <summary>The file of the hyper-parameters.</summary>
    public static string HyperPath(string folder, int file) => Path.Combine(folder, FormattableString.Invariant($"hypers{file}.txt"));

    /// <summary>A tensor of every network, [networks, rows, columns].</summary>
    public static float[] Read(TensorBnnSummary summary, int tensor)
    {
        var shape = summary.Shapes[tensor];
        return Read(summary, file => PathOf(summary.Folder, tensor, file), shape[0], shape.Length == 2 ? shape[1] : 1);
    }

    /// <summary>The hyper-parameters of every network, [networks, hyper-parameters].</summary>
    public static float[] ReadHypers(TensorBnnSummary summary) => Read(summary, file => HyperPath(summary.Folder, file), summary.Hypers, 1);

    /// <summary>The lines of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="hint">Why it may be missing.</param>
    public static string[] Lines(string path, string hint)
    {
        if (!File.Exists(path))
            throw new UserErrorException($"There is no file '{path}' (looked for '{Path.GetFullPath(path)}'). {hint}");
        try
        {
            return [.. File.ReadAllLines(path).Select(line => line.Trim())];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The file '{path}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Writes rows with 9 digits, which give every float32 back.</summary>
    public static void Write(string path, IEnumerable<float[]> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows)
            text.AppendJoin(' ', row.Select(v => v.ToString("e8", CultureInfo.InvariantCulture))).Append('\n');
        AtomicFile.WriteAllText(path, text.ToString());
    }

    private static float[] Read(TensorBnnSummary summary, Func<int, string> path, int rows, int columns)
    {
        var result = new float[checked(summary.Networks * rows * columns)];
        for (var file = 0; file < summary.Files; file++)
        {
            var own = path(file);
            var lines = Lines(own, $"'{summary.Path}' counts {summary.Files} files of each tensor; copy the whole folder.");
            var expected = summary.NetworksPerFile * rows;
            // The last file may hold networks that the summary does not count yet.
            if (lines.Length < expected)
                throw new UserErrorException($"'{own}', line {lines.Length + 1}: found the end of the file; expected {expected} lines, {summary.NetworksPerFile} networks of {rows} rows each. The file is cut; copy it again.");
            for (var line = 0; line < expected; line++)
                ReadLine(own, line, lines[line], result.AsSpan(((file * expected) + line) * columns, columns));
        }

        return result;
    }

    private static void ReadLine(string path, int line, string text, Span<float> row)
    {
        var column = 0;
        foreach (var range in text.AsSpan().Split(' '))
        {
            var word = text.AsSpan()[range];
            if (word.IsEmpty)
                continue;
            if (!float.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !float.IsFinite(value))
                throw new UserErrorException($"'{path}', line {line + 1}: found '{word}'; expected a finite number. The file is damaged, or the sampler diverged there.");
            if (column < row.Length)
                row[column] = value;
            column++;
        }

        if (column != row.Length)
            throw new UserErrorException($"'{path}', line {line + 1}: found {column} numbers; expected {row.Length}, as the shape in summary.txt says. The file is cut or of another network; copy the folder again.");
    }
}
