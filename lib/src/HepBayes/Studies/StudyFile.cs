using System.Text.Json.Serialization;
using HepBayes.Data;
using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Sampling;

namespace HepBayes.Studies;

/// <summary>
/// A study without a notebook: which rows, which model, how it is sampled, and what is predicted, scanned or searched with
/// it. A small JSON file that the commands take; see lib/docs/studies.md.
/// </summary>
/// <example><code>
/// StudyFile.Of("viability", new StudyData { Set = DataSet.Pmssm, Rows = 7_000 }, Pmssm.Parameters, [new("valid")],
///     network, new HmcOptions { Warmup = 150, Draws = 800 }).Save("viability.study.json");
/// </code></example>
public sealed record StudyFile
{
    private const int DefaultChains = 4;
    private static readonly string[] Keys = ["format", "name", "seed", "data", "inputs", "inputSet", "targets", "network", "sampler", "chains", "predict", "scan", "search"];

    /// <summary>Number of the file format.</summary>
    [JsonPropertyOrder(-1)]
    public int Format { get; init; } = RunPlan.FormatNumber;

    /// <summary>What the study is called.</summary>
    public required string Name { get; init; }

    /// <summary>Decides every random number of sampling, scanning and searching.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Which rows it learns from.</summary>
    public required StudyData Data { get; init; }

    /// <summary>Input columns, in the order of the network; null if <see cref="InputSet"/> is given. They are standardised with the training rows.</summary>
    public IReadOnlyList<string>? Inputs { get; init; }

    /// <summary>Input columns that the library computes; null if <see cref="Inputs"/> is given.</summary>
    public InputSet? InputSet { get; init; }

    /// <summary>What it predicts.</summary>
    public required IReadOnlyList<StudyTarget> Targets { get; init; }

    /// <summary>The model.</summary>
    public required StudyNetwork Network { get; init; }

    /// <summary>How it is sampled.</summary>
    public StudySampler Sampler { get; init; } = new();

    /// <summary>Number of chains, at least 1.</summary>
    public int Chains { get; init; } = DefaultChains;

    /// <summary>What is predicted for points; null for the defaults.</summary>
    public StudyPredict? Predict { get; init; }

    /// <summary>The heatmaps; null if there are none.</summary>
    public StudyScan? Scan { get; init; }

    /// <summary>The search for settings; null if there is none.</summary>
    public StudySearch? Search { get; init; }

    /// <summary>The text of the file: equal studies have equal texts, on every system.</summary>
    [JsonIgnore]
    public string Text => StudyJson.Text(this);

    /// <summary>SHA-256 of <see cref="Text"/>, in hexadecimal.</summary>
    [JsonIgnore]
    public string Sha256 => StudyJson.Sha256(Text);

    /// <summary>Names of the input columns, in the order of the network.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> InputColumns => Inputs ?? InputSets.Columns(InputSet!.Value);

    /// <summary>Reads a study.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UserErrorException">It is missing or says something that a study cannot say; the message names line, column and what was meant.</exception>
    public static StudyFile Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Parse(System.Text.Encoding.UTF8.GetString(InputFile.ReadAllBytes(path)).TrimStart('\uFEFF'), path);
    }

    /// <summary>Writes the study; the file appears whole or not at all.</summary>
    /// <param name="path">The file to create or replace, usually ending in <c>.study.json</c>.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Save(string path) => AtomicFile.WriteAllText(path, Text);

    /// <summary>Describes a study that a notebook has.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="data">Which rows it learns from.</param>
    /// <param name="inputs">Input columns; the study standardises them with its training rows.</param>
    /// <param name="targets">What it predicts.</param>
    /// <param name="network">The model.</param>
    /// <param name="options">Sampler, seed and number of chains; where chains start is always the sampler's own choice.</param>
    /// <exception cref="ArgumentException">A study file cannot say this: a prior, likelihood or activation of one's own, another sampler, or names that do not fit the network.</exception>
    public static StudyFile Of(string name, StudyData data, IReadOnlyList<string> inputs, IReadOnlyList<StudyTarget> targets, BayesianNetwork network, SamplerOptions options)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        if (inputs.Count != network.Architecture.Inputs)
            throw new ArgumentException($"There are {inputs.Count} input columns for a network of {network.Architecture.Inputs} inputs.", nameof(inputs));
        if (options.FirstChain != 0)
            throw new ArgumentException("A study begins with chain 0; leave FirstChain out.", nameof(options));
        var study = new StudyFile
        {
            Name = name,
            Seed = options.Seed,
            Data = data,
            Inputs = [.. inputs],
            Targets = [.. targets],
            Network = new StudyNetwork
            {
                Hidden = [.. network.Architecture.Hidden],
                Activation = network.Architecture.Activation.Name,
                Outputs = network.Architecture.Outputs,
                Prior = network.Prior.Name,
                Likelihood = network.Likelihood.Name,
            },
            Sampler = StudySampler.Of(options),
            Chains = options.Chains ?? DefaultChains,
        };
        try
        {
            return Parse(study.Text, "the study");
        }
        catch (UserErrorException e)
        {
            throw new ArgumentException($"A study file cannot say this. {e.Message}", e);
        }
    }

    /// <summary>Reads the text of a study.</summary>
    internal static StudyFile Parse(string text, string file)
    {
        var section = new StudySection(StudyNode.Parse(text, file), "the study", Keys);
        if (section.OptionalWhole("format", 1) is { } format && format != RunPlan.FormatNumber)
            throw section.Wrong("format", $"is {format}; this version of the library reads {RunPlan.FormatNumber}.");
        if (section.Has("inputs") == section.Has("inputSet"))
            throw section.Wrong("inputs", "or 'inputSet' must be there, and only one of them.");
        var study = new StudyFile
        {
            Name = section.Text("name"),
            Seed = section.OptionalWhole("seed", int.MinValue) ?? 1,
            Data = section.Section("data", StudyData.Read),
            Inputs = section.OptionalTexts("inputs"),
            InputSet = section.OptionalChoice<InputSet>("inputSet"),
            Targets = section.Sections("targets", StudyTarget.Read),
            Network = section.Section("network", StudyNetwork.Read),
            Sampler = section.OptionalSection("sampler", StudySampler.Read) ?? new StudySampler(),
            Chains = section.OptionalWhole("chains", 1, RunPlan.MostUnits) ?? DefaultChains,
            Predict = section.OptionalSection("predict", StudyPredict.Read),
            Scan = section.OptionalSection("scan", StudyScan.Read),
            Search = section.OptionalSection("search", StudySearch.Read),
        };
        if (study.Targets.Count == 0 || study.InputColumns.Count == 0)
            throw section.Wrong(study.Targets.Count == 0 ? "targets" : "inputs", "must name at least one column.");
        section.Placed("network", study.Model);
        return study;
    }

    /// <summary>The model of the study.</summary>
    internal BayesianNetwork Model() => Network.Build(InputColumns.Count, Targets.Count);
}
