using System.Text;
using HepBayes.Runtime;

namespace HepBayes.Data;

/// <summary>
/// A file in the format of the SUSY Les Houches Accord (P. Skands et al., hep-ph/0311123; version 2: B. C. Allanach et al.,
/// arXiv:0801.0045), with which spectrum calculators, decay packages and event generators talk to each other. Blocks and
/// decay tables keep their order; a name may occur more than once, at several scales.
/// </summary>
public sealed class SlhaFile
{
    /// <summary>Makes a file from its parts.</summary>
    /// <param name="blocks">The blocks.</param>
    /// <param name="decays">The decay tables; null for none.</param>
    /// <param name="source">Where they come from, for messages.</param>
    public SlhaFile(IReadOnlyList<SlhaBlock> blocks, IReadOnlyList<SlhaDecay>? decays = null, string source = "memory")
    {
        ArgumentNullException.ThrowIfNull(blocks);
        (Blocks, Decays, Source) = (blocks, decays ?? [], source);
    }

    /// <summary>The blocks, in the order of the file.</summary>
    public IReadOnlyList<SlhaBlock> Blocks { get; }

    /// <summary>The decay tables, in the order of the file.</summary>
    public IReadOnlyList<SlhaDecay> Decays { get; }

    /// <summary>The path, or where else the file comes from.</summary>
    public string Source { get; }

    /// <summary>The first block with a name, in any case.</summary>
    /// <param name="name">For example MASS.</param>
    /// <exception cref="UserErrorException">There is no such block; the message names the nearest ones.</exception>
    public SlhaBlock this[string name] => Find(name) ?? throw new UserErrorException(
        $"'{Source}' has no block {name}{(NearestNames.Of(name, Names) is { Count: > 0 } near ? $" (nearest: {string.Join(", ", near)})" : "")}; it has {string.Join(", ", Names)}.");

    private IEnumerable<string> Names => Blocks.Select(b => b.Name).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UserErrorException">It is missing or malformed; the message names file and line.</exception>
    public static SlhaFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Parse(Encoding.UTF8.GetString(InputFile.ReadAllBytes(path)), path);
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The content of a file.</param>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <exception cref="UserErrorException">The text is malformed; the message names the line.</exception>
    public static SlhaFile Parse(string text, string source = "the text")
    {
        ArgumentNullException.ThrowIfNull(text);
        return new SlhaParser(source).Parse(text);
    }

    /// <summary>The first block with a name, in any case; null if there is none.</summary>
    /// <param name="name">For example MASS.</param>
    public SlhaBlock? Find(string name) => Blocks.FirstOrDefault(b => b.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The decay table of a particle; null if there is none.</summary>
    /// <param name="particle">Its PDG code.</param>
    public SlhaDecay? Decay(int particle) => Decays.FirstOrDefault(d => d.Particle == particle);

    /// <summary>Writes the file; it appears whole or not at all. Comments between lines are not kept.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <exception cref="IOException">The file could not be written.</exception>
    public void Write(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(ToString())));
    }

    /// <summary>The content of the file.</summary>
    public override string ToString() => SlhaWriter.Write(this);
}
