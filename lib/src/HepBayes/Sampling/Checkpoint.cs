namespace HepBayes.Sampling;

/// <summary>The counts and numbers of a run at one moment; what a checkpoint file holds beside the tensors.</summary>
internal sealed record Checkpoint
{
    /// <summary>Version of the library that wrote it; for information.</summary>
    public required string Library { get; init; }

    /// <summary>What must be the same to continue.</summary>
    public required RunIdentity Run { get; init; }

    /// <summary>Which save of the run this is, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>Warm-up transitions done.</summary>
    public required int Warmup { get; init; }

    /// <summary>Valid draws in the files.</summary>
    public required int Draws { get; init; }

    /// <summary>Wall-clock time of the warm-up in seconds.</summary>
    public required double WarmupSeconds { get; init; }

    /// <summary>Wall-clock time of the run in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Step size of the last transition.</summary>
    public required double StepSize { get; init; }

    /// <summary>Names of the numbers kept with each draw.</summary>
    public required IReadOnlyList<string> Statistics { get; init; }

    /// <summary>SHA-256 of the last valid draw, which tells draws of another run; empty without draws.</summary>
    public required string LastDraw { get; init; }

    /// <summary>File of the tensors, in the same folder.</summary>
    public string StateFile { get; init; } = "";

    /// <summary>SHA-256 of that file.</summary>
    public string StateSha256 { get; init; } = "";

    /// <summary>The numbers of the state, as hexadecimal bits.</summary>
    public IReadOnlyDictionary<string, string> Numbers { get; init; } = new Dictionary<string, string>();
}
