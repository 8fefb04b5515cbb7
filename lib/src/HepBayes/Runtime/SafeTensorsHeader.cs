using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using TorchSharp;

namespace HepBayes.Runtime;

/// <summary>The header of a safetensors file: which tensor lies where.</summary>
internal static class SafeTensorsHeader
{
    private const string MetadataKey = "__metadata__";
    private const int LengthBytes = 8;

    // The limit of the reference implementation: a longer "length" is not a safetensors file.
    private const long MaximumLength = 100_000_000;

    private static readonly (string Name, torch.ScalarType Type, int Bytes)[] Types =
    [
        ("F64", torch.ScalarType.Float64, 8), ("I64", torch.ScalarType.Int64, 8),
        ("F32", torch.ScalarType.Float32, 4), ("I32", torch.ScalarType.Int32, 4),
        ("F16", torch.ScalarType.Float16, 2), ("BF16", torch.ScalarType.BFloat16, 2), ("I16", torch.ScalarType.Int16, 2),
        ("I8", torch.ScalarType.Int8, 1), ("U8", torch.ScalarType.Byte, 1), ("BOOL", torch.ScalarType.Bool, 1),
    ];

    /// <summary>One tensor: its values are the bytes Begin to End (exclusive) behind the header.</summary>
    public sealed record Entry(string Name, torch.ScalarType Type, long[] Shape, long Begin, long End);

    /// <summary>Orders tensors (wide types first, so that all are aligned; then by name) and lays them end to end.</summary>
    public static List<Entry> Layout(IReadOnlyDictionary<string, torch.Tensor> tensors)
    {
        var entries = new List<Entry>();
        var position = 0L;
        foreach (var (name, tensor) in tensors.OrderByDescending(pair => TypeOf(pair.Key, pair.Value).Bytes).ThenBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (name == MetadataKey)
                throw new ArgumentException($"A tensor cannot be named '{MetadataKey}': the format keeps its metadata there.", nameof(tensors));
            var end = position + (tensor.numel() * TypeOf(name, tensor).Bytes);
            entries.Add(new Entry(name, tensor.dtype, [.. tensor.shape], position, end));
            position = end;
        }

        return entries;
    }

    /// <summary>The header as it stands in the file, padded with blanks to a multiple of 8 bytes.</summary>
    public static byte[] ToBytes(IReadOnlyList<Entry> entries, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(MetadataKey);
                foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                    json.WriteString(key, value);
                json.WriteEndObject();
            }

            foreach (var entry in entries)
            {
                json.WriteStartObject(entry.Name);
                json.WriteString("dtype", Array.Find(Types, type => type.Type == entry.Type).Name);
                WriteNumbers(json, "shape", entry.Shape);
                WriteNumbers(json, "data_offsets", [entry.Begin, entry.End]);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (buffer.Length % 8 != 0)
            buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    /// <summary>Reads and checks the header; afterwards the stream stands at the first value.</summary>
    /// <returns>The entries in the order of their data, which fills the file without gap or overlap, and the metadata.</returns>
    /// <exception cref="UserErrorException">The file is not a safetensors file, or its header contradicts itself or the file's length.</exception>
    public static (IReadOnlyList<Entry> Entries, IReadOnlyDictionary<string, string> Metadata) Read(Stream stream, string path)
    {
        if (stream.Length < LengthBytes)
            throw Bad(path, $"it has {stream.Length} bytes, fewer than the {LengthBytes} of the header's length");
        Span<byte> lengthBytes = stackalloc byte[LengthBytes];
        stream.ReadExactly(lengthBytes);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (length > MaximumLength || (long)length > stream.Length - LengthBytes)
            throw Bad(path, $"it announces a header of {length} bytes, but only {stream.Length - LengthBytes} follow (at most {MaximumLength} are allowed)");
        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        try
        {
            using var json = JsonDocument.Parse(bytes, new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (json.RootElement.ValueKind != JsonValueKind.Object || bytes[0] != '{')
                throw Bad(path, "its header does not begin with '{'");
            var metadata = Metadata(json.RootElement, path);
            var entries = json.RootElement.EnumerateObject().Where(property => property.Name != MetadataKey).Select(property => ReadEntry(property, path)).ToList();
            return (InOrder(entries, stream.Length - LengthBytes - (long)length, path), metadata);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Bad(path, $"its header is not valid JSON ({e.Message})", e);
        }
    }

    private static Dictionary<string, string> Metadata(JsonElement root, string path)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!root.TryGetProperty(MetadataKey, out var element))
            return metadata;
        if (element.ValueKind != JsonValueKind.Object)
            throw Bad(path, $"'{MetadataKey}' is not an object of texts");
        foreach (var property in element.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.String)
                throw Bad(path, $"the metadata '{property.Name}' is not a text");
            metadata.Add(property.Name, property.Value.GetString()!);
        }

