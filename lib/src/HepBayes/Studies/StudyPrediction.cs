namespace HepBayes.Studies;

/// <summary>Networks that a scan asks: columns with the name (mean) and the name with <c>_sd</c> (standard deviation over the networks).</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Posterior">Folder of a run of chains that was merged, or the JSON file of a saved posterior of this study; relative to the study file.</param>
/// <param name="Every">Use every n-th draw of each chain.</param>
public sealed record StudyPrediction(string Name, string Posterior, int Every = 1)
{
    internal static StudyPrediction Read(StudyNode node)
    {
        var section = new StudySection(node, "a prediction", "name", "posterior", "every");
        return new StudyPrediction(section.Text("name"), section.Text("posterior"), section.OptionalWhole("every", 1) ?? 1);
    }
}
