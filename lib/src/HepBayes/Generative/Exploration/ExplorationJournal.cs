using System.Text.Json;
using System.Text.Json.Nodes;
using HepBayes.Runtime;

namespace HepBayes.Generative.Exploration;

/// <summary>
/// The file of an exploration: a first line that says which one it is, then for each round a line with the proposed points, and a line
/// for each answer. Proposals are kept because another processor could round a score to the other side.
/// </summary>
internal sealed class ExplorationJournal : IDisposable
{
    private const int Format = 1;
    private readonly LineFile? file;
    private readonly Lock gate = new();
    private readonly List<RoundRecord> rounds = [];

    private ExplorationJournal(LineFile? file) => this.file = file;

    /// <summary>Opens the journal, or begins it; without a path it only lives in memory.</summary>
    /// <exception cref="UserErrorException">The file is of another exploration, damaged, or in use.</exception>
    public static ExplorationJournal Open(string? path, IReadOnlyDictionary<string, string> identity)
    {
        var journal = new ExplorationJournal(path is null ? null : LineFile.Open(path));
        try
        {
            journal.Load(path ?? "", identity);
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>A round as it was proposed, with the answers so far; null if it was not.</summary>
    public RoundRecord? Round(int number) => number < rounds.Count ? rounds[number] : null;

    /// <summary>Adds a proposal.</summary>
    public RoundRecord Propose(float[][] points, int random, int? open, string notice)
    {
        var round = new RoundRecord(points, random, open, notice, new OracleAnswer?[points.Length]);
        file?.Append(new JsonObject
        {
            ["round"] = rounds.Count,
            ["random"] = random,
            ["open"] = open,
            ["notice"] = notice,
            ["points"] = new JsonArray([.. points.Select(p => new JsonArray([.. p.Select(v => JsonValue.Create(v))]))]),
        }.ToJsonString());
        rounds.Add(round);
        return round;
    }

    /// <summary>Adds an answer of the last round; for any thread.</summary>
    public void Answer(int point, OracleAnswer answer)
    {
        lock (gate)
        {
            file?.Append(new JsonObject
            {
                ["round"] = rounds.Count - 1,
                ["point"] = point,
                ["status"] = answer.Status,
                ["reason"] = answer.Reason,
                ["value"] = double.IsFinite(answer.Value) ? answer.Value : null,
            }.ToJsonString());
            rounds[^1].Answers[point] = answer;
        }
    }

    public void Dispose() => file?.Dispose();

    private void Load(string path, IReadOnlyDictionary<string, string> identity)
    {
        var lines = file?.Lines ?? [];
        if (lines.Count == 0)
        {
            file?.Append(new JsonObject([KeyValuePair.Create<string, JsonNode?>("hepbayes-exploration", Format), .. identity.Select(i => KeyValuePair.Create<string, JsonNode?>(i.Key, i.Value))]).ToJsonString());
            return;
        }

        for (var line = 0; line < lines.Count; line++)
        {
            try
            {
                var node = JsonNode.Parse(lines[line])!.AsObject();
                if (line == 0)
                    CheckHeader(path, node, identity);
                else
                    Read(node);
            }
            catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or NullReferenceException or ArgumentException or IndexOutOfRangeException)
            {
                throw new UserErrorException($"The journal '{path}' is damaged in line {line + 1}: {e.Message} Delete that line and all that follow; what they say will be worked out again.", e);
            }
        }
    }

    private static void CheckHeader(string path, JsonObject node, IReadOnlyDictionary<string, string> identity)
    {
        var format = node["hepbayes-exploration"]?.GetValue<int>() ?? throw new FormatException("It does not begin as the journal of an exploration does.");
        if (format != Format)
            throw new FormatException($"Its format is {format}, and this version of the library reads format {Format}.");
        var differences = identity.Select(own => (own.Key, own.Value, There: node[own.Key]?.GetValue<string>() ?? "not stated")).Where(own => own.There != own.Value)
            .Select(own => $"its {own.Key} is '{own.There}', here it is '{own.Value}'").ToArray();
        if (differences.Length > 0)
            throw new UserErrorException($"The journal '{path}' belongs to another exploration: {string.Join("; ", differences)}. Use the settings of the file to go on with it, or choose another file.");
    }

    private void Read(JsonObject node)
    {
        var number = node["round"]!.GetValue<int>();
        if (node["points"] is JsonArray points)
        {
            if (number != rounds.Count || (number > 0 && !rounds[^1].Complete))
                throw new FormatException($"round {number} stands there, after {rounds.Count} rounds.");
            float[][] parameters = [.. points.Select(p => p!.AsArray().Select(v => v!.GetValue<float>()).ToArray())];
            rounds.Add(new RoundRecord(parameters, node["random"]!.GetValue<int>(), node["open"]?.GetValue<int>(), node["notice"]!.GetValue<string>(), new OracleAnswer?[parameters.Length]));
            return;
        }

        if (number != rounds.Count - 1)
            throw new FormatException($"an answer of round {number} stands there, in round {rounds.Count - 1}.");
        rounds[number].Answers[node["point"]!.GetValue<int>()] =
            new OracleAnswer(node["status"]!.GetValue<string>(), node["reason"]!.GetValue<string>(), node["value"]?.GetValue<double>() ?? double.NaN);
    }

    /// <summary>What a round asks, and the answers so far. The first <c>Random</c> points were drawn at random.</summary>
    internal sealed record RoundRecord(float[][] Points, int Random, int? Open, string Notice, OracleAnswer?[] Answers)
    {
        public bool Complete => Array.TrueForAll(Answers, a => a is not null);
    }
}
