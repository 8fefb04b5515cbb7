using Microsoft.CodeAnalysis.CSharp;

namespace Hepbook.Running;

/// <summary>One <c>--set NAME=VALUE</c>.</summary>
/// <param name="Name">The variable of the notebook.</param>
/// <param name="Value">The value as typed.</param>
internal sealed record SettingOverride(string Name, string Value)
{
    /// <summary>Reads <c>NAME=VALUE</c>.</summary>
    /// <exception cref="UserErrorException">There is no equals sign, or the name is no C# name.</exception>
    public static SettingOverride Parse(string text)
    {
        var equals = text.IndexOf('=');
        if (equals <= 0)
            throw new UserErrorException($"--set {text}: expected NAME=VALUE, for example --set rows=5000.");
        var name = text[..equals].Trim();
        if (!SyntaxFacts.IsValidIdentifier(name))
            throw new UserErrorException($"--set {text}: '{name}' is not the name of a variable.");
        return new SettingOverride(name, text[(equals + 1)..].Trim());
    }
}
