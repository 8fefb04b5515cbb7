namespace HepBayes.Generative.Saving;

/// <summary>A <see cref="VariableMap"/> as saved in files.</summary>
/// <param name="Kind">"none", "log", "logit" or "linear".</param>
/// <param name="First">The lower bound, or the centre of a linear map.</param>
/// <param name="Second">The upper bound, or the width of a linear map.</param>
/// <param name="Inner">The map before a linear one.</param>
internal sealed record MapState(string Kind, double First = 0, double Second = 0, MapState? Inner = null)
{
    public VariableMap ToMap() => Kind switch
    {
        "none" => VariableMap.None,
        "log" => VariableMap.Log(First),
        "logit" => VariableMap.Logit(First, Second),
        "linear" when Inner is not null => Inner.ToMap().Standardised(First, Second),
        _ => throw new ArgumentException($"There is no map of the kind '{Kind}'."),
    };

    public static MapState[] Of(EventMap map) => [.. map.Maps.Select(m => m.State)];

    public static EventMap ToEventMap(IEnumerable<MapState> states) => new(states.Select(s => s.ToMap()));
}
