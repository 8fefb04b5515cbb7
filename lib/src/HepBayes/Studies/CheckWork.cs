using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HepBayes.Runtime;

namespace HepBayes.Studies;

/// <summary>Units without work, which try out a cluster and measure what a unit costs beside its work.</summary>
internal sealed class CheckWork : IUnitWork
{
    private const string ResultName = "check.txt";

    /// <inheritdoc/>
    public void Load()
    {
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Run(UnitFolder folder, TextWriter log, CancellationToken cancellation)
    {
        var random = new CounterRandom(0, RandomStreams.Of(RandomPurpose.Units, folder.Unit));
        AtomicFile.WriteAllText(folder.File(ResultName), string.Create(CultureInfo.InvariantCulture, $"unit {folder.Unit} drew {random.NextInt(1_000_000)}\n"));
        return [ResultName];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Merge(IReadOnlyList<UnitFolder> units, string target, TextWriter log, CancellationToken cancellation)
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AtomicFile.Write(Path.Combine(target, ResultName), stream =>
        {
            foreach (var unit in units)
            {
                cancellation.ThrowIfCancellationRequested();
                var text = File.ReadAllText(unit.File(ResultName));
                stream.Write(Encoding.UTF8.GetBytes(text));
                sum.AppendData(Encoding.UTF8.GetBytes(text));
            }
        });
        log.WriteLine($"{units.Count} lines, SHA-256 {Convert.ToHexStringLower(sum.GetHashAndReset())}");
        return [ResultName];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
