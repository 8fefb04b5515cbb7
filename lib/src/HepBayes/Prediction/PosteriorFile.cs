using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using HepBayes.Networks;
using HepBayes.Preprocessing;
using HepBayes.Runtime;
using TorchSharp;

namespace HepBayes.Prediction;

/// <summary>The files of a <see cref="SavedPosterior"/>. The JSON names its file of numbers by content, so replacing the JSON replaces both at once.</summary>
internal static class PosteriorFile
{
    private const string FormatName = "hepbayes.posterior";
    private const int FormatVersion = 1;
    private const string PositionsName = "positions";

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static void Write(SavedPosterior posterior, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"'{path}' does not end in .json; the numbers go into a second file beside it.", nameof(path));
        var checksum = Checksum(posterior.Positions.Span);
        var numbers = $"{Path.GetFileNameWithoutExtension(path)}.{checksum[..8]}.safetensors";
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var previous = NumbersOf(path);
        WriteNumbers(posterior, Path.Combine(folder, numbers));
        AtomicFile.WriteAllText(path, JsonSerializer.Serialize(Describe(posterior, numbers, checksum), Json));
        if (previous is not null && previous != numbers)
            File.Delete(Path.Combine(folder, previous));
    }

    public static SavedPosterior Read(string path, BayesianNetwork? given)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var state = ReadState(path);
        var network = given is null ? Rebuild(state.Model, path) : Matching(given, state.Model, path);
        Expect(path, "parameters", state.Parameters, network.Parameters);
        var positions = ReadNumbers(state, path);
        var description = new PosteriorDescription
        {
            Inputs = state.Inputs,
            Targets = state.Targets,
            Scaler = state.Scaler is { } scaler ? StandardScaler.FromJson(scaler.GetRawText()) : null,
            Data = state.Data,
            Seed = state.Seed,
            Diagnostics = state.Diagnostics,
            Versions = state.Versions,
        };
        return new SavedPosterior(network, description, state.Chains, state.Draws, positions);
    }

    private static State Describe(SavedPosterior posterior, string numbers, string checksum)
    {
        var (network, about) = (posterior.Network, posterior.Description);
        var architecture = network.Architecture;
        JsonElement? scaler = about.Scaler is null ? null : JsonSerializer.Deserialize<JsonElement>(about.Scaler.ToJson());
        return new State(FormatName, FormatVersion, numbers, checksum, posterior.Chains, posterior.Draws, network.Parameters,
            new Model(architecture.Inputs, [.. architecture.Hidden], architecture.Outputs, architecture.Activation.Name, network.Prior.Name, network.Likelihood.Name),
            [.. architecture.Layout.Blocks.Select(b => new Block(b.Name, b.Offset, b.Rows, b.Columns))], network.Likelihood.HyperParameters,
            [.. about.Inputs], [.. about.Targets], scaler, about.Seed, about.Data,
            new(about.Diagnostics), new() { ["hepbayes"] = VersionOf(typeof(PosteriorFile)), ["torchsharp"] = VersionOf(typeof(torch)) });
    }

    private static string VersionOf(Type type) => type.Assembly.GetName().Version?.ToString(3) ?? "";

    // What samplers saw, and the weights that networks are made of under the names of their layers.
    private static void WriteNumbers(SavedPosterior posterior, string path)
    {
        NativeLibraries.EnsureLoaded();
        using var scope = torch.NewDisposeScope();
        var (chains, draws, network) = (posterior.Chains, posterior.Draws, posterior.Network);
        var layout = network.Architecture.Layout;
        var weights = new float[checked(chains * draws * layout.Count)];
        for (var n = 0; n < chains * draws; n++)
            network.Weights(posterior.Position(n / draws, n % draws), weights.AsSpan(n * layout.Count, layout.Count));
        var all = torch.tensor(weights).reshape(chains, draws, layout.Count);
        var tensors = new Dictionary<string, torch.Tensor>
        {
            [PositionsName] = torch.tensor(posterior.Positions.ToArray()).reshape(chains, draws, network.Parameters),
        };
        foreach (var block in layout.Blocks)
        {
            var part = all.narrow(2, block.Offset, block.Count);
            tensors[block.Name] = block.Rows == 1 && block.Name.EndsWith(".bias", StringComparison.Ordinal) ? part : part.reshape(chains, draws, block.Rows, block.Columns);
        }

        SafeTensors.Write(path, tensors, new Dictionary<string, string> { ["format"] = FormatName, ["version"] = $"{FormatVersion}" });
    }

    private static float[] ReadNumbers(State state, string path)
    {
        var file = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileName(state.Numbers));
        if (!File.Exists(file))
            throw new UserErrorException($"'{path}', field 'numbers': there is no file '{file}'. Copy it from where the posterior was saved; both files belong together.");
        var (tensors, _) = SafeTensors.Read(file);
        try
        {
            if (!tensors.TryGetValue(PositionsName, out var positions))
                throw new UserErrorException($"'{file}': found the tensors {string.Join(", ", tensors.Keys)}; expected '{PositionsName}'. It belongs to another program; save the posterior again.");
            long[] expected = [state.Chains, state.Draws, state.Parameters];
            if (!positions.shape.SequenceEqual(expected) || positions.dtype != torch.float32)
                throw new UserErrorException($"'{file}', tensor '{PositionsName}': found {positions.dtype} [{string.Join(", ", positions.shape)}]; expected Float32 [{string.Join(", ", expected)}] from the fields chains, draws and parameters of '{path}'. One of the files was changed; copy both again.");
            var values = positions.data<float>().ToArray();
            var checksum = Checksum(values);
            return checksum == state.Checksum
                ? values
                : throw new UserErrorException($"'{file}': found the checksum {checksum}; expected {state.Checksum} from the field 'checksum' of '{path}'. The numbers are damaged or of another posterior; copy both files again.");
        }
        finally
        {
            foreach (var tensor in tensors.Values)
                tensor.Dispose();
        }
    }

    private static State ReadState(string path)
    {
        if (!File.Exists(path))
            throw new UserErrorException($"There is no file '{path}' (looked for '{Path.GetFullPath(path)}').");
        try
        {
            var text = File.ReadAllText(path);
            var header = JsonSerializer.Deserialize<Header>(text, Json);
            if (header is not { Format: FormatName })
                throw new UserErrorException($"'{path}', field 'format': found '{header?.Format}'; expected '{FormatName}'. Give the JSON file of a saved posterior.");
            if (header.Version is < 1 or > FormatVersion)
                throw new UserErrorException($"'{path}', field 'version': found {header.Version}; expected 1 to {FormatVersion}. It was saved by another version of HepBayes; update HepBayes.");
            return JsonSerializer.Deserialize<State>(text, Json)!;
        }
        catch (JsonException e)
        {
            throw new UserErrorException($"'{path}' is not the JSON of a saved posterior, or it is damaged: {e.Message} Copy the file again.", e);
        }
    }

    private static BayesianNetwork Rebuild(Model model, string path)
    {
        try
        {
            return new BayesianNetwork(
                Mlp.Of(model.Inputs, model.Hidden, model.Outputs, Activation.Parse(model.Activation)), ModelText.Prior(model.Prior), ModelText.Likelihood(model.Likelihood));
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new UserErrorException($"'{path}', field 'model': {e.Message}. Update HepBayes, or give the model to Load if a part of it is your own.", e);
        }
    }

    private static BayesianNetwork Matching(BayesianNetwork given, Model model, string path)
    {
        var architecture = given.Architecture;
        var own = new Model(architecture.Inputs, [.. architecture.Hidden], architecture.Outputs, architecture.Activation.Name, given.Prior.Name, given.Likelihood.Name);
        return own.ToString() == model.ToString()
            ? given
            : throw new UserErrorException($"'{path}', field 'model': found {model}; expected {own} as given. Load it with the model that was sampled.");
    }

    private static void Expect(string path, string field, int found, int expected)
    {
        if (found != expected)
            throw new UserErrorException($"'{path}', field '{field}': found {found}; expected {expected} for its model. The file was changed; copy it again.");
    }

    private static string Checksum(ReadOnlySpan<float> values) => Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values)));

    private static string? NumbersOf(string path)
    {
        try
        {
            return File.Exists(path) ? Path.GetFileName(ReadState(path).Numbers) : null;
        }
        catch (UserErrorException)
        {
            // Another kind of file is being replaced: it has no numbers of ours.
            return null;
        }
    }

    private sealed record Header(string Format, int Version);

    private sealed record Model(int Inputs, int[] Hidden, int Outputs, string Activation, string Prior, string Likelihood)
    {
        public override string ToString() => $"{string.Join('-', [Inputs, .. Hidden, Outputs])} {Activation}, prior {Prior}, likelihood {Likelihood}";
    }

    private sealed record Block(string Name, int Offset, int Rows, int Columns);

    private sealed record State(
        string Format, int Version, string Numbers, string Checksum, int Chains, int Draws, int Parameters, Model Model, Block[] Blocks, int LikelihoodParameters,
        string[] Inputs, string[] Targets, JsonElement? Scaler, int? Seed, string Data, Dictionary<string, double> Diagnostics, Dictionary<string, string> Versions);
}
