using System.Globalization;

namespace HepBayes.Physics;

/// <summary>A parameter after a fit.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">The value at the maximum of the likelihood.</param>
/// <param name="Error">The standard error from the second derivatives; 0 for a fixed parameter, NaN for one at a limit.</param>
/// <param name="Unit">The unit of the value.</param>
/// <param name="State">Where the parameter ended.</param>
public sealed record FittedParameter(string Name, double Value, double Error, string Unit, FitParameterState State)
{
    /// <summary>The distance to the lower end of the profile-likelihood interval, above 0; null if it was not asked for, NaN if the limit lies before it.</summary>
    public double? ErrorLow { get; init; }

    /// <summary>The distance to the upper end of the profile-likelihood interval, above 0; null if it was not asked for, NaN if the limit lies before it.</summary>
    public double? ErrorHigh { get; init; }

    /// <summary>How many standard errors a reference value lies below this one.</summary>
    /// <param name="reference">The other value.</param>
    /// <param name="referenceError">Its standard error, added in quadrature.</param>
    /// <returns>(value - reference) / error; NaN without an error.</returns>
    public double PullFrom(double reference, double referenceError = 0)
    {
        var error = Math.Sqrt((Error * Error) + (referenceError * referenceError));
        return error > 0 ? (Value - reference) / error : double.NaN;
    }

    /// <summary>Name, value and errors, rounded to two digits of the error: <c>mean = 3.09284 ± 0.00016 GeV</c>.</summary>
    /// <returns>The text, in the invariant culture.</returns>
    public override string ToString()
    {
        var (value, error) = Written();
        return $"{Name} = {value}{(error.Length > 0 ? " ± " + error : State == FitParameterState.Fixed ? " (fixed)" : " (at its limit)")}{(Unit.Length > 0 ? " " + Unit : "")}";
    }

    /// <summary>Value and error as tables show them.</summary>
    internal (string Value, string Error) Written()
    {
        if (!(Error > 0 && double.IsFinite(Error)))
            return (Value.ToString("G7", CultureInfo.InvariantCulture), "");
        var format = "F" + Math.Clamp(1 - (int)Math.Floor(Math.Log10(Error)), 0, 12).ToString(CultureInfo.InvariantCulture);
        return (Value.ToString(format, CultureInfo.InvariantCulture), Error.ToString(format, CultureInfo.InvariantCulture));
    }
}
