using Microsoft.FSharp.Core;

namespace Hepbook.Engine;

/// <summary>Writes a type as code of a language refers to it.</summary>
internal static class TypeText
{
    private const string Prefix = "FSharp";

    /// <summary>In C#.</summary>
    public static string CSharp(Type type) => Write(type, "global::", CSharp, static t => t.Name);

    /// <summary>In F#.</summary>
    public static string FSharp(Type type)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(FSharpFunc<,>))
            return $"({string.Join(" -> ", type.GetGenericArguments().Select(FSharp))})";
        return Write(type, "global.", FSharp, static t => SourceName(t));
    }

    /// <summary>The parts of a type: itself, its elements and arguments, and theirs.</summary>
    public static IEnumerable<Type> Parts(Type type) => type.HasElementType
        ? Parts(type.GetElementType()!)
        : type.GetGenericArguments().SelectMany(Parts).Prepend(type);

    /// <summary>The files of the libraries that a type and its parts come from, without the framework.</summary>
    public static IEnumerable<string> Libraries(Type type) =>
        Parts(type).Select(p => p.Assembly.Location).Distinct().Where(f => Path.GetDirectoryName(f) != Path.GetDirectoryName(typeof(object).Assembly.Location));

    // F#'s own types have other names in its sources: list<int> is FSharpList<int> to everybody else.
    private static string SourceName(Type type) =>
        type.Assembly == typeof(Unit).Assembly && type.Name.StartsWith(Prefix, StringComparison.Ordinal) ? type.Name[Prefix.Length..] : type.Name;

    private static string Write(Type type, string root, Func<Type, string> inner, Func<Type, string> name)
    {
        if (type.IsArray)
        {
            var (ranks, element) = ("", type);
            for (; element.IsArray; element = element.GetElementType()!)
                ranks = Ranks(ranks, element, root);
            return inner(element) + ranks;
        }

        var arguments = new Queue<Type>(type.GetGenericArguments());
        var chain = new Stack<Type>();
        for (var current = type; current is not null; current = current.DeclaringType)
            chain.Push(current);
        var levels = chain.Select(level => Level(name(level), arguments, inner));
        return root + (type.Namespace is { Length: > 0 } space ? space + "." : "") + string.Join('.', levels);
    }

    // C#: int[,][] is an array of rank two of arrays; F# reads the same text from the inside out.
    private static string Ranks(string outer, Type array, string root)
    {
        var rank = $"[{new string(',', array.GetArrayRank() - 1)}]";
        return root == "global::" ? outer + rank : rank + outer;
    }

    private static string Level(string name, Queue<Type> arguments, Func<Type, string> inner)
    {
        var tick = name.IndexOf('`', StringComparison.Ordinal);
        if (tick < 0)
            return name;
        var own = Enumerable.Range(0, int.Parse(name[(tick + 1)..], System.Globalization.CultureInfo.InvariantCulture)).Select(_ => inner(arguments.Dequeue())).ToArray();
        return $"{name[..tick]}<{string.Join(", ", own)}>";
    }
}
