using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using HepBayes.Runtime;

namespace HepBayes.Sampling;

/// <summary>
/// Reads and writes checkpoints: the tensors in state-N.safetensors, all else with the checksum of the tensors in
/// checkpoint.json. A checkpoint exists from the moment that checkpoint.json is renamed to its name; the one before it is
/// kept as checkpoint.previous.json.
/// </summary>
internal static class CheckpointFile
{
    private const int FormatVersion = 1;
    private const string Name = "checkpoint.json";
    private const string PreviousName = "checkpoint.previous.json";
    private const string StatePattern = "state-*.safetensors";
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Writes a checkpoint; the one before stays until this one is whole.</summary>
    /// <param name="folder">Folder of the run.</param>
    /// <param name="checkpoint">The counts.</param>
    /// <param name="state">The state.</param>
    /// <exception cref="IOException">It could not be written; the one before is still there.</exception>
    public static void Write(string folder, Checkpoint checkpoint, Snapshot state)
    {
        var stateFile = $"state-{checkpoint.Number}.safetensors";
        var statePath = Path.Combine(folder, stateFile);
        SafeTensors.Write(statePath, state.Tensors);
        checkpoint = checkpoint with { StateFile = stateFile, StateSha256 = Sha256Of(statePath), Numbers = state.Numbers };
        var content = JsonSerializer.Serialize(checkpoint, Format);
        var path = Path.Combine(folder, Name);
        if (File.Exists(path))
            AtomicFile.WriteAllBytes(Path.Combine(folder, PreviousName), File.ReadAllBytes(path));
        AtomicFile.WriteAllText(path, $"{{\n\"format\": {FormatVersion},\n\"sha256\": \"{Sha256(Encoding.UTF8.GetBytes(content))}\",\n\"checkpoint\": {content}\n}}\n");
        foreach (var old in Directory.EnumerateFiles(folder, StatePattern).Where(old => Path.GetFileName(old) != stateFile && Path.GetFileName(old) != $"state-{checkpoint.Number - 1}.safetensors"))
            File.Delete(old);
    }

    /// <summary>Whether a folder has a checkpoint.</summary>
    public static bool Exists(string folder) => File.Exists(Path.Combine(folder, Name));

    /// <summary>Reads the checkpoint of a folder; null if there is none.</summary>
    /// <exception cref="UserErrorException">It is damaged or of another format.</exception>
    public static Checkpoint? Read(string folder)
    {
        if (!Exists(folder))
            return null;
        var path = Path.Combine(folder, Name);
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var format = json.RootElement.GetProperty("format").GetInt32();
            if (format != FormatVersion)
                throw new UserErrorException($"The checkpoint '{path}' has format {format}; this version of the library reads format {FormatVersion}. Use the version that wrote it, or choose another folder.");
            var content = json.RootElement.GetProperty("checkpoint");
            if (json.RootElement.GetProperty("sha256").GetString() != Sha256(Encoding.UTF8.GetBytes(content.GetRawText())))
                throw Damaged(path, "its checksum does not fit its content");
            return content.Deserialize<Checkpoint>(Format);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw Damaged(path, e.Message, e);
        }
    }

    /// <summary>Reads the state of a checkpoint; the caller disposes it.</summary>
    /// <exception cref="UserErrorException">The state is missing or damaged.</exception>
    public static Snapshot ReadState(string folder, Checkpoint checkpoint)
    {
        var path = Path.Combine(folder, checkpoint.StateFile);
        if (!File.Exists(path))
            throw Damaged(path, "it is missing");
        if (Sha256Of(path) != checkpoint.StateSha256)
            throw Damaged(path, "its checksum is not the one that the checkpoint states");
        var snapshot = new Snapshot();
        foreach (var (name, tensor) in SafeTensors.Read(path).Tensors)
            snapshot.AddOwned(name, tensor);
        foreach (var (name, bits) in checkpoint.Numbers)
            snapshot.AddRaw(name, bits);
        return snapshot;
    }

    /// <summary>SHA-256 of bytes, in hexadecimal.</summary>
    public static string Sha256(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static string Sha256Of(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static UserErrorException Damaged(string path, string why, Exception? inner = null) => new(
        $"The checkpoint file '{path}' cannot be used: {why}. To go back one checkpoint, replace {Name} in its folder by {PreviousName}; to start again, delete the folder.", inner!);
}
