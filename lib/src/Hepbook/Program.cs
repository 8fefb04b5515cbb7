using Hepbook.Cli;

// Threads that a notebook left behind must not keep the process alive.
Environment.Exit(await CommandLine.RunAsync(args).ConfigureAwait(false));
