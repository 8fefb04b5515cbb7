using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace HepBayes.Data;

/// <content>Which rows a result was made from.</content>
public sealed partial class Table
{
    /// <summary>A checksum of the values of some columns in row order (SHA-256, 64 hexadecimal digits), so that a saved result can name its data.</summary>
    /// <param name="columns">Names of numeric columns.</param>
    /// <exception cref="ColumnNotFoundException">A column does not exist.</exception>
    public string Checksum(IEnumerable<string> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var column in columns)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{column}\n{Rows}\n"));
            hash.AppendData(MemoryMarshal.AsBytes<float>(Values(column)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
