using HepBayes.Runtime;
using TorchSharp;

namespace HepBayes.Tests.Support;

/// <summary>The devices that tests are repeated on: the processor always, CUDA skipped with a reason where there is none.</summary>
internal static class TestDevices
{
    public const string Cpu = "cpu";
    public const string Cuda = "cuda";

    public static IReadOnlyList<string> All { get; } = [Cpu, Cuda];

    /// <summary>Why a test cannot run on a device; null where it can.</summary>
    public static string? ReasonToSkip(string device) =>
        device == Cuda && Compute.BestDevice.type != DeviceType.CUDA ? "no CUDA device, or a build of libtorch without CUDA" : null;

    public static torch.Device Of(string device) => device == Cuda ? torch.CUDA : torch.CPU;
}
