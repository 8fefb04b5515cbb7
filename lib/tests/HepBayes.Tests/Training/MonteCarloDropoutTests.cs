using HepBayes.Data;
using HepBayes.Preprocessing;
using HepBayes.Training;

namespace HepBayes.Tests.Training;

public class MonteCarloDropoutTests
{
    private static readonly DataSplit Events = Datasets.Ship().Take([.. Enumerable.Range(0, 1000).Select(i => 40 * i)]).Split(0.6, 0.2, 0.2, seed: 1, stratify: Datasets.Signal, group: Datasets.Interaction);
    private static readonly Pipeline Pipeline = Pipeline.Of(Ship.CourseInputs).Standardise().Fit(Events.Train, Datasets.Signal);

    [Fact]
    public void Passes_scatter_about_the_score_and_the_score_itself_does_not()
    {
        var trained = Train([0.1, 0]);
        Assert.Equal(trained.Predict(Events.Test), trained.Predict(Events.Test));
        var predictive = new MonteCarloDropout(trained) { Passes = 200 }.Predict(Events.Test);
        var (scores, mean, spread) = (trained.Predict(Events.Test), predictive.Mean(), predictive.StandardDeviation());
        Assert.Equal(Events.Test.Rows, predictive.Rows);
        Assert.All(spread, sd => Assert.True(sd > 0));
        Assert.All(Enumerable.Range(0, scores.Length), row => Assert.InRange(Math.Abs(scores[row] - mean[row]), 0, spread[row]));
        Assert.Equal(mean, new MonteCarloDropout(trained) { Passes = 200 }.Predict(Events.Test).Mean());
        Assert.Equal(mean, (new MonteCarloDropout(trained) { Passes = 200, KeepPasses = true }).Predict(Events.Test).Mean());
        Assert.NotEqual(mean, new MonteCarloDropout(trained) { Passes = 200, Seed = 2 }.Predict(Events.Test).Mean());
    }

    [Fact]
    public void What_cannot_be_predicted_is_refused()
    {
        Assert.Contains("without dropout", Assert.Throws<ArgumentException>(() => new MonteCarloDropout(Train([])).Predict(Events.Test)).Message);
        var dropout = new MonteCarloDropout(Train([0.1, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => (dropout with { Passes = 0 }).Predict(Events.Test));
        Assert.Contains("'DOCA (cm)'", Assert.Throws<ColumnNotFoundException>(() => dropout.Predict(Events.Test.Without("DOCA (cm)"))).Message);
    }

    private static TrainedClassifier Train(double[] dropout) =>
        new MlpClassifier { Hidden = [8, 6], Dropout = dropout }.Fit(Pipeline, Events, Datasets.Signal, new TrainingOptions { Epochs = 5 }, cancellation: TestContext.Current.CancellationToken);
}
