namespace Hepbook.Engine;

/// <summary>How much one cell may show: what goes beyond is left out with a notice, so that no notebook becomes too large to open.</summary>
/// <remarks>Not thread-safe: the owner locks.</remarks>
internal sealed class OutputBudget
{
    /// <summary>The most characters of console text kept for one cell.</summary>
    public const int TextLimit = 1_000_000;

    /// <summary>The most characters of displayed data kept for one cell.</summary>
    public const int DataLimit = 20_000_000;

    private int textLength;
    private long dataLength;

    /// <summary>Takes console text into account.</summary>
    /// <param name="text">What is written.</param>
    /// <returns>What is shown: all, a part and a notice, or nothing.</returns>
    public string Take(string text)
    {
        if (textLength >= TextLimit)
            return "";
        var kept = Math.Min(text.Length, TextLimit - textLength);
        textLength += kept;
        var part = kept == text.Length ? text : text[..kept];
        return textLength < TextLimit ? part : $"{part}\n[The output of this cell is longer than {TextLimit} characters; the rest is left out.]\n";
    }

    /// <summary>Takes a display into account.</summary>
    /// <param name="data">MIME type to text.</param>
    /// <returns>What is shown: the same, or a notice.</returns>
    public IReadOnlyDictionary<string, string> Take(IReadOnlyDictionary<string, string> data)
    {
        dataLength += data.Sum(p => (long)p.Value.Length);
        return dataLength <= DataLimit
            ? data
            : new Dictionary<string, string> { ["text/plain"] = $"[Left out: the displays of this cell hold more than {DataLimit} characters.]" };
    }
}
