using System.Security.Cryptography;
using System.Text;

namespace Hepbook.Jupyter;

/// <summary>Signs messages, so that other users of the computer cannot run code through the kernel's ports.</summary>
/// <param name="key">The key that kernel and front end share.</param>
internal sealed class MessageSigner(string key)
{
    /// <summary>The scheme's name in connection files.</summary>
    public const string Scheme = "hmac-sha256";

    private readonly byte[] key = Encoding.UTF8.GetBytes(key);

    /// <summary>The signature of some frames, in hexadecimal digits.</summary>
    public byte[] Sign(IEnumerable<byte[]> frames)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        foreach (var frame in frames)
            hash.AppendData(frame);
        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Whether a signature is right.</summary>
    public bool IsRight(ReadOnlySpan<byte> signature, IEnumerable<byte[]> frames) => CryptographicOperations.FixedTimeEquals(Sign(frames), signature);
}
