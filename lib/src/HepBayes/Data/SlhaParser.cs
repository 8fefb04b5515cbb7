using HepBayes.Runtime;

namespace HepBayes.Data;

/// <summary>Reads SLHA text line by line. Lenient where programs differ (case, blanks before data lines), strict where numbers could be lost.</summary>
internal sealed class SlhaParser(string source)
{
    private static readonly char[] Blanks = [' ', '\t', '\r'];

    private readonly List<SlhaBlock> blocks = [];
    private readonly List<SlhaDecay> decays = [];
    private List<SlhaEntry>? entries;
    private List<SlhaChannel>? channels;
    private int line;

    public SlhaFile Parse(string text)
    {
        foreach (var full in text.Split('\n'))
        {
            line++;
            var (content, comment) = Cut(full);
            var words = content.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
                continue;
            if (words[0].Equals("BLOCK", StringComparison.OrdinalIgnoreCase))
                Block(words, comment);
            else if (words[0].Equals("DECAY", StringComparison.OrdinalIgnoreCase))
                Decay(words, comment);
            else if (channels is not null)
                channels.Add(Channel(words, comment));
            else if (entries is not null)
                entries.Add(Entry(words, content, comment));
            else
                throw Broken(full, "a line 'Block NAME' or 'DECAY PDG WIDTH' before any data. Is this an SLHA file?");
        }

        if (blocks.Count + decays.Count == 0)
            throw new UserErrorException($"'{source}' holds no block and no decay table; expected a file in the format of the SUSY Les Houches Accord.");
        return new SlhaFile(blocks, decays, source);
    }

    private static (string Content, string Comment) Cut(string full)
    {
        var hash = full.IndexOf('#', StringComparison.Ordinal);
        return hash < 0 ? (full, "") : (full[..hash], full[(hash + 1)..].Trim());
    }

    private void Block(string[] words, string comment)
    {
        if (words.Length == 1)
            throw Broken(words[0], "the name of the block after the word Block");
        entries = [];
        channels = null;
        blocks.Add(new SlhaBlock(words[1], Scale(words), comment, entries));
    }

    // "Q= 2.8E+03", "Q=2.8E+03" and "Q = 2.8E+03" are all in use.
    private double? Scale(string[] words)
    {
        var rest = string.Concat(words.Skip(2));
        if (rest.Length == 0)
            return null;
        if (!rest.StartsWith("Q=", StringComparison.OrdinalIgnoreCase))
            throw Broken(string.Join(" ", words), "nothing or 'Q= SCALE' after the name of the block; comments begin with #");
        return SlhaText.TryNumber(rest[2..], out var scale) ? scale : throw Broken(string.Join(" ", words), $"a number after Q=, found '{rest[2..]}'");
    }

    private void Decay(string[] words, string comment)
    {
        if (words.Length != 3 || !SlhaText.TryInteger(words[1], out var particle) || !SlhaText.TryNumber(words[2], out var width))
            throw Broken(string.Join(" ", words), "'DECAY', the PDG code of the particle and its width in GeV");
        channels = [];
        entries = null;
        decays.Add(new SlhaDecay(particle, width, comment, channels));
    }

    private SlhaChannel Channel(string[] words, string comment)
    {
        if (words.Length < 2 || !SlhaText.TryNumber(words[0], out var ratio) || !SlhaText.TryInteger(words[1], out var count))
            throw Broken(string.Join(" ", words), "a branching ratio, the number of daughters and their PDG codes");
        var daughters = new int[words.Length - 2];
        for (var i = 0; i < daughters.Length; i++)
        {
            if (!SlhaText.TryInteger(words[i + 2], out daughters[i]))
                throw Broken(string.Join(" ", words), $"a PDG code, found '{words[i + 2]}'");
        }

        return count == daughters.Length
            ? new SlhaChannel(ratio, daughters, comment)
            : throw Broken(string.Join(" ", words), $"as many PDG codes as the line announces: {count}, found {daughters.Length}");
    }

    // Integers and one number; or an integer and a text, as in SPINFO.
    private SlhaEntry Entry(string[] words, string content, string comment)
    {
        var leading = words.TakeWhile((word, i) => i < words.Length - 1 && SlhaText.TryInteger(word, out _)).Count();
        if (leading == words.Length - 1 && SlhaText.TryNumber(words[^1], out _))
            return new SlhaEntry([.. words[..leading].Select(Integer)], words[^1], comment);
        var name = blocks[^1].Name;
        if (!SlhaText.TryInteger(words[0], out var index))
            return new SlhaEntry([], content.Trim(), comment);
        if (words.Length == 1)
            throw Broken(content, $"a value after the index {index} of block {name}");
        // In blocks of numbers a text is a damaged number; program information may hold any text.
        if (leading > 0 && LooksLikeNumber(words[leading]) && !name.EndsWith("INFO", StringComparison.OrdinalIgnoreCase))
            throw Broken(content, $"a number, found '{string.Join(" ", words[leading..])}'");
        return new SlhaEntry([index], content.Trim()[words[0].Length..].Trim(), comment);
    }

    private static bool LooksLikeNumber(string word) => word.Length > 0 && (char.IsAsciiDigit(word[0]) || word[0] is '+' or '-' or '.');

    private static int Integer(string word) => SlhaText.TryInteger(word, out var number) ? number : 0;

    private UserErrorException Broken(string found, string expected) =>
        new($"'{source}', line {line}: found '{found.Trim()}'; expected {expected}.");
}
