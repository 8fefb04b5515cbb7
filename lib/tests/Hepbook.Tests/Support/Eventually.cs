namespace Hepbook.Tests.Support;

/// <summary>Waits for something that another thread or process will do; fails only after a generous time.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(180));
        while (!condition())
            await Task.Delay(20, patience.Token);
    }
}
