using HepBayes.Data;

namespace HepBayes.Preprocessing;

/// <summary>A fitted, invertible change of columns: a step of a <see cref="Pipeline"/> that can also be used alone.</summary>
public interface ITransform
{
    /// <summary>The columns that are read.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>The columns that stand in their place afterwards.</summary>
    IReadOnlyList<string> Outputs { get; }

    /// <summary>A table with <see cref="Outputs"/> in place of <see cref="Columns"/>; the other columns stay as they are.</summary>
    /// <param name="table">A table with <see cref="Columns"/>.</param>
    /// <exception cref="ColumnNotFoundException">A column is missing.</exception>
    /// <exception cref="Runtime.UserErrorException">A value cannot be transformed; the message names column and row.</exception>
    Table Transform(Table table);

    /// <summary>Undoes <see cref="Transform"/>, up to float32 rounding.</summary>
    /// <param name="table">A table with <see cref="Outputs"/>.</param>
    /// <exception cref="ColumnNotFoundException">A column is missing.</exception>
    Table Inverse(Table table);

    /// <summary>The transform as JSON text; doubles come back exactly.</summary>
    string ToJson();
}
