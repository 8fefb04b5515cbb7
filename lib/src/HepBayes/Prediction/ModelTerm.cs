using System.Globalization;

namespace HepBayes.Prediction;

/// <summary>
/// A prior or likelihood as files name it: <c>name(setting 1.5, another setting 2, flag)</c>. Settings end in a number,
/// flags do not. Doubles come back exactly.
/// </summary>
internal sealed class ModelTerm
{
    private readonly string text;
    private readonly Dictionary<string, double> settings = new(StringComparer.Ordinal);
    private readonly HashSet<string> flags = new(StringComparer.Ordinal);

    public ModelTerm(string text)
    {
        this.text = text;
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (open < 0 || !text.EndsWith(')'))
        {
            Name = text;
            return;
        }

        Name = text[..open];
        foreach (var part in text[(open + 1)..^1].Split(", ", StringSplitOptions.RemoveEmptyEntries))
        {
            var space = part.LastIndexOf(' ');
            if (space > 0 && double.TryParse(part[(space + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
                settings[part[..space]] = value;
            else
                flags.Add(part);
        }
    }

    public string Name { get; }

    public double this[string setting] => settings.TryGetValue(setting, out var value)
        ? value
        : throw new FormatException($"'{text}' lacks the setting '{setting}'");

    public bool Has(string name) => flags.Contains(name) || settings.ContainsKey(name);
}
