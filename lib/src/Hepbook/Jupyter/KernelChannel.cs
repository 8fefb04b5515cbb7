namespace Hepbook.Jupyter;

/// <summary>The sockets over which messages come and go; the heartbeat carries none.</summary>
internal enum KernelChannel
{
    /// <summary>Requests, answered one after another.</summary>
    Shell,

    /// <summary>Requests that must not wait behind a running cell.</summary>
    Control,

    /// <summary>Questions to the user.</summary>
    Stdin,

    /// <summary>What everybody may see: outputs and states.</summary>
    Iopub,
}
