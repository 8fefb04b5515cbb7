using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Hepbook.Assistance;

/// <summary>Reads what is written about a member from the XML file beside its library.</summary>
/// <param name="Summary">What it is for.</param>
/// <param name="Details">Parameters, the result, exceptions, each with its heading.</param>
internal sealed partial record XmlDocumentation(string Summary, IReadOnlyList<(string Heading, string Text)> Details)
{
    /// <summary>Finds the text about a member, or about the one that it overrides or implements.</summary>
    /// <returns>The text; null if there is none.</returns>
    public static XmlDocumentation? Of(ISymbol symbol, Compilation compilation)
    {
        for (var current = symbol.OriginalDefinition; current is not null; current = Inherited(current)?.OriginalDefinition)
        {
            if (Element(current, compilation) is { } element && element.Element("inheritdoc") is null)
                return Read(element);
        }

        return null;
    }

    private static ISymbol? Inherited(ISymbol symbol)
    {
        var overridden = symbol switch
        {
            IMethodSymbol method => method.OverriddenMethod,
            IPropertySymbol property => (ISymbol?)property.OverriddenProperty,
            _ => null,
        };
        return overridden ?? symbol.ContainingType?.AllInterfaces
            .SelectMany(i => i.GetMembers(symbol.Name))
            .FirstOrDefault(m => SymbolEqualityComparer.Default.Equals(symbol.ContainingType.FindImplementationForInterfaceMember(m), symbol));
    }

    private static XElement? Element(ISymbol symbol, Compilation compilation)
    {
        if (symbol.GetDocumentationCommentId() is not { } id || symbol.ContainingAssembly is not { } assembly)
            return null;
        var library = (compilation.GetMetadataReference(assembly) as PortableExecutableReference)?.FilePath;
        return library is null ? null : Files(library, symbol).Select(f => Member(f, id)).FirstOrDefault(e => e is not null);
    }

    private static IEnumerable<string> Files(string library, ISymbol symbol)
    {
        var beside = Path.ChangeExtension(library, ".xml");
        if (File.Exists(beside))
            return [beside];
        return Path.GetDirectoryName(library) == Path.GetDirectoryName(typeof(object).Assembly.Location) ? FrameworkFiles(symbol) : [];
    }

    // The framework's texts come with the SDK, in files that are named after parts of it, not after its libraries.
    private static IEnumerable<string> FrameworkFiles(ISymbol symbol)
    {
        var shared = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var packs = Path.GetFullPath(Path.Combine(shared, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref"));
        if (!Directory.Exists(packs))
            return [];
        var space = symbol.ContainingNamespace?.ToDisplayString() ?? "";
        return Directory.GetFiles(packs, "*.xml", SearchOption.AllDirectories)
            .OrderByDescending(f => Path.GetFileNameWithoutExtension(f) is var name && name == "System.Runtime" ? 1000 : space.StartsWith(name, StringComparison.Ordinal) ? name.Length : 0);
    }

    // Reading the text is quick; parsing a file of many megabytes for one member is not.
    private static XElement? Member(string file, string id)
    {
        var text = File.ReadAllText(file);
        var at = text.IndexOf($"<member name=\"{id}\"", StringComparison.Ordinal);
        var end = at < 0 ? -1 : text.IndexOf("</member>", at, StringComparison.Ordinal);
        if (end < 0)
            return null;
        try
        {
            return XElement.Parse(text[at..(end + "</member>".Length)]);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static XmlDocumentation Read(XElement member)
    {
        var details = new List<(string, string)>();
        foreach (var element in member.Elements())
        {
            var heading = element.Name.LocalName switch
            {
                "param" or "typeparam" => element.Attribute("name")?.Value,
                "returns" => "returns",
                "value" => "value",
                "exception" => Reference(element),
                "remarks" => "remarks",
                _ => null,
            };
            if (heading is not null && Text(element) is { Length: > 0 } text)
                details.Add((heading, text));
        }

        return new XmlDocumentation(member.Element("summary") is { } summary ? Text(summary) : "", details);
    }

    private static string Text(XElement element)
    {
        var parts = element.Nodes().Select(node => node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "see" or "seealso" } see when see.IsEmpty => Reference(see) ?? "",
            XElement { Name.LocalName: "paramref" or "typeparamref" } name => name.Attribute("name")?.Value ?? "",
            XElement inner => Text(inner) + (inner.Name.LocalName is "para" or "item" or "description" ? " " : ""),
            _ => "",
        });
        return Blank().Replace(string.Concat(parts), " ").Trim();
    }

    // T:System.Collections.Generic.List`1 is a List; M:System.Math.Max(System.Int32,System.Int32) is Max.
    private static string? Reference(XElement element)
    {
        if (element.Attribute("langword")?.Value is { } word)
            return word;
        var name = element.Attribute("cref")?.Value.Split('(')[0];
        return name?[(name.LastIndexOf('.') + 1)..].Split('`')[0] ?? element.Attribute("href")?.Value;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();
}
