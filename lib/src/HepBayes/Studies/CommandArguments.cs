using System.Globalization;
using HepBayes.Data;

namespace HepBayes.Studies;

/// <summary>The arguments of a command: --name VALUE, --switch, and values without a name.</summary>
internal sealed class CommandArguments
{
    private readonly Dictionary<string, string?> named = [];
    private readonly List<string> values = [];
    private readonly CommandSyntax syntax;

    /// <summary>Reads arguments.</summary>
    /// <param name="syntax">What the command takes.</param>
    /// <param name="arguments">The arguments.</param>
    /// <exception cref="UsageException">They do not fit.</exception>
    public CommandArguments(CommandSyntax syntax, IReadOnlyList<string> arguments)
    {
        this.syntax = syntax;
        for (var i = 0; i < arguments.Count; i++)
        {
            var text = arguments[i];
            if (!text.StartsWith("--", StringComparison.Ordinal))
            {
                values.Add(text);
                continue;
            }

            var (name, value) = text.Split('=', 2) is [var left, var right] ? (left, right) : (text, null);
            var isSwitch = syntax.Switches.Contains(name);
            if (!isSwitch && !syntax.Options.Contains(name))
                throw Wrong($"there is no option {name}{Nearest(name)}");
            if (isSwitch && value is not null)
                throw Wrong($"{name} takes no value");
            if (!isSwitch && value is null)
                value = ++i < arguments.Count ? arguments[i] : throw Wrong($"{name} needs a value");
            if (!named.TryAdd(name, value))
                throw Wrong($"{name} is given twice");
        }

        if (values.Count != syntax.Values.Count)
            throw Wrong(values.Count < syntax.Values.Count ? $"{syntax.Values[values.Count]} is missing" : $"'{values[syntax.Values.Count]}' is one argument too many");
    }

    /// <summary>A value without a name.</summary>
    /// <param name="index">Which, from 0.</param>
    public string this[int index] => values[index];

    /// <summary>Whether a switch or an option is given.</summary>
    public bool Has(string name) => named.ContainsKey(name);

    /// <summary>An option; null if it is not given.</summary>
    public string? Text(string name) => named.GetValueOrDefault(name);

    /// <summary>An option that must be given.</summary>
    /// <exception cref="UsageException">It is not given.</exception>
    public string Required(string name) => Text(name) ?? throw Wrong($"{name} is missing");

    /// <summary>A whole number; null if it is not given.</summary>
    /// <param name="name">The option.</param>
    /// <param name="least">Smallest value that makes sense.</param>
    /// <exception cref="UsageException">It is no whole number, or too small.</exception>
    public int? Number(string name, int least) => Text(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least ? number
        : throw Wrong($"{name} must be a whole number of at least {least}, not '{text}'");

    /// <summary>A complaint about the arguments, with the usage.</summary>
    public UsageException Wrong(string what) => new($"{syntax.Name}: {what}.\n{syntax.Usage}");

    private string Nearest(string name)
    {
        var near = NearestNames.Of(name, syntax.Options.Concat(syntax.Switches));
        return near.Count == 0 ? "" : $"; did you mean {string.Join(" or ", near)}?";
    }
}
