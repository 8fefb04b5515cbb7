namespace Hepbook.Assistance;

/// <summary>Whether typed code is ready to run.</summary>
internal enum Completeness
{
    /// <summary>It can run as it is.</summary>
    Complete,

    /// <summary>More has to follow.</summary>
    Incomplete,

    /// <summary>No continuation can make it right.</summary>
    Invalid,
}
