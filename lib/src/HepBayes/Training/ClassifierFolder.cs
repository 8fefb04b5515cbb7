using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using HepBayes.Networks;
using HepBayes.Preprocessing;
using HepBayes.Runtime;
using TorchSharp;

namespace HepBayes.Training;

/// <summary>The folder of one training: settings.json, history.json, pipeline.json and weights.safetensors.</summary>
internal static class ClassifierFolder
{
    private const string FormatName = "hepbayes.classifier";
    private const int FormatVersion = 2;
    private const string Settings = "settings.json";
    private const string History = "history.json";
    private const string PipelineFile = "pipeline.json";
    private const string Weights = "weights.safetensors";

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Writes everything under a temporary name, then renames the folder: it is there whole or not at all.</summary>
    /// <returns>The new folder.</returns>
    public static string Write(TrainedClassifier trained, string runLog, TimeProvider clock)
    {
        var now = clock.GetLocalNow();
        var temporary = Path.Combine(runLog, $".{Guid.NewGuid():N}.tmp");
        Directory.CreateDirectory(temporary);
        try
        {
            AtomicFile.WriteAllText(Path.Combine(temporary, Settings), JsonSerializer.Serialize(Describe(trained, now), Json));
            AtomicFile.WriteAllText(Path.Combine(temporary, History), JsonSerializer.Serialize(trained.History.Epochs, Json));
            AtomicFile.WriteAllText(Path.Combine(temporary, PipelineFile), trained.Pipeline.ToJson());
            WriteWeights(trained.State, Path.Combine(temporary, Weights));
            return MoveToNewName(temporary, runLog, now.ToString("yyyy-MM-dd'T'HH-mm-ss", CultureInfo.InvariantCulture));
        }
        finally
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
        }
    }

    public static TrainedClassifier Read(string folder)
    {
        var settings = Deserialise<State>(folder, Settings);
        if (settings.Format != FormatName || settings.Version is < 1 or > FormatVersion)
            throw new UserErrorException($"'{Path.Combine(folder, Settings)}' has format '{settings.Format}', version {settings.Version}; this library reads '{FormatName}', versions 1 to {FormatVersion}.");
        var pipeline = Pipeline.FromJson(Text(folder, PipelineFile));
        if (pipeline.Fingerprint != settings.PipelineFingerprint)
            throw new UserErrorException($"'{Path.Combine(folder, PipelineFile)}' is not the pipeline that the network was trained with (fingerprint {pipeline.Fingerprint[..12]}..., expected {settings.PipelineFingerprint[..Math.Min(12, settings.PipelineFingerprint.Length)]}...). Restore the file; a network is useless with another pipeline.");
        try
        {
            var classifier = new MlpClassifier { Hidden = settings.Hidden, Activation = Activation.Parse(settings.Activation), Dropout = settings.Dropout, InitialScale = settings.InitialScale, NormaliseInputs = settings.NormaliseInputs, NormaliseHidden = settings.NormaliseHidden };
            var options = settings.Training with { Optimiser = settings.Optimiser.ToOptimiser() };
            var task = new ClassifierTask(classifier, classifier.Architecture(pipeline.Outputs.Count), pipeline, settings.Label, options);
            var state = ReadWeights(folder, settings, task.Network.Layout.Count, classifier.Levels(task.Network).Count);
            state.History = new ClassifierHistory(Deserialise<EpochRecord[]>(folder, History));
            return new TrainedClassifier(task, state, settings.Data, settings.Seconds, settings.ContinuedFrom, folder);
        }
        catch (ArgumentException e)
        {
            throw new UserErrorException($"'{Path.Combine(folder, Settings)}' describes no possible network: {e.Message}", e);
        }
    }

    // Renaming fails where the name exists, so two trainings that end in the same second get different folders.
    private static string MoveToNewName(string temporary, string runLog, string name)
    {
        for (var number = 1; ; number++)
        {
            var folder = Path.Combine(runLog, number == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{number}"));
            if (Path.Exists(folder))
                continue;
            try
            {
                Directory.Move(temporary, folder);
                return folder;
            }
            catch (IOException) when (Path.Exists(folder))
            {
                // Another program was faster; the next number.
            }
        }
    }

    private static State Describe(TrainedClassifier trained, DateTimeOffset now) => new(
        FormatName,
        FormatVersion,
        now,
        [.. trained.Classifier.Hidden],
        trained.Classifier.Activation.Name,
        [.. trained.Classifier.Dropout],
        trained.Classifier.InitialScale,
        trained.Label,
        trained.Options,
        OptimiserState.Of(trained.Options.Optimiser),
        trained.State.Steps,
        trained.History.BestEpoch,
        trained.Data,
        trained.Pipeline.Fingerprint,
        Checksum(trained.State),
        trained.Seconds,
        trained.ContinuedFrom,
        typeof(ClassifierFolder).Assembly.GetName().Version!.ToString(),
        trained.Classifier.NormaliseInputs,
        trained.Classifier.NormaliseHidden);

    private static (string Name, float[] Values)[] Parts(ClassifierState state) =>
        [("best", state.Best), ("last", state.Weights), ("first_moment", state.First), ("second_moment", state.Second),
            .. state.Running.Length > 0 ? new[] { ("running", state.Running), ("best_running", state.BestRunning) } : []];

    private static string Checksum(ClassifierState state)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, values) in Parts(state))
            hash.AppendData(MemoryMarshal.AsBytes<float>(values));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void WriteWeights(ClassifierState state, string path)
    {
        NativeLibraries.EnsureLoaded();
        using var scope = torch.NewDisposeScope();
        SafeTensors.Write(path, Parts(state).ToDictionary(p => p.Name, p => torch.tensor(p.Values)));
    }

    private static ClassifierState ReadWeights(string folder, State settings, int parameters, int statistics)
    {
        var path = Path.Combine(folder, Weights);
        var (tensors, _) = SafeTensors.Read(path);
        try
        {
            float[] Values(string name, int count)
            {
                if (!tensors.TryGetValue(name, out var tensor) || tensor.dtype != torch.ScalarType.Float32 || tensor.dim() != 1 || tensor.shape[0] != count)
                    throw new UserErrorException($"'{path}' lacks the {count} numbers '{name}' that the network of '{Settings}' needs. Restore the folder, or train anew.");
                return tensor.data<float>().ToArray();
            }

            float[] Parameters(string name) => Values(name, parameters + statistics);
            float[] Running(string name) => statistics > 0 ? Values(name, statistics) : [];
            var state = new ClassifierState(Parameters("last"), Running("running")) { Best = Parameters("best"), BestRunning = Running("best_running"), First = Parameters("first_moment"), Second = Parameters("second_moment"), Steps = settings.Steps };
            if (Checksum(state) != settings.WeightsChecksum)
                throw new UserErrorException($"The numbers in '{path}' are not those that '{Settings}' names. Restore the folder, or train anew.");
            return state;
        }
        finally
        {
            foreach (var tensor in tensors.Values)
                tensor.Dispose();
        }
    }

    private static T Deserialise<T>(string folder, string file)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(Text(folder, file), Json) ?? throw new JsonException("it is empty");
        }
        catch (JsonException e)
        {
            throw new UserErrorException($"'{Path.Combine(folder, file)}' is damaged: {e.Message}", e);
        }
    }

    private static string Text(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        return File.Exists(path)
            ? File.ReadAllText(path)
            : throw new UserErrorException($"There is no file '{path}' (looked for '{Path.GetFullPath(path)}'). Give the dated folder of a training; it holds {Settings}, {History}, {PipelineFile} and {Weights}.");
    }

    private sealed record OptimiserState(string Kind, double LearningRate, double Momentum)
    {
        public static OptimiserState Of(Optimiser optimiser) => optimiser switch
        {
            SgdOptimiser sgd => new("sgd", sgd.LearningRate, sgd.Momentum),
            NadamOptimiser => new("nadam", optimiser.LearningRate, 0),
            _ => new("adam", optimiser.LearningRate, 0),
        };

        public Optimiser ToOptimiser() => Kind switch
        {
            "sgd" => Optimiser.Sgd(LearningRate, Momentum),
            "nadam" => Optimiser.Nadam(LearningRate),
            "adam" => Optimiser.Adam(LearningRate),
            _ => throw new ArgumentException($"there is no optimiser '{Kind}'"),
        };
    }

    private sealed record State(
        string Format,
        int Version,
        DateTimeOffset Written,
        int[] Hidden,
        string Activation,
        double[] Dropout,
        double? InitialScale,
        string Label,
        TrainingOptions Training,
        OptimiserState Optimiser,
        long Steps,
        int BestEpoch,
        ClassifierData Data,
        string PipelineFingerprint,
        string WeightsChecksum,
        double Seconds,
        string? ContinuedFrom,
        string LibraryVersion,
        bool NormaliseInputs = false,
        bool NormaliseHidden = false);
}
