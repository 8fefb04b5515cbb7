using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hepbook.Jupyter;

/// <summary>Turns messages into the frames of a ZeroMQ message and back.</summary>
/// <remarks>Frames: routing identities, the delimiter, the signature, header, parent header, metadata, content, buffers.</remarks>
internal sealed class MessageCodec(MessageSigner signer)
{
    private const int Parts = 4;
    private static readonly byte[] Delimiter = Encoding.ASCII.GetBytes("<IDS|MSG>");
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The frames of a message.</summary>
    public IReadOnlyList<byte[]> Encode(KernelMessage message)
    {
        byte[][] parts = [.. new[] { message.Header, message.ParentHeader, message.Metadata, message.Content }.Select(p => JsonSerializer.SerializeToUtf8Bytes(p, Options))];
        return [.. message.Identities, Delimiter, signer.Sign(parts), .. parts];
    }

    /// <summary>Reads frames that came from outside.</summary>
    /// <exception cref="FormatException">They are no message, or not signed with the key.</exception>
    public KernelMessage Decode(IReadOnlyList<byte[]> frames)
    {
        var delimiter = frames.TakeWhile(f => !f.AsSpan().SequenceEqual(Delimiter)).Count();
        if (frames.Count < delimiter + 2 + Parts)
            throw new FormatException($"{frames.Count} frames: expected identities, the delimiter, the signature, {Parts} parts of JSON.");
        byte[][] parts = [.. frames.Skip(delimiter + 2).Take(Parts)];
        if (!signer.IsRight(frames[delimiter + 1], parts))
            throw new FormatException("the signature is wrong.");
        var message = new KernelMessage
        {
            Identities = [.. frames.Take(delimiter)],
            Header = Parse(parts[0]),
            ParentHeader = Parse(parts[1]),
            Metadata = Parse(parts[2]),
            Content = Parse(parts[3]),
        };
        return message.Type.Length > 0 ? message : throw new FormatException("the header names no 'msg_type'.");
    }

    private static JsonObject Parse(byte[] part)
    {
        try
        {
            return JsonNode.Parse(part) as JsonObject ?? throw new FormatException("a part is no JSON object.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"a part is not JSON: {e.Message}", e);
        }
    }
}
