namespace HepBayes.Studies;

/// <summary>What a command takes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">Names of the values without an option name, all needed.</param>
/// <param name="Options">Options that take a value, with their dashes.</param>
/// <param name="Switches">Options without a value.</param>
/// <param name="Purpose">What it does, in one line.</param>
internal sealed record CommandSyntax(string Name, IReadOnlyList<string> Values, IReadOnlyList<string> Options, IReadOnlyList<string> Switches, string Purpose)
{
    /// <summary>One line that shows how it is used.</summary>
    public string Usage => $"usage: {string.Join(" ", [Name, .. Values, .. Options.Select(o => $"[{o} {o[2..].ToUpperInvariant()}]"), .. Switches.Select(s => $"[{s}]")])}";
}
