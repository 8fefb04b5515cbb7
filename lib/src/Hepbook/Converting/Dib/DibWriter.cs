using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hepbook.Notebooks;

namespace Hepbook.Converting.Dib;

/// <summary>
/// Writes the text format of .NET notebooks (.dib): cells begin with a line such as <c>#!csharp</c>. What the format has
/// no place for (identities, tags, attachments, the metadata of the notebook) goes into its <c>#!meta</c> block under the
/// name <see cref="Section"/>, which other programs pass over. Outputs are left out.
/// </summary>
internal static class DibWriter
{
    /// <summary>The name of our part of the <c>#!meta</c> block.</summary>
    public const string Section = "hepbook";

    /// <summary>The line that begins the <c>#!meta</c> block.</summary>
    public const string MetaLine = "#!meta";

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of a notebook.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="path">Its name in messages.</param>
    /// <exception cref="UserErrorException">A line of a cell would begin a new cell.</exception>
    public static string ToText(Notebook notebook, string path)
    {
        var text = new StringBuilder(MetaLine + "\n\n" + Meta(notebook));
        for (var i = 0; i < notebook.Cells.Count; i++)
        {
            var language = CellLanguage.Of(notebook.Cells[i]);
            Check(language, $"{path}: cell {i + 1}");
            text.Append("\n#!").Append(language.Name).Append("\n\n").Append(language.Text.Trim('\n')).Append('\n');
        }

        return text.ToString();
    }

    // One line for each cell, so that changes are easy to see.
    private static string Meta(Notebook notebook)
    {
        var kernelInfo = notebook.Metadata["polyglot_notebook"]?["kernelInfo"] ?? CellMetadata.KernelInfo();
        var cells = string.Join(",\n", notebook.Cells.Select(c => "   " + Record(c).ToJsonString(Compact)));
        return $$"""
            {
             "kernelInfo": {{kernelInfo.ToJsonString(Compact)}},
             "{{Section}}": {
              "metadata": {{notebook.Metadata.ToJsonString(Compact)}},
              "cells": [
            {{cells}}
              ]
             }
            }

            """;
    }

    private static JsonObject Record(NotebookCell cell)
    {
        var language = CellLanguage.Of(cell);
        var record = new JsonObject { ["id"] = cell.Id, ["metadata"] = cell.Metadata.DeepClone() };
        if (cell.Kind == CellKind.Code && language.Name is "markdown" or "raw")
            record["code"] = true;
        if (language.FirstLine is { } line)
            record["first_line"] = line;
        if (cell.Attachments is { } attachments)
            record["attachments"] = attachments.DeepClone();
        if (language.Text.Length > 0 && (language.Text[0] == '\n' || language.Text[^1] == '\n'))
        {
            record["blank_before"] = language.Text.Length - language.Text.TrimStart('\n').Length;
            record["blank_after"] = language.Text.TrimStart('\n').Length - language.Text.Trim('\n').Length;
        }

        return record;
    }

    private static void Check(CellLanguage cell, string place)
    {
        var lines = cell.Text.Split('\n');
        var index = Array.FindIndex(lines, l => CellLanguage.NamedBy(l) is not null || l.TrimEnd() == MetaLine);
        if (index >= 0)
            throw new UserErrorException(
                $"{place}, line {index + (cell.FirstLine is null ? 1 : 2)}: '{lines[index].TrimEnd()}' would begin a new cell in a .dib file. Indent the line, or split the cell there.");
    }
}
