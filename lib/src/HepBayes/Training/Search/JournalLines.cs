using System.Globalization;
using System.Text.Json.Nodes;

namespace HepBayes.Training.Search;

/// <summary>The lines of a study file: JSON objects, the first one says which study it is, every other one is a finished trial.</summary>
internal static class JournalLines
{
    private const int Format = 1;

    /// <summary>What must be the same for a study to go on, by name.</summary>
    private static (string Name, string Value)[] Identity(StudyOptions options) =>
    [
        ("name", options.Name),
        ("direction", options.Direction.ToString()),
        ("seed", options.Seed.ToString(CultureInfo.InvariantCulture)),
        ("sampler", options.Sampler.Description),
        ("pruner", options.Pruner?.Description ?? "none"),
    ];

    /// <summary>The first line.</summary>
    public static string Header(StudyOptions options)
    {
        var line = new JsonObject { ["hepbayes-search"] = Format };
        foreach (var (name, value) in Identity(options))
            line[name] = value;
        return line.ToJsonString();
    }

    /// <summary>Each difference between a first line and the settings, as "name: there, here".</summary>
    /// <exception cref="FormatException">It is no first line of a study file of this format.</exception>
    public static IReadOnlyList<string> Differences(string header, StudyOptions options)
    {
        var line = JsonNode.Parse(header)!.AsObject();
        var format = line["hepbayes-search"]?.GetValue<int>() ?? throw new FormatException("it does not begin as a study file does");
        if (format != Format)
            throw new FormatException($"its format is {format}, and this version of the library reads format {Format}");
        return [.. Identity(options).Select(own => (own.Name, own.Value, There: line[own.Name]?.GetValue<string>() ?? "not stated"))
            .Where(own => own.There != own.Value).Select(own => $"its {own.Name} is '{own.There}', here it is '{own.Value}'")];
    }

    /// <summary>The line of a trial.</summary>
    public static string Of(FinishedTrial trial) => new JsonObject
    {
        ["trial"] = trial.Number,
        ["state"] = trial.State.ToString(),
        ["value"] = double.IsFinite(trial.Value) ? trial.Value : null,
        ["parameters"] = new JsonArray([.. trial.Values.Select(Of)]),
        ["reports"] = new JsonArray([.. trial.Reports.Select(r => new JsonArray(r.Step, r.Value))]),
        ["seconds"] = Math.Round(trial.Seconds, 4),
        ["reason"] = trial.Reason,
    }.ToJsonString();

    /// <summary>The trial of a line.</summary>
    /// <exception cref="FormatException">The line is not that trial.</exception>
    public static FinishedTrial Trial(string text, int number)
    {
        var line = JsonNode.Parse(text)!.AsObject();
        if (line["trial"]!.GetValue<int>() != number)
            throw new FormatException($"trial {line["trial"]} stands where trial {number} was expected");
        return new FinishedTrial(
            number,
            Enum.Parse<TrialState>(line["state"]!.GetValue<string>()),
            line["value"]?.GetValue<double>() ?? double.NaN,
            [.. line["parameters"]!.AsArray().Select(p => Value(p!))],
            [.. line["reports"]!.AsArray().Select(r => new IntermediateValue(r![0]!.GetValue<int>(), r[1]!.GetValue<double>()))],
            line["seconds"]!.GetValue<double>(),
            line["reason"]!.GetValue<string>());
    }

    private static JsonObject Of(TrialValue value) => value.Parameter switch
    {
        NumericParameter n => new JsonObject
        {
            ["name"] = n.Name,
            ["value"] = value.Number,
            ["low"] = n.Low,
            ["high"] = n.High,
            ["log"] = n.IsLogarithmic,
            ["step"] = n.Step,
            ["integer"] = n.IsInteger,
        },
        CategoricalParameter c => new JsonObject
        {
            ["name"] = c.Name,
            ["choice"] = value.Text,
            ["choices"] = new JsonArray([.. c.Choices.Select(t => JsonValue.Create(t))]),
        },
        _ => throw new NotSupportedException($"{value.Parameter.GetType().Name} cannot be stored."),
    };

    private static TrialValue Value(JsonNode node)
    {
        var name = node["name"]!.GetValue<string>();
        if (node["choices"] is JsonArray choices)
        {
            var texts = choices.Select(c => c!.GetValue<string>()).ToList();
            return texts.IndexOf(node["choice"]!.GetValue<string>()) is >= 0 and var choice
                ? new TrialValue(new CategoricalParameter(name, texts), choice)
                : throw new FormatException($"the choice of '{name}' is none of its choices");
        }

        var parameter = new NumericParameter(
            name, node["low"]!.GetValue<double>(), node["high"]!.GetValue<double>(), node["log"]!.GetValue<bool>(), node["step"]?.GetValue<double>(), node["integer"]!.GetValue<bool>());
        return new TrialValue(parameter, node["value"]!.GetValue<double>());
    }
}
