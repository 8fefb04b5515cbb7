using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Hepbook.Tests.Support;

/// <summary>The rules of the nbformat 4.5 schema, as far as they concern notebooks without widgets.</summary>
internal static partial class NotebookFormat
{
    /// <summary>Lists everything that breaks the schema; empty for a valid notebook.</summary>
    public static IReadOnlyList<string> Violations(JsonNode? node)
    {
        var found = new List<string>();
        if (!Keys(found, node, "notebook", ["metadata", "nbformat", "nbformat_minor", "cells"], []))
            return found;
        if (node!["nbformat"]!.GetValue<int>() != 4 || node["nbformat_minor"]!.GetValue<int>() < 5)
            found.Add("not format 4.5");
        if (node["metadata"]!["kernelspec"] is JsonObject spec && (spec["name"] is null || spec["display_name"] is null))
            found.Add("kernelspec without name or display_name");
        var ids = new HashSet<string>();
        var cells = (JsonArray)node["cells"]!;
        for (var i = 0; i < cells.Count; i++)
            Cell(found, cells[i], $"cells[{i}]", ids);
        return found;
    }

    private static void Cell(List<string> found, JsonNode? cell, string place, HashSet<string> ids)
    {
        var type = cell?["cell_type"]?.ToString();
        var good = type switch
        {
            "code" => Keys(found, cell, place, ["id", "cell_type", "metadata", "source", "outputs", "execution_count"], []),
            "markdown" or "raw" => Keys(found, cell, place, ["id", "cell_type", "metadata", "source"], ["attachments"]),
            _ => false,
        };
        if (!good)
        {
            found.Add($"{place}: bad cell of type '{type}'");
            return;
        }

        var id = cell!["id"]!.ToString();
        if (!Id().IsMatch(id) || !ids.Add(id))
            found.Add($"{place}: bad or repeated id '{id}'");
        Multiline(found, cell["source"], place + ".source");
        if (cell["metadata"] is not JsonObject metadata)
            found.Add($"{place}: metadata is no object");
        else if (metadata["tags"] is { } tags && (tags is not JsonArray list || list.Any(t => t!.ToString().Contains(',')) || list.Select(t => t!.ToString()).Distinct().Count() != list.Count))
            found.Add($"{place}: bad tags");
        if (type != "code")
            return;
        Count(found, cell["execution_count"], place);
        var outputs = (JsonArray)cell["outputs"]!;
        for (var i = 0; i < outputs.Count; i++)
            Output(found, outputs[i], $"{place}.outputs[{i}]");
    }

    private static void Output(List<string> found, JsonNode? output, string place)
    {
        switch (output?["output_type"]?.ToString())
        {
            case "stream":
                if (Keys(found, output, place, ["output_type", "name", "text"], []))
                    Multiline(found, output["text"], place + ".text");
                break;
            case "error":
                if (Keys(found, output, place, ["output_type", "ename", "evalue", "traceback"], []) && output["traceback"] is not JsonArray)
                    found.Add(place + ": traceback is no array");
                break;
            case "display_data" when Keys(found, output, place, ["output_type", "data", "metadata"], []):
                Bundle(found, output["data"], place);
                break;
            case "execute_result" when Keys(found, output, place, ["output_type", "data", "metadata", "execution_count"], []):
                Bundle(found, output["data"], place);
                Count(found, output["execution_count"], place);
                break;
            default:
                found.Add(place + ": bad output");
                break;
        }
    }

    private static void Bundle(List<string> found, JsonNode? data, string place)
    {
        if (data is not JsonObject bundle)
        {
            found.Add(place + ": data is no object");
            return;
        }

        foreach (var (mime, content) in bundle)
        {
            var isJson = mime.StartsWith("application/", StringComparison.Ordinal) && (mime == "application/json" || mime.EndsWith("+json", StringComparison.Ordinal));
            if (!isJson)
                Multiline(found, content, $"{place}.data[{mime}]");
        }
    }

    private static void Count(List<string> found, JsonNode? count, string place)
    {
        if (count is not null && (count.GetValueKind() != JsonValueKind.Number || count.GetValue<int>() < 0))
            found.Add(place + ": bad execution_count");
    }

    private static void Multiline(List<string> found, JsonNode? text, string place)
    {
        if (Hepbook.Notebooks.MultilineText.FromJson(text) is null)
            found.Add(place + ": neither a string nor strings");
    }

    private static bool Keys(List<string> found, JsonNode? node, string place, string[] required, string[] optional)
    {
        if (node is not JsonObject item)
        {
            found.Add(place + ": no object");
            return false;
        }

        var missing = required.Where(k => !item.ContainsKey(k)).ToArray();
        var extra = item.Select(p => p.Key).Except(required).Except(optional).ToArray();
        found.AddRange(missing.Select(k => $"{place}: '{k}' is missing"));
        found.AddRange(extra.Select(k => $"{place}: '{k}' is not allowed"));
        return missing.Length == 0;
    }

    [GeneratedRegex("^[a-zA-Z0-9-_]{1,64}$")]
    private static partial Regex Id();
}
