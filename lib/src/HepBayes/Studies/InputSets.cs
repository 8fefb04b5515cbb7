using HepBayes.Data;
using HepBayes.Physics;

namespace HepBayes.Studies;

/// <summary>The columns of an <see cref="InputSet"/> and how they are made.</summary>
internal static class InputSets
{
    /// <summary>Names of the columns.</summary>
    public static IReadOnlyList<string> Columns(InputSet set) => set switch
    {
        InputSet.HiggsMass => PmssmInputs.HiggsMass,
        InputSet.CrossSection => PmssmInputs.CrossSection,
        InputSet.Spectrum => SpectrumInputs.Columns,
        _ => Pmssm.Parameters,
    };

    /// <summary>A table with the columns added.</summary>
    public static Table Add(Table table, InputSet? set) => set switch
    {
        InputSet.HiggsMass or InputSet.CrossSection => PmssmInputs.Add(table, Columns(set.Value)),
        InputSet.Spectrum => SpectrumInputs.Add(table),
        _ => table,
    };
}
