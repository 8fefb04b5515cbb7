using System.Text.Json;
using HepBayes.Runtime;

namespace HepBayes.Preprocessing;

/// <summary>How transforms are written as JSON, each with the name of its format and a version.</summary>
internal static class TransformJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>What a saved transform says it is; empty if the text says nothing.</summary>
    public static string FormatOf(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty("format", out var format) && format.ValueKind == JsonValueKind.String ? format.GetString()! : "";

    /// <summary>Reads a state of a known format.</summary>
    /// <typeparam name="TState">The saved fields.</typeparam>
    /// <param name="json">The text.</param>
    /// <param name="what">What it should be, for messages: "saved pipeline".</param>
    /// <param name="format">The expected format.</param>
    /// <param name="version">The expected version.</param>
    /// <exception cref="UserErrorException">The text is something else.</exception>
    public static TState Read<TState>(string json, string what, string format, int version)
        where TState : class, ITransformState
    {
        ArgumentNullException.ThrowIfNull(json);
        TState? state;
        try
        {
            state = JsonSerializer.Deserialize<TState>(json, Options);
        }
        catch (JsonException e)
        {
            throw new UserErrorException($"The text is not a {what}: {e.Message}", e);
        }

        if (state is null || state.Format != format || state.Version != version)
            throw new UserErrorException($"The text is not a {what}: expected format '{format}', version {version}; found '{state?.Format}', version {state?.Version}.");
        return state;
    }

    /// <summary>The error for saved fields that contradict each other.</summary>
    public static UserErrorException Damaged(string what, string detail) => new($"The {what} is damaged: {detail}.");
}
