using System.Text;
using System.Text.Json;
using HepBayes.Runtime;

namespace HepBayes.Studies;

/// <summary>A value of a JSON text that knows its place, so that complaints can name line and column.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Text">A text without its quotes, a number or word as written; empty for objects and arrays.</param>
/// <param name="Members">Members of an object, each with the place of its name.</param>
/// <param name="Items">Values of an array.</param>
internal sealed record StudyNode(
    string File, int Line, int Column, JsonTokenType Kind, string Text, IReadOnlyList<(string Name, int Line, int Column, StudyNode Value)> Members, IReadOnlyList<StudyNode> Items)
{
    /// <summary>Reads a text.</summary>
    /// <param name="text">The JSON text.</param>
    /// <param name="file">Name of the file for messages.</param>
    /// <exception cref="UserErrorException">It is no JSON, or one name stands twice in an object.</exception>
    public static StudyNode Parse(string text, string file)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes);
        try
        {
            reader.Read();
            var node = new Parser(bytes, file).Value(ref reader);
            reader.Read();
            return node;
        }
        catch (JsonException e)
        {
            throw new UserErrorException($"{file}({e.LineNumber + 1},{e.BytePositionInLine + 1}): this is no JSON: {e.Message.Split(" LineNumber:")[0]}", e);
        }
    }

    /// <summary>A complaint about this value.</summary>
    public UserErrorException Wrong(string what) => new($"{File}({Line},{Column}): {what}");

    private sealed class Parser(byte[] bytes, string file)
    {
        public StudyNode Value(ref Utf8JsonReader reader)
        {
            var (line, column) = Place(reader.TokenStartIndex);
            var kind = reader.TokenType;
            return kind switch
            {
                JsonTokenType.StartObject => new(file, line, column, kind, "", Members(ref reader), []),
                JsonTokenType.StartArray => new(file, line, column, kind, "", [], Items(ref reader)),
                JsonTokenType.String => new(file, line, column, kind, reader.GetString()!, [], []),
                _ => new(file, line, column, kind, Encoding.UTF8.GetString(reader.ValueSpan), [], []),
            };
        }

        private List<(string Name, int Line, int Column, StudyNode Value)> Members(ref Utf8JsonReader reader)
        {
            var members = new List<(string Name, int Line, int Column, StudyNode Value)>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var name = reader.GetString()!;
                var (line, column) = Place(reader.TokenStartIndex);
                if (members.Any(m => m.Name == name))
                    throw new UserErrorException($"{file}({line},{column}): '{name}' stands here for the second time; leave one of them out.");
                reader.Read();
                members.Add((name, line, column, Value(ref reader)));
            }

            return members;
        }

        private List<StudyNode> Items(ref Utf8JsonReader reader)
        {
            var items = new List<StudyNode>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                items.Add(Value(ref reader));
            return items;
        }

        private (int Line, int Column) Place(long position)
        {
            var before = bytes.AsSpan(0, (int)position);
            return (before.Count((byte)'\n') + 1, before.Length - before.LastIndexOf((byte)'\n'));
        }
    }
}
