using HepBayes.Data;
using HepBayes.Physics;
using HepBayes.Runtime;

namespace HepBayes.Generative.Exploration;

/// <summary>Oracles from functions and slow codes.</summary>
public static class Oracle
{
    /// <summary>An oracle that is a function, for example an analytic toy.</summary>
    /// <param name="name">Which function it is.</param>
    /// <param name="answer">The function.</param>
    public static IOracle Of(string name, Func<TableRow, OracleAnswer> answer)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(answer);
        return new FunctionOracle(name, answer);
    }

    /// <summary>A slow code for points of the pMSSM, of whose masses one is the quantity.</summary>
    /// <param name="name">Which code it is, with version and settings.</param>
    /// <param name="code">Answers for one point, as for <see cref="SlowCode.Run"/>.</param>
    /// <param name="mass">One of <see cref="Pmssm.Masses"/>.</param>
    /// <exception cref="ColumnNotFoundException">There is no such mass.</exception>
    public static IOracle Of(string name, Func<TableRow, SlowCodeAnswer> code, string mass)
    {
        ArgumentNullException.ThrowIfNull(code);
        var index = Pmssm.Masses.ToList().IndexOf(mass);
        if (index < 0)
            throw ColumnNotFoundException.In("the masses of the pMSSM", mass, [.. Pmssm.Masses]);
        return Of($"{name}, {mass}", point => Translate(code(point), index));
    }

    /// <summary>An installed SOFTSUSY. Points that it calls valid but flags with a warning count as rejected: their masses may be nonsense.</summary>
    /// <param name="mass">One of <see cref="Pmssm.Masses"/>, for example <c>m_h0</c>.</param>
    /// <param name="options">How the program is called.</param>
    /// <exception cref="ColumnNotFoundException">There is no such mass.</exception>
    public static IOracle SoftSusy(string mass, SoftSusyOptions? options = null)
    {
        options ??= new SoftSusyOptions();
        return Of($"SOFTSUSY as {options.Executable}", point => Physics.SoftSusy.Compute(point, options), mass);
    }

    private static OracleAnswer Translate(SlowCodeAnswer answer, int mass) => answer switch
    {
        { Status: not SlowCodeAnswer.Ok } => OracleAnswer.Without(answer.Status, answer.Reason),
        { Reason: not "" } => OracleAnswer.Without(OracleAnswer.Invalid, answer.Reason),
        { Masses.Count: var count } when count != Pmssm.Masses.Count => throw new UserErrorException($"The slow code gave {count} masses for an accepted point; expected the {Pmssm.Masses.Count} of Pmssm.Masses."),
        _ => OracleAnswer.Of(answer.Masses[mass]),
    };

    private sealed class FunctionOracle(string name, Func<TableRow, OracleAnswer> answer) : IOracle
    {
        public string Name => name;

        public OracleAnswer Ask(TableRow point) => answer(point);
    }
}
