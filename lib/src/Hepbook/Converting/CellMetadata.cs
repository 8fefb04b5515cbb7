using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Hepbook.Notebooks;

namespace Hepbook.Converting;

/// <summary>What notebook editors store beside the text of cells and notebooks.</summary>
internal static class CellMetadata
{
    /// <summary>The metadata that .NET notebooks give a code cell.</summary>
    /// <param name="language">The language, for example <c>csharp</c>.</param>
    public static JsonObject OfLanguage(string language) => new()
    {
        ["dotnet_interactive"] = new JsonObject { ["language"] = language },
        ["polyglot_notebook"] = new JsonObject { ["kernelName"] = language },
    };

    /// <summary>The metadata of a notebook whose file brought none.</summary>
    /// <param name="kernelInfo">The kernels that a .dib names; null for C# alone.</param>
    public static JsonObject OfNotebook(JsonNode? kernelInfo = null) => new()
    {
        ["kernelspec"] = new JsonObject { ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = ".net-csharp" },
        ["language_info"] = new JsonObject { ["name"] = "polyglot-notebook" },
        ["polyglot_notebook"] = new JsonObject { ["kernelInfo"] = kernelInfo?.DeepClone() ?? KernelInfo() },
    };

    /// <summary>The kernels of a notebook in C# alone.</summary>
    public static JsonObject KernelInfo() => new()
    {
        ["defaultKernelName"] = "csharp",
        ["items"] = new JsonArray(new JsonObject { ["aliases"] = new JsonArray(), ["name"] = "csharp" }),
    };

    /// <summary>Copies metadata without the language entries, if they are exactly the usual ones and adding them again gives the same text.</summary>
    /// <param name="metadata">The metadata of a code cell.</param>
    /// <param name="language">The language that the entries must name.</param>
    /// <returns>The other entries; null if the metadata must be kept whole.</returns>
    public static JsonObject? WithoutLanguage(JsonObject metadata, string language)
    {
        var rest = (JsonObject)metadata.DeepClone();
        rest.Remove("dotnet_interactive");
        rest.Remove("polyglot_notebook");
        return WithLanguage(rest, language).ToJsonString() == metadata.ToJsonString() ? rest : null;
    }

    /// <summary>Undoes <see cref="WithoutLanguage"/>.</summary>
    public static JsonObject WithLanguage(JsonObject rest, string language)
    {
        var whole = OfLanguage(language);
        foreach (var (key, value) in rest)
            whole[key] = value?.DeepClone();
        return whole;
    }

    /// <summary>The identity of a cell whose file brought none: the same each time.</summary>
    /// <param name="index">The cell's place in the notebook, from 0.</param>
    /// <param name="source">Its text.</param>
    public static string Identity(int index, string source) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{index}\n{source}")))[..8];

    /// <summary>Whether two notebooks are the same but for outputs and execution numbers.</summary>
    /// <returns>The number of the first cell that differs, from 1; 0 for the notebooks themselves; null if nothing differs.</returns>
    public static int? FirstDifference(Notebook a, Notebook b)
    {
        if (a.Cells.Count != b.Cells.Count || !JsonNode.DeepEquals(a.Metadata, b.Metadata))
            return 0;
        var index = Enumerable.Range(0, a.Cells.Count).FirstOrDefault(i => !Same(a.Cells[i], b.Cells[i]), -1);
        return index < 0 ? null : index + 1;
    }

    private static bool Same(NotebookCell a, NotebookCell b) =>
        (a.Id, a.Kind, a.Source) == (b.Id, b.Kind, b.Source) && JsonNode.DeepEquals(a.Metadata, b.Metadata) && JsonNode.DeepEquals(a.Attachments, b.Attachments);
}
