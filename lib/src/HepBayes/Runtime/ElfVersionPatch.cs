using System.Buffers.Binary;
using System.Text;

namespace HepBayes.Runtime;

/// <summary>
/// Marks one symbol version that an ELF shared library asks for as weak, so that the dynamic linker accepts a system
/// whose library does not define it (flag <c>VER_FLG_WEAK</c> of a <c>Vernaux</c> entry in <c>.gnu.version_r</c>,
/// Linux Standard Base Core Specification 5.0, section 11.7.3.4).
/// </summary>
internal static class ElfVersionPatch
{
    private const ushort WeakFlag = 0x2;
    private const uint SectionTypeGnuVersionNeeds = 0x6ffffffe;

    /// <summary>Sets the weak flag of every requirement of <paramref name="version"/> in a 64-bit little-endian ELF image.</summary>
    /// <param name="image">The bytes of the library, changed in place.</param>
    /// <param name="version">The symbol version, for example <c>GLIBCXX_3.4.32</c>.</param>
    /// <returns>The number of entries that were changed; 0 if the library does not ask for the version.</returns>
    /// <exception cref="InvalidDataException">The image is not a 64-bit little-endian ELF file.</exception>
    public static int MarkWeak(Span<byte> image, string version)
    {
        if (image.Length < 64 || !image[..4].SequenceEqual("\u007fELF"u8) || image[4] != 2 || image[5] != 1)
            throw new InvalidDataException("Not a 64-bit little-endian ELF library.");

        var sectionTable = (int)BinaryPrimitives.ReadInt64LittleEndian(image[0x28..]);
        var sectionSize = BinaryPrimitives.ReadUInt16LittleEndian(image[0x3a..]);
        var sectionCount = BinaryPrimitives.ReadUInt16LittleEndian(image[0x3c..]);
        var changed = 0;
        for (var i = 0; i < sectionCount; i++)
        {
            var section = image[(sectionTable + (i * sectionSize))..];
            if (BinaryPrimitives.ReadUInt32LittleEndian(section[4..]) != SectionTypeGnuVersionNeeds)
                continue;
            var start = (int)BinaryPrimitives.ReadInt64LittleEndian(section[0x18..]);
            var strings = BinaryPrimitives.ReadInt32LittleEndian(section[0x28..]);
            var needs = BinaryPrimitives.ReadInt32LittleEndian(section[0x2c..]);
            var stringSection = image[(sectionTable + (strings * sectionSize))..];
            var stringStart = (int)BinaryPrimitives.ReadInt64LittleEndian(stringSection[0x18..]);
            changed += MarkNeeds(image, start, needs, stringStart, version);
        }

        return changed;
    }

    private static int MarkNeeds(Span<byte> image, int need, int needs, int stringStart, string version)
    {
        var changed = 0;
        for (var n = 0; n < needs; n++)
        {
            var entries = BinaryPrimitives.ReadUInt16LittleEndian(image[(need + 2)..]);
            var entry = need + (int)BinaryPrimitives.ReadUInt32LittleEndian(image[(need + 8)..]);
            for (var e = 0; e < entries; e++)
            {
                var name = stringStart + (int)BinaryPrimitives.ReadUInt32LittleEndian(image[(entry + 8)..]);
                if (NameAt(image, name) == version)
                {
                    var flags = BinaryPrimitives.ReadUInt16LittleEndian(image[(entry + 4)..]);
                    BinaryPrimitives.WriteUInt16LittleEndian(image[(entry + 4)..], (ushort)(flags | WeakFlag));
                    changed++;
                }

                entry += (int)BinaryPrimitives.ReadUInt32LittleEndian(image[(entry + 12)..]);
            }

            need += (int)BinaryPrimitives.ReadUInt32LittleEndian(image[(need + 12)..]);
        }

        return changed;
    }

    private static string NameAt(ReadOnlySpan<byte> image, int start)
    {
        var text = image[start..];
        return Encoding.ASCII.GetString(text[..text.IndexOf((byte)0)]);
    }
}
