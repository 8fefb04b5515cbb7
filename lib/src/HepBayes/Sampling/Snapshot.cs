using System.Globalization;
using TorchSharp;

namespace HepBayes.Sampling;

/// <summary>
/// The state of a <see cref="ChainProcess"/> as named tensors and numbers: what a checkpoint file holds. Numbers are kept
/// by their bits. Owns its tensors, which lie on the processor.
/// </summary>
internal sealed class Snapshot : IDisposable
{
    private readonly Dictionary<string, torch.Tensor> tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> numbers = new(StringComparer.Ordinal);

    /// <summary>The tensors by name; they belong to the snapshot.</summary>
    public IReadOnlyDictionary<string, torch.Tensor> Tensors => tensors;

    /// <summary>The numbers by name, as hexadecimal bits.</summary>
    public IReadOnlyDictionary<string, string> Numbers => numbers;

    /// <summary>Keeps a copy of a tensor.</summary>
    public void Add(string name, torch.Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        tensors.Add(name, tensor.detach().cpu().clone().contiguous().DetachFromDisposeScope());
    }

    /// <summary>Keeps a number.</summary>
    public void Add(string name, double value) => Add(name, (ulong)BitConverter.DoubleToInt64Bits(value));

    /// <summary>Keeps a number.</summary>
    public void Add(string name, ulong value) => numbers.Add(name, value.ToString("x16", CultureInfo.InvariantCulture));

    /// <summary>Takes over a tensor that a file held.</summary>
    public void AddOwned(string name, torch.Tensor tensor) => tensors.Add(name, tensor.DetachFromDisposeScope());

    /// <summary>Puts back a number that a file held.</summary>
    public void AddRaw(string name, string bits) => numbers.Add(name, bits);

    /// <summary>A kept tensor; it belongs to the snapshot.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public torch.Tensor Tensor(string name) => tensors.TryGetValue(name, out var tensor) ? tensor : throw new KeyNotFoundException($"The checkpoint has no tensor '{name}'.");

    /// <summary>A kept floating-point number.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public double Real(string name) => BitConverter.Int64BitsToDouble((long)Whole(name));

    /// <summary>A kept whole number.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public ulong Whole(string name) => numbers.TryGetValue(name, out var bits)
        ? ulong.Parse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        : throw new KeyNotFoundException($"The checkpoint has no number '{name}'.");

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in tensors.Values)
            tensor.Dispose();
        tensors.Clear();
    }
}
