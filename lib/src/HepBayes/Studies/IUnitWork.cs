namespace HepBayes.Studies;

/// <summary>What the units of a run compute, and what their results become together. A unit's result depends on the plan and its index only.</summary>
internal interface IUnitWork : IDisposable
{
    /// <summary>Reads what all units share, before the first of them; again it does nothing.</summary>
    void Load();

    /// <summary>Computes a unit, or goes on with it where an earlier process stopped.</summary>
    /// <param name="folder">Where its files belong.</param>
    /// <param name="log">For lines that tell people how far it is.</param>
    /// <param name="cancellation">Stops; what a repeat can use is kept.</param>
    /// <returns>Names of the files of the result.</returns>
    IReadOnlyList<string> Run(UnitFolder folder, TextWriter log, CancellationToken cancellation);

    /// <summary>Makes one result of all units.</summary>
    /// <param name="units">The units that are whole, in order; at least one.</param>
    /// <param name="target">An existing folder for the result.</param>
    /// <param name="log">For the lines of the summary.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>Names of the files of the result.</returns>
    IReadOnlyList<string> Merge(IReadOnlyList<UnitFolder> units, string target, TextWriter log, CancellationToken cancellation);
}
