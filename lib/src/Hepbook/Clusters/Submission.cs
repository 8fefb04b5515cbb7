using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hepbook.Notebooks;

namespace Hepbook.Clusters;

/// <summary>What was submitted: submission.json in the folder of the run.</summary>
internal sealed record Submission
{
    /// <summary>Number of the file format.</summary>
    public const int FormatNumber = 1;

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Number of the file format.</summary>
    public int Format { get; init; } = FormatNumber;

    /// <summary>Name of the engine.</summary>
    public required string Engine { get; init; }

    /// <summary>When, in universal time.</summary>
    public required DateTime Submitted { get; init; }

    /// <summary>Number of the job of the tasks; null if the submission did not get that far.</summary>
    public string? TasksJob { get; init; }

    /// <summary>Number of the job that merges; null if there is none of its own.</summary>
    public string? MergeJob { get; init; }

    /// <summary>Number of tasks.</summary>
    public required int Tasks { get; init; }

    /// <summary>Number of units that they run.</summary>
    public required int Units { get; init; }

    /// <summary>The arguments of 'hepbook submit'.</summary>
    public required IReadOnlyList<string> CommandLine { get; init; }

    /// <summary>Reads the submission of a run.</summary>
    /// <returns>It, or null if nothing was submitted.</returns>
    /// <exception cref="UserErrorException">The file is damaged.</exception>
    public static Submission? Read(RunFolder run)
    {
        if (!File.Exists(run.SubmissionFile))
            return null;
        try
        {
            var found = JsonSerializer.Deserialize<Submission>(File.ReadAllBytes(run.SubmissionFile), Json)!;
            return found.Format == FormatNumber
                ? found
                : throw new UserErrorException($"'{run.SubmissionFile}' has format {found.Format}; this hepbook reads format {FormatNumber}. Use the version that wrote it.");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"'{run.SubmissionFile}' cannot be read: {e.Message} If no task of it is in the queue any more, remove the file and submit again.", e);
        }
    }

    /// <summary>Claims a folder before anything is submitted, so that of two submissions at once only one goes on.</summary>
    /// <param name="run">The folder.</param>
    /// <param name="replace">Whether an earlier submission, which has ended, is replaced.</param>
    /// <exception cref="UserErrorException">Another submission was faster, or the folder cannot be written.</exception>
    public void Claim(RunFolder run, bool replace)
    {
        try
        {
            if (replace)
                File.Delete(run.SubmissionFile);
            using var stream = new FileStream(run.SubmissionFile, FileMode.CreateNew, FileAccess.Write);
            JsonSerializer.Serialize(stream, this, Json);
        }
        catch (IOException) when (File.Exists(run.SubmissionFile))
        {
            throw new UserErrorException($"'{run.Path}' was submitted by another process a moment ago: 'hepbook status' shows it.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(run.SubmissionFile);
            throw new UserErrorException($"'{run.SubmissionFile}' could not be written: {e.Message} Nothing was submitted.", e);
        }
    }

    /// <summary>Writes what was submitted; jobs that cannot be recorded (a full disk) are taken back, for nobody would know of them.</summary>
    /// <param name="run">The folder.</param>
    /// <param name="engine">The batch system that has the jobs.</param>
    /// <exception cref="UserErrorException">The file could not be written.</exception>
    public void WriteOrTakeBack(RunFolder run, IClusterEngine engine)
    {
        try
        {
            Write(run);
        }
        catch (UserErrorException e)
        {
            var cancel = engine.CancelCommand(this).Split(' ');
            var taken = EngineProgram.Run(cancel[0], cancel[1..]) is { Succeeded: true };
            throw new UserErrorException($"{e.Message} {(taken ? "The jobs were taken back." : $"Take the jobs back: {engine.CancelCommand(this)}")}", e);
        }
    }

    /// <summary>Writes what is known now.</summary>
    public void Write(RunFolder run) => AtomicFile.WriteAllText(run.SubmissionFile, JsonSerializer.Serialize(this, Json) + "\n");
}
