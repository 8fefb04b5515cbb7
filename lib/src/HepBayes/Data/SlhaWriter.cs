using System.Globalization;
using System.Text;

namespace HepBayes.Data;

/// <summary>Writes blocks and decay tables in the columns that the accord proposes.</summary>
internal static class SlhaWriter
{
    public static string Write(SlhaFile file)
    {
        var text = new StringBuilder();
        foreach (var block in file.Blocks)
        {
            var scale = block.Scale is { } q ? " Q= " + Number(q) : "";
            Line(text, $"BLOCK {block.Name}{scale}", block.Comment);
            foreach (var entry in block.Entries)
                Line(text, Entry(entry), entry.Comment);
        }

        foreach (var decay in file.Decays)
        {
            Line(text, string.Create(CultureInfo.InvariantCulture, $"DECAY {decay.Particle,9}   {Number(decay.Width)}"), decay.Comment);
            foreach (var channel in decay.Channels)
            {
                var daughters = string.Concat(channel.Daughters.Select(d => string.Create(CultureInfo.InvariantCulture, $" {d,9}")));
                Line(text, string.Create(CultureInfo.InvariantCulture, $"   {Number(channel.BranchingRatio)}   {channel.Daughters.Count,2}  {daughters}"), channel.Comment);
            }
        }

        return text.ToString();
    }

    private static string Entry(SlhaEntry entry) => entry.Indices.Count switch
    {
        0 => $"          {entry.Text}",
        1 => string.Create(CultureInfo.InvariantCulture, $" {entry.Indices[0],9}   {entry.Text}"),
        _ => string.Concat(entry.Indices.Select(i => string.Create(CultureInfo.InvariantCulture, $" {i,2}"))) + $"   {entry.Text}",
    };

    // The shortest form that reads back the same.
    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, string content, string comment)
    {
        text.Append(content);
        if (comment.Length > 0)
            text.Append("   # ").Append(comment);
        text.Append('\n');
    }
}
