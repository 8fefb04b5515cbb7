using System.Buffers.Binary;
using TorchSharp;

namespace HepBayes.Runtime;

/// <summary>
/// Reads and writes named tensors in the safetensors format: 8 bytes little-endian length of the header, the header (JSON, padded to a
/// multiple of 8 bytes), then the values, little-endian and row-major. Python reads the files with the package safetensors.
/// Types: F16, BF16, F32, F64, I8, U8, I16, I32, I64, BOOL.
/// </summary>
public static class SafeTensors
{
    private const int LargestBuffer = 1 << 20;

    /// <summary>Writes tensors; the file appears whole or not at all. Tensors on other devices are copied, none is changed or disposed.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="tensors">Names and tensors of any shape.</param>
    /// <param name="metadata">Texts kept with them, for example a format version.</param>
    /// <exception cref="ArgumentException">A name is "__metadata__", or a tensor has a type that the format lacks (complex, quantised).</exception>
    /// <exception cref="IOException">The file could not be written.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, torch.Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensors);
        NativeLibraries.EnsureLoaded();
        var entries = SafeTensorsHeader.Layout(tensors);
        var header = SafeTensorsHeader.ToBytes(entries, metadata);
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (var entry in entries)
            {
                if (entry.Begin == entry.End)
                    continue;
                using var scope = torch.NewDisposeScope();
                tensors[entry.Name].detach().cpu().contiguous().WriteBytesToStream(stream, Buffer(entry));
            }
        });
    }

    /// <summary>Reads a file. The tensors lie on the CPU; the caller disposes them.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UserErrorException">The file is missing, is not a safetensors file, is cut off, or its header contradicts itself.</exception>
    public static (IReadOnlyDictionary<string, torch.Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata) Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        NativeLibraries.EnsureLoaded();
        if (!File.Exists(path))
            throw new UserErrorException($"There is no file '{path}' (looked for '{Path.GetFullPath(path)}').");
        using var stream = File.OpenRead(path);
        var (entries, metadata) = SafeTensorsHeader.Read(stream, path);
        var tensors = new Dictionary<string, torch.Tensor>(StringComparer.Ordinal);
        try
        {
            // In the order of the data, which validation has shown to be without gaps.
            foreach (var entry in entries)
            {
                var tensor = torch.empty(entry.Shape, dtype: entry.Type, device: torch.CPU);
                tensors.Add(entry.Name, tensor);
                if (entry.Begin < entry.End)
                    tensor.ReadBytesFromStream(stream, Buffer(entry));
            }
        }
        catch
        {
            foreach (var tensor in tensors.Values)
                tensor.Dispose();
            throw;
        }

        return (tensors, metadata);
    }

    // Small tensors take a small buffer: a checkpoint has many of them.
    private static int Buffer(SafeTensorsHeader.Entry entry) => (int)Math.Min(LargestBuffer, entry.End - entry.Begin);
}
