using HepBayes.Data;

namespace HepBayes.Physics;

/// <summary>The 19 parameters of the points of a table, row by row.</summary>
internal sealed class SoftParameterColumns
{
    private readonly float[][] columns;

    /// <param name="points">A table with the 19 <see cref="Pmssm.Parameters"/>, in GeV.</param>
    /// <exception cref="ColumnNotFoundException">A parameter is missing.</exception>
    public SoftParameterColumns(Table points)
    {
        columns = [.. Pmssm.Parameters.Select(points.Values)];
        Rows = points.Rows;
    }

    /// <summary>The number of points.</summary>
    public int Rows { get; }

    /// <summary>One point.</summary>
    /// <param name="row">From 0.</param>
    public SoftParameters this[int row] => new()
    {
        Bino = columns[0][row],
        Wino = columns[1][row],
        Gluino = columns[2][row],
        Higgsino = columns[3][row],
        HeavyHiggs = columns[4][row],
        TanBeta = columns[5][row],
        TopTrilinear = columns[6][row],
        BottomTrilinear = columns[7][row],
        TauTrilinear = columns[8][row],
        Light = new(columns[9][row], columns[10][row], columns[11][row], columns[12][row], columns[13][row]),
        Third = new(columns[14][row], columns[15][row], columns[16][row], columns[17][row], columns[18][row]),
    };
}
