using System.Text;
using Microsoft.DotNet.Interactive.Formatting;

namespace Hepbook.Engine;

/// <summary>Turns values into MIME bundles through the registered formatters.</summary>
internal static class MimeFormatter
{
    private const string Plain = "text/plain";
    private const string Html = "text/html";
    private const int PlainLimit = 4000;

    /// <summary>Formats a value.</summary>
    /// <param name="value">The value; null is shown as the formatters show null.</param>
    /// <param name="mimeType">The only MIME type wanted; null for every preferred one, text/plain always among them.</param>
    /// <returns>MIME type to text.</returns>
    public static IReadOnlyDictionary<string, string> Format(object? value, string? mimeType = null)
    {
        var bundle = new Dictionary<string, string>();
        if (mimeType is not null)
        {
            // Text that already is in the wanted type, for example SVG, goes through unchanged.
            bundle[mimeType] = value is string text ? text : value.ToDisplayString(mimeType);
            bundle.TryAdd(Plain, ShortPlainText(value, bundle));
            return bundle;
        }

        foreach (var mime in PreferredTypes(value))
            bundle[mime] = value.ToDisplayString(mime);
        if (!bundle.ContainsKey(Plain))
            bundle[Plain] = ShortPlainText(value, bundle);
        return bundle;
    }

    private static IReadOnlyCollection<string> PreferredTypes(object? value)
    {
        if (value is null)
            return [Plain];
        var type = value.GetType();
        var preferred = Formatter.GetPreferredMimeTypesFor(type);
        // A number in a styled HTML box says no more than the number.
        return IsScalar(type) && preferred.SequenceEqual([Html]) && !Formatter.RegisteredFormatters(false).Any(f => f.Type == type) ? [Plain] : preferred;
    }

    private static bool IsScalar(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(decimal) || type == typeof(DateTime) || type == typeof(TimeSpan) || type == typeof(DateTimeOffset);

    // The second-best text of an output: a chart is named, anything else is written up to a limit.
    private static string ShortPlainText(object? value, Dictionary<string, string> bundle)
    {
        if (value is string text)
            return bundle.ContainsKey(Html) && bundle.Count == 1 ? "[HTML]" : text;
        if (value is not null && bundle.Keys.Any(m => m.EndsWith("json", StringComparison.Ordinal) || m.StartsWith("image/", StringComparison.Ordinal)))
            return $"[{value.GetType().Name}]";
        using var writer = new LimitedWriter(PlainLimit);
        try
        {
            using var context = new FormatContext(writer);
            Formatter.GetPreferredFormatterFor(value?.GetType() ?? typeof(object), Plain).Format(value!, context);
        }
        catch (Exception) when (writer.IsFull)
        {
            // Formatters may wrap the exception that the writer stopped them with.
            writer.Text.Append('…');
        }

        return writer.Text.ToString();
    }

    private sealed class LimitReachedException : Exception;

    private sealed class LimitedWriter(int limit) : TextWriter
    {
        public StringBuilder Text { get; } = new();

        public bool IsFull => Text.Length >= limit;

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
            if (IsFull)
                throw new LimitReachedException();
            Text.Append(value);
        }
    }
}
