using HepBayes.Data;

namespace HepBayes.Studies;

/// <summary>How a target becomes what the network learns, and back: z = (y - mean) / scale with y the target or its logarithm.</summary>
/// <param name="Target">The target.</param>
/// <param name="Mean">Mean of y over the training rows, or 0.</param>
/// <param name="Scale">Standard deviation of y over the training rows, or 1.</param>
internal sealed record TargetScale(StudyTarget Target, double Mean, double Scale)
{
    /// <summary>Learns the scale of a target.</summary>
    public static TargetScale Fit(StudyTarget target, Table training)
    {
        var raw = new TargetScale(target, 0, 1);
        if (!target.Standardise)
            return raw;
        var scaler = Preprocessing.StandardScaler.Fit(training.WithColumn(target.Column, raw.Of(training)), [target.Column]);
        return raw with { Mean = scaler.Means[0], Scale = scaler.Scales[0] };
    }

    /// <summary>What the network learns, [rows].</summary>
    public float[] Of(Table rows) =>
        Array.ConvertAll(rows[Target.Column], value => (float)(((Target.Log10 ? Math.Log10(value) : value) - Mean) / Scale));
}
