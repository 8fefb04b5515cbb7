using System.Globalization;

namespace HepBayes.Physics;

/// <summary>
/// The systematic error of a fitted parameter: its shifts under alternative signal and background models, ranges and selections,
/// added in quadrature. It displays as a table.
/// </summary>
/// <remarks>
/// A shift between fits to the same events is not all systematic: it scatters by about the root of the difference of the two
/// squared statistical errors. Alternatives that differ from the nominal fit by less than that prove nothing.
/// </remarks>
/// <example><code>
/// var table = SystematicTable.Of(nominal, "mean")
///     .With("signal: double Gaussian", other["mean"])
///     .With("range 2.8 to 3.4", wider["mean"]);
/// </code></example>
public sealed record SystematicTable
{
    private SystematicTable(FittedParameter nominal, IReadOnlyList<SystematicShift> shifts) => (Nominal, Shifts) = (nominal, shifts);

    /// <summary>The parameter of the nominal fit.</summary>
    public FittedParameter Nominal { get; }

    /// <summary>The shifts, in the order in which they were added.</summary>
    public IReadOnlyList<SystematicShift> Shifts { get; }

    /// <summary>The statistical error: that of the nominal fit.</summary>
    public double Statistical => Nominal.Error;

    /// <summary>The systematic error: the root of the sum of the squared shifts.</summary>
    public double Systematic => Math.Sqrt(Shifts.Sum(s => s.Shift * s.Shift));

    /// <summary>Statistical and systematic error in quadrature.</summary>
    public double Total => Math.Sqrt((Statistical * Statistical) + (Systematic * Systematic));

    /// <summary>Begins a table.</summary>
    /// <param name="nominal">The nominal fit.</param>
    /// <param name="parameter">The parameter.</param>
    /// <returns>A table without shifts.</returns>
    /// <exception cref="ArgumentException">No parameter has this name, or it is fixed or at a limit.</exception>
    public static SystematicTable Of(FitResult nominal, string parameter)
    {
        ArgumentNullException.ThrowIfNull(nominal);
        var fitted = nominal[parameter];
        if (fitted.State != FitParameterState.Free)
            throw new ArgumentException($"'{parameter}' has no statistical error ({fitted.State}), so a systematic one means nothing.", nameof(parameter));
        return new SystematicTable(fitted, []);
    }

    /// <summary>The table with the result of an alternative added.</summary>
    /// <param name="source">What was changed.</param>
    /// <param name="alternative">The same quantity in the alternative fit; its name may differ.</param>
    /// <returns>A new table.</returns>
    /// <exception cref="ArgumentException">The alternative value is not finite.</exception>
    public SystematicTable With(string source, FittedParameter alternative)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        ArgumentNullException.ThrowIfNull(alternative);
        if (!double.IsFinite(alternative.Value))
            throw new ArgumentException($"The value of '{alternative.Name}' for '{source}' is {alternative.Value}.", nameof(alternative));
        return new SystematicTable(Nominal, [.. Shifts, new SystematicShift(source, alternative.Value, alternative.Value - Nominal.Value)]);
    }

    /// <summary>The lines of the table: what, value, shift.</summary>
    /// <returns>Numbers as text, rounded to two digits of the statistical error.</returns>
    public IReadOnlyList<(string Source, string Value, string Shift)> Rows()
    {
        var format = "F" + Math.Clamp(1 - (int)Math.Floor(Math.Log10(Statistical)), 0, 12).ToString(CultureInfo.InvariantCulture);
        string Write(double value) => value.ToString(format, CultureInfo.InvariantCulture);
        string Signed(double value) => (value < 0 ? "" : "+") + Write(value);
        return
        [
            ("nominal", Write(Nominal.Value), ""),
            .. Shifts.Select(s => (s.Source, Write(s.Value), Signed(s.Shift))),
            ("statistical", "", Write(Statistical)),
            ("systematic", "", Write(Systematic)),
            ("total", "", Write(Total)),
        ];
    }

    /// <summary>The result with both errors: <c>mean = 3.09284 ± 0.00016 (stat) ± 0.00041 (syst) GeV</c>, then the table.</summary>
    /// <returns>Aligned text.</returns>
    public override string ToString()
    {
        var rows = Rows();
        var (first, second) = (rows.Max(r => r.Source.Length), rows.Max(r => r.Value.Length));
        var third = rows.Max(r => r.Shift.Length);
        return string.Join('\n', rows.Select(r => $"{r.Source.PadRight(first)}  {r.Value.PadLeft(second)}  {r.Shift.PadLeft(third)}").Prepend(Summary()));
    }

    /// <summary>The result in one line.</summary>
    /// <returns>Value, statistical and systematic error with the unit.</returns>
    public string Summary()
    {
        var rows = Rows();
        return $"{Nominal.Name} = {rows[0].Value} ± {rows[^3].Shift} (stat) ± {rows[^2].Shift} (syst){(Nominal.Unit.Length > 0 ? " " + Nominal.Unit : "")}";
    }
}
