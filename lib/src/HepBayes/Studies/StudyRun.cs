using HepBayes.Data;
using HepBayes.Evaluation;
using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Runtime;
using HepBayes.Sampling;
using HepBayes.Training.Search;

namespace HepBayes.Studies;

/// <summary>A run of units that was merged, for notebooks: the same objects that a local run gives.</summary>
/// <example><code>
/// var chains = StudyRun.Open("runs/viability");
/// chains.Sampling().Summary()
/// </code></example>
public sealed class StudyRun
{
    private readonly StudyFolder run;
    private readonly MergeFile merged;

    private StudyRun(StudyFolder run, MergeFile merged)
    {
        (this.run, this.merged) = (run, merged);
        Study = run.Plan.Study is null ? null : StudyFile.Load(run.Study);
    }

    /// <summary>sample, predict, scan, search or check.</summary>
    public string Kind => run.Plan.Kind;

    /// <summary>The study; null for check.</summary>
    public StudyFile? Study { get; }

    /// <summary>Number of units of the run.</summary>
    public int Units => run.Plan.Units;

    /// <summary>Units that the merged result lacks; none unless missing ones were allowed.</summary>
    public IReadOnlyList<int> Missing => merged.Missing;

    /// <summary>Opens a merged run.</summary>
    /// <param name="folder">Folder of the run.</param>
    /// <exception cref="UserErrorException">There is no run, it was not merged, or its plan has changed.</exception>
    public static StudyRun Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var run = StudyFolder.Open(folder);
        var stamp = Path.Combine(run.Merged, MergeFile.Name);
        if (!File.Exists(stamp))
            throw new UserErrorException($"The run in '{run.Path}' is not merged: run all its units, then 'merge'.");
        var merged = StudyJson.Read<MergeFile>(stamp, "merge");
        return merged.PlanSha256 == run.Plan.Sha256
            ? new StudyRun(run, merged)
            : throw new UserErrorException($"'{stamp}' belongs to another plan than the one beside it; merge again.");
    }

    /// <summary>The chains as one run; its draws stay on disk, and it states no time.</summary>
    /// <exception cref="UserErrorException">The run is of another kind, or damaged.</exception>
    public SamplingRun Sampling() => SamplingRun.Open(FileOf("sample", ChainFiles.Run));

    /// <summary>The model of the study.</summary>
    /// <exception cref="UserErrorException">The run has no study.</exception>
    public BayesianNetwork Network() => Study?.Model() ?? throw new UserErrorException("A run of 'check' has no study and no model.");

    /// <summary>The networks of the chains with names and scaler, thinned if they are many.</summary>
    /// <exception cref="UserErrorException">The run is of another kind, or damaged.</exception>
    public SavedPosterior Posterior() => SavedPosterior.Load(FileOf("sample", ChainFiles.Posterior));

    /// <summary>The predictions, a row for each point in the order of their file.</summary>
    /// <exception cref="UserErrorException">The run is of another kind, or damaged.</exception>
    public Table Prediction() => TableFile.Read(FileOf("predict", $"{PredictWork.Result}.{(Study!.Predict ?? new()).Format.ToString().ToLowerInvariant()}"));

    /// <summary>The heatmaps.</summary>
    /// <exception cref="UserErrorException">The run is of another kind, or damaged.</exception>
    public HeatmapScan Scan()
    {
        var path = FileOf("scan", ScanWork.Result);
        var scan = ScanWork.Empty(run, Study!.Scan!);
        scan.Resume(path);
        return scan;
    }

    /// <summary>The trials of the search.</summary>
    /// <exception cref="UserErrorException">The run is of another kind or damaged, or trials are missing.</exception>
    public Study Search()
    {
        var folder = Path.GetDirectoryName(FileOf("search", SearchWork.Trials))!;
        return Missing.Count == 0
            ? Training.Search.Study.Create(SearchWork.Options(Study!, folder))
            : throw new UserErrorException($"The search in '{run.Path}' lacks the trials {UnitMerge.Ranges(Missing)}; run them and merge again, or read trials.csv.");
    }

    private string FileOf(string kind, string name) => Kind == kind
        ? Path.Combine(run.Merged, name)
        : throw new UserErrorException($"'{run.Path}' is a run of '{Kind}', not of '{kind}'.");
}
