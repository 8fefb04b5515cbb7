using HepBayes.Data;
using HepBayes.Prediction;
using HepBayes.Studies;

namespace HepBayes.Tests.Studies;

public sealed class PredictTests : IDisposable
{
    private readonly TinyStudy study = new();

    public PredictTests() => CommandRun.Good("sample", study.Path, "--output", study.File("chains"), "--chains", "2");

    public void Dispose() => study.Dispose();

    private string[] Arguments(string run, string posterior = "chains") => [study.Path, "--posterior", study.File(posterior), "--points", study.Points, "--output", study.File(run)];

    [Fact]
    public void Blocks_of_rows_in_any_order_are_one_prediction_of_all()
    {
        CommandRun.Good("predict", Arguments("a"));
        foreach (var unit in (int[])[2, 0, 1])
            CommandRun.Good("predict", [.. Arguments("b"), "--unit", $"{unit}"]);
        CommandRun.Good("merge", study.File("b"));
        Assert.Equal(FolderContent.Of(study.File("a")), FolderContent.Of(study.File("b")));

        var merged = StudyRun.Open(study.File("a")).Prediction();
        Assert.Equal(TinyStudy.Rows, merged.Rows);
        Assert.Equal(["mean", "sd", "q0.1", "q0.9"], merged.Columns);

        // The same from the library: the networks of the merged run, and the target scaled back.
        var (chains, model) = (StudyRun.Open(study.File("chains")), StudyModel.Load(study.Load(), StudyFolder.Open(study.File("chains")).Plan));
        var (scale, points) = (model.Targets[0], TextTable.Read(study.Points));
        var direct = chains.Sampling().Predict(chains.Network(), model.Inputs(points));
        var (mean, sd, high) = (direct.Mean(), direct.StandardDeviation(), direct.Quantile(0.9));
        for (var row = 0; row < merged.Rows; row++)
        {
            Assert.Equal((scale.Scale * mean[row]) + scale.Mean, merged["mean"][row], 1e-4);
            Assert.Equal(scale.Scale * sd[row], merged["sd"][row], 1e-4);
            Assert.Equal((scale.Scale * high[row]) + scale.Mean, merged["q0.9"][row], 1e-4);
        }

        // The network has learnt: sd of the target is about 13.
        Assert.InRange(points["z"].Zip(merged["mean"], (z, m) => Math.Abs(z - m)).Average(), 0, 10);
    }

    [Fact]
    public void A_saved_posterior_predicts_the_same()
    {
        CommandRun.Good("predict", Arguments("a"));
        CommandRun.Good("predict", Arguments("b", Path.Combine("chains", "merged", "posterior.json")));
        Assert.Equal(StudyRun.Open(study.File("a")).Prediction()["mean"], StudyRun.Open(study.File("b")).Prediction()["mean"]);
    }

    [Fact]
    public void Text_is_written_on_demand()
    {
        CommandRun.Good("predict", Arguments("a"));
        var text = study.File("text.study.json");
        File.WriteAllText(text, TinyStudy.Text.Replace("\"rowsPerUnit\": 50", "\"rowsPerUnit\": 70, \"format\": \"csv\"", StringComparison.Ordinal));
        CommandRun.Good("predict", [text, .. Arguments("b")[1..]]);
        Assert.Equal(StudyRun.Open(study.File("a")).Prediction()["q0.1"], StudyRun.Open(study.File("b")).Prediction()["q0.1"]);
    }

    [Fact]
    public void Bad_input_is_explained()
    {
        CommandRun.Refused(2, ["--posterior is missing"], "predict", study.Path, "--points", study.Points, "--output", study.File("a"));
        CommandRun.Refused(2, ["There is no file", "none.csv"], "predict", study.Path, "--posterior", study.File("chains"), "--points", study.File("none.csv"), "--output", study.File("a"));
        CommandRun.Good("plan", "sample", study.Path, "--output", study.File("open"), "--chains", "2");
        CommandRun.Refused(2, ["holds no merged chains"], "predict", Arguments("a", "open"));
        CommandRun.Good("plan", ["predict", .. Arguments("a")]);
        File.AppendAllText(study.File("chains/merged/merge.json"), " ");
        CommandRun.Refused(2, ["posteriorSha256 was"], "predict", Arguments("a"));
    }
}
