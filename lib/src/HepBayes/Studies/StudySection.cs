using System.Globalization;
using System.Text.Json;
using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Studies;

/// <summary>An object of a study file, read with complaints that name line and column: unknown keys, wrong types, values out of range.</summary>
internal sealed class StudySection
{
    private readonly StudyNode node;
    private readonly string name;

    /// <summary>Reads an object.</summary>
    /// <param name="node">The value that should be an object.</param>
    /// <param name="name">What it is, for messages: "the study", "'data'".</param>
    /// <param name="keys">Keys that it may have.</param>
    /// <exception cref="UserErrorException">It is no object, or has another key.</exception>
    public StudySection(StudyNode node, string name, params IReadOnlyList<string> keys)
    {
        (this.node, this.name) = (node, name);
        if (node.Kind != JsonTokenType.StartObject)
            throw node.Wrong($"{name} must be an object {{ ... }}.");
        foreach (var (key, line, column, _) in node.Members)
        {
            if (keys.Contains(key))
                continue;
            var near = NearestNames.Of(key, keys);
            var hint = near.Count > 0 ? $"did you mean {string.Join(" or ", near.Select(n => $"'{n}'"))}?" : $"it may have {string.Join(", ", keys)}.";
            throw new UserErrorException($"{node.File}({line},{column}): {name} has no key '{key}'; {hint}");
        }
    }

    /// <summary>Whether a key is there.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>A text; null if the key is not there.</summary>
    public string? OptionalText(string key) => Find(key) is { } value ? Text(key, value) : null;

    /// <summary>A text that must be there.</summary>
    public string Text(string key) => Text(key, Required(key));

    /// <summary>Texts; null if the key is not there.</summary>
    public IReadOnlyList<string>? OptionalTexts(string key) => Find(key) is { } value ? [.. Array(key, value).Select(item => Text(key, item))] : null;

    /// <summary>A whole number; null if the key is not there.</summary>
    public int? OptionalWhole(string key, int least, int greatest = int.MaxValue) => Find(key) is { } value ? Whole(key, value, least, greatest) : null;

    /// <summary>Whole numbers that must be there.</summary>
    public IReadOnlyList<int> Wholes(string key, int least) => [.. Array(key, Required(key)).Select(item => Whole(key, item, least, int.MaxValue))];

    /// <summary>A number; null if the key is not there.</summary>
    public double? OptionalReal(string key, double least = double.MinValue, double greatest = double.MaxValue) =>
        Find(key) is { } value ? Real(key, value, least, greatest) : null;

    /// <summary>A number that must be there.</summary>
    public double Real(string key, double least = double.MinValue, double greatest = double.MaxValue) => Real(key, Required(key), least, greatest);

    /// <summary>Numbers; null if the key is not there.</summary>
    public IReadOnlyList<double>? OptionalReals(string key, double least, double greatest) =>
        Find(key) is { } value ? [.. Array(key, value).Select(item => Real(key, item, least, greatest))] : null;

    /// <summary>true or false; false if the key is not there.</summary>
    public bool Flag(string key) => Find(key) is { } value && (value.Kind is JsonTokenType.True or JsonTokenType.False
        ? value.Kind == JsonTokenType.True
        : throw value.Wrong($"'{key}' of {name} must be true or false, not {Shown(value)}."));

    /// <summary>One of the words of an enumeration; null if the key is not there.</summary>
    public T? OptionalChoice<T>(string key) where T : struct, Enum
    {
        if (Find(key) is not { } value)
            return null;
        var words = Enum.GetValues<T>().ToDictionary(choice => JsonNamingPolicy.CamelCase.ConvertName(choice.ToString()));
        return words.TryGetValue(Text(key, value), out var found)
            ? found
            : throw value.Wrong($"'{key}' of {name} is {Shown(value)}; it must be one of {string.Join(", ", words.Keys)}.");
    }

    /// <summary>An object; null if the key is not there.</summary>
    public T? OptionalSection<T>(string key, Func<StudyNode, T> read) where T : class => Find(key) is { } value ? read(value) : null;

    /// <summary>An object that must be there.</summary>
    public T Section<T>(string key, Func<StudyNode, T> read) => read(Required(key));

    /// <summary>Objects; none if the key is not there.</summary>
    public IReadOnlyList<T> Sections<T>(string key, Func<StudyNode, T> read) => Find(key) is { } value ? [.. Array(key, value).Select(read)] : [];

    /// <summary>Does something with a value and places its complaint in the file.</summary>
    /// <param name="key">The key to blame; the object itself if it is not there.</param>
    /// <param name="action">What is done.</param>
    /// <exception cref="UserErrorException">The action complained.</exception>
    public T Placed<T>(string key, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw (Find(key) ?? node).Wrong($"'{key}' of {name}: {e.Message.Split(" (Parameter")[0]}");
        }
    }

    /// <summary>A complaint about a key, or about the object if the key is not there.</summary>
    public UserErrorException Wrong(string key, string what) => (Find(key) ?? node).Wrong($"'{key}' of {name} {what}");

    private StudyNode? Find(string key) => node.Members.FirstOrDefault(m => m.Name == key).Value is { Kind: not JsonTokenType.Null } value ? value : null;

    private StudyNode Required(string key) => Find(key) ?? throw node.Wrong($"{name} needs the key '{key}'.");

    private IReadOnlyList<StudyNode> Array(string key, StudyNode value) =>
        value.Kind == JsonTokenType.StartArray ? value.Items : throw value.Wrong($"'{key}' of {name} must be a list [ ... ], not {Shown(value)}.");

    private string Text(string key, StudyNode value) => value.Kind == JsonTokenType.String && value.Text.Length > 0
        ? value.Text
        : throw value.Wrong($"'{key}' of {name} must be a text that is not empty, not {Shown(value)}.");

    private int Whole(string key, StudyNode value, int least, int greatest)
    {
        if (value.Kind != JsonTokenType.Number || !int.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            throw value.Wrong($"'{key}' of {name} must be a whole number, not {Shown(value)}.");
        return number >= least && number <= greatest
            ? number
            : throw value.Wrong($"'{key}' of {name} is {number}; it must be {(greatest == int.MaxValue ? $"at least {least}" : $"between {least} and {greatest}")}.");
    }

    private double Real(string key, StudyNode value, double least, double greatest)
    {
        if (value.Kind != JsonTokenType.Number || !double.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
            throw value.Wrong($"'{key}' of {name} must be a number, not {Shown(value)}.");
        return number >= least && number <= greatest
            ? number
            : throw value.Wrong(FormattableString.Invariant($"'{key}' of {name} is {number}; it must lie between {least} and {greatest}."));
    }

    private static string Shown(StudyNode value) => value.Kind switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => $"the text '{value.Text}'",
        _ => value.Text,
    };
}
