using System.Globalization;

namespace HepBayes.Prediction;

/// <summary>
/// A prior or likelihood as files name it: <c>name(setting 1.5, other setting log-normal(1, 0.5), flag)</c>. The name may
/// hold brackets of its own, as in <c>student-t(4) noise(scale 2)</c>. Doubles come back exactly.
/// </summary>
internal sealed class ModelTerm
{
    private readonly string text;

    public ModelTerm(string text)
    {
        this.text = text;
        var open = Opening(text);
        Name = open < 0 ? text : text[..open];
        Parts = open < 0 ? [] : Split(text[(open + 1)..^1]);
    }

    public string Name { get; }

    /// <summary>What stands between the brackets, one text for each comma.</summary>
    public IReadOnlyList<string> Parts { get; }

    /// <summary>The number of a setting.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public double this[string setting] => NumberOf(Text(setting), setting);

    /// <summary>The text of a setting.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public string Text(string setting) => Parts.FirstOrDefault(p => p.StartsWith(setting + " ", StringComparison.Ordinal))?[(setting.Length + 1)..]
        ?? throw new FormatException($"'{text}' lacks the setting '{setting}'");

    /// <summary>The number at a place.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public double At(int place) => place < Parts.Count ? NumberOf(Parts[place], $"number {place + 1}") : throw new FormatException($"'{text}' lacks number {place + 1}");

    public bool Has(string flag) => Parts.Contains(flag, StringComparer.Ordinal);

    private double NumberOf(string value, string what) => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new FormatException($"'{text}': {what} is '{value}', not a number");

    // The bracket that the last character closes; -1 if that is none.
    private static int Opening(string text)
    {
        var depth = 0;
        for (var i = text.Length - 1; i >= 0 && text.EndsWith(')'); i--)
        {
            depth += text[i] == ')' ? 1 : text[i] == '(' ? -1 : 0;
            if (depth == 0)
                return i;
        }

        return -1;
    }

    // Cuts at commas outside of brackets.
    private static List<string> Split(string inner)
    {
        var parts = new List<string>();
        var (depth, start) = (0, 0);
        for (var i = 0; i <= inner.Length; i++)
        {
            if (i < inner.Length && (inner[i] != ',' || depth > 0))
            {
                depth += inner[i] == '(' ? 1 : inner[i] == ')' ? -1 : 0;
                continue;
            }

            parts.Add(inner[start..i].Trim());
            start = i + 1;
        }

        return parts;
    }
}