        return metadata;
    }

    private static Entry ReadEntry(JsonProperty property, string path)
    {
        var name = property.Name;
        if (property.Value.ValueKind != JsonValueKind.Object
            || !property.Value.TryGetProperty("dtype", out var dtype) || dtype.ValueKind != JsonValueKind.String
            || !property.Value.TryGetProperty("shape", out var shapeElement)
            || !property.Value.TryGetProperty("data_offsets", out var offsetsElement))
            throw Bad(path, $"tensor '{name}' lacks dtype, shape or data_offsets");
        var type = Array.Find(Types, candidate => candidate.Name == dtype.GetString());
        if (type.Name is null)
            throw Bad(path, $"tensor '{name}' has type '{dtype.GetString()}'; readable are {string.Join(", ", Types.Select(candidate => candidate.Name))}");
        var shape = Numbers(shapeElement, name, "shape", path);
        var offsets = Numbers(offsetsElement, name, "data_offsets", path);
        if (offsets.Length != 2 || offsets[1] < offsets[0])
            throw Bad(path, $"tensor '{name}' has data_offsets [{string.Join(", ", offsets)}]; expected [begin, end]");
        var wanted = shape.Aggregate((Int128)type.Bytes, (product, extent) => product > long.MaxValue ? product : product * extent);
        if (wanted != offsets[1] - offsets[0])
            throw Bad(path, $"tensor '{name}' of type {type.Name} and shape [{string.Join(", ", shape)}] needs {wanted} bytes, but its data_offsets span {offsets[1] - offsets[0]}");
        return new Entry(name, type.Type, shape, offsets[0], offsets[1]);
    }

    private static List<Entry> InOrder(List<Entry> entries, long dataLength, string path)
    {
        var ordered = entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End).ToList();
        var position = 0L;
        foreach (var entry in ordered)
        {
            if (entry.Begin != position)
                throw Bad(path, $"tensor '{entry.Name}' begins at byte {entry.Begin} of the data, {(entry.Begin < position ? "inside the tensor before it" : "after a gap")}; expected {position}");
            position = entry.End;
        }

        return position == dataLength
            ? ordered
            : throw Bad(path, $"its tensors need {position} bytes of data, but {dataLength} {(dataLength < position ? "are there: it is cut off" : "are there")}");
    }

    private static long[] Numbers(JsonElement element, string tensor, string what, string path)
    {
        var numbers = new List<long>();
        if (element.ValueKind != JsonValueKind.Array)
            throw Bad(path, $"{what} of tensor '{tensor}' is not a list");
        foreach (var item in element.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out var number) || number < 0)
                throw Bad(path, $"{what} of tensor '{tensor}' holds {item.GetRawText()}; expected whole numbers from 0");
            numbers.Add(number);
        }

        return [.. numbers];
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, long[] numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private static (string Name, torch.ScalarType Type, int Bytes) TypeOf(string name, torch.Tensor tensor)
    {
        var type = Array.Find(Types, candidate => candidate.Type == tensor.dtype);
        return type.Name is null ? throw new ArgumentException($"Tensor '{name}' has type {tensor.dtype}, which safetensors files cannot hold. Convert it first.") : type;
    }

    private static UserErrorException Bad(string path, string reason, Exception? inner = null)
    {
        var message = $"'{path}' is not a usable safetensors file: {reason}. Write it again, or fetch it anew.";
        return inner is null ? new UserErrorException(message) : new UserErrorException(message, inner);
    }
}
