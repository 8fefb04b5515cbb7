namespace Hepbook.Doctor;

/// <summary>How much a finding matters.</summary>
internal enum CheckLevel
{
    /// <summary>In order.</summary>
    Good,

    /// <summary>The studies run, something optional is missing.</summary>
    Optional,

    /// <summary>The studies cannot run.</summary>
    Bad,
}
