using HepBayes.Runtime;

namespace HepBayes.Data;

/// <summary>
/// Walks through delimited text record by record and knows the line of each. Blanks around fields do not count; a field in
/// double quotes may contain separators, line ends and doubled quotes. Empty lines and lines that begin with # are skipped.
/// </summary>
internal sealed class DelimitedText(string text, char separator, string source)
{
    private const string Blanks = " \t";
    private int position;
    private int nextLine = 1;

    /// <summary>The line on which the current record begins, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>The fields of the current record, without surrounding blanks and quotes.</summary>
    public List<ReadOnlyMemory<char>> Fields { get; } = [];

    /// <summary>Moves to the next record; false at the end of the text.</summary>
    /// <exception cref="UserErrorException">A quote is not closed, or text follows a closing quote.</exception>
    public bool Read()
    {
        Fields.Clear();
        while (position < text.Length)
        {
            Line = nextLine;
            SkipBlanks();
            if (AtLineEnd)
            {
                EndLine();
                continue;
            }

            if (text[position] == '#')
            {
                position = LineEndFrom(position);
                EndLine();
                continue;
            }

            ReadFields();
            EndLine();
            return true;
        }

        return false;
    }

    /// <summary>Guesses the separator from the first line that is neither empty nor a comment.</summary>
    public static char FindSeparator(string text)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var content = line.Trim();
            if (content.IsEmpty || content[0] == '#')
                continue;
            var best = ' ';
            var most = 0;
            foreach (var candidate in ",;\t|")
            {
                var count = content.Count(candidate);
                if (count > most)
                    (best, most) = (candidate, count);
            }

            return best;
        }

        return ',';
    }

    private bool AtLineEnd => position >= text.Length || text[position] is '\n' or '\r';

    private void ReadFields()
    {
        while (true)
        {
            SkipBlanks();
            Fields.Add(!AtLineEnd && text[position] == '"' ? QuotedField() : PlainField());
            SkipBlanks();
            if (AtLineEnd)
                return;
            if (separator == ' ')
                continue;
            position++;
            SkipBlanks();
            if (!AtLineEnd)
                continue;
            Fields.Add(default);
            return;
        }
    }

    private ReadOnlyMemory<char> PlainField()
    {
        var start = position;
        while (!AtLineEnd && !(separator == ' ' ? Blanks.Contains(text[position]) : text[position] == separator))
            position++;
        return text.AsMemory(start, position - start).TrimEnd();
    }

    private ReadOnlyMemory<char> QuotedField()
    {
        var start = ++position;
        var doubled = false;
        while (true)
        {
            if (position >= text.Length)
                throw new UserErrorException($"'{source}', line {Line}, column {Fields.Count + 1}: the quote that opens this field is never closed.");
            if (text[position] == '\n')
                nextLine++;
            if (text[position++] != '"')
                continue;
            if (position >= text.Length || text[position] != '"')
                break;
            doubled = true;
            position++;
        }

        var content = text.AsMemory(start, position - 1 - start);
        SkipBlanks();
        if (!AtLineEnd && text[position] != separator && separator != ' ')
            throw new UserErrorException($"'{source}', line {Line}, column {Fields.Count + 1}: '{text[position]}' follows a closing quote; expected '{separator}' or the end of the line. A quote inside a quoted field is written twice.");
        return doubled ? content.ToString().Replace("\"\"", "\"", StringComparison.Ordinal).AsMemory() : content;
    }

    // A separator that is itself a blank (tab) ends a field and must not be skipped.
    private void SkipBlanks()
    {
        while (position < text.Length && Blanks.Contains(text[position]) && text[position] != (separator == ' ' ? '\0' : separator))
            position++;
    }

    private int LineEndFrom(int start)
    {
        var length = text.AsSpan(start).IndexOfAny('\n', '\r');
        return length < 0 ? text.Length : start + length;
    }

    private void EndLine()
    {
        if (position < text.Length && text[position] == '\r')
            position++;
        if (position < text.Length && text[position] == '\n')
            position++;
        nextLine++;
    }
}
