namespace HepBayes.Networks;

/// <summary>What a block of parameters does in a network, as its name tells.</summary>
internal enum ParameterKind
{
    Weight,
    Bias,
    Slope,
}

/// <summary>Reads the names of blocks.</summary>
internal static class ParameterNames
{
    /// <summary>The kind of a block: the part of its name after the last dot says bias or slope; anything else is a weight.</summary>
    public static ParameterKind Kind(this ParameterBlock block) => block.Name[(block.Name.LastIndexOf('.') + 1)..] switch
    {
        "bias" => ParameterKind.Bias,
        "slope" => ParameterKind.Slope,
        _ => ParameterKind.Weight,
    };

    /// <summary>A name for every parameter of a block, for example <c>layer1.weight[3,0]</c> or <c>layer1.bias[4]</c>.</summary>
    public static IEnumerable<string> Each(ParameterBlock block, string suffix = "")
    {
        for (var row = 0; row < block.Rows; row++)
        {
            for (var column = 0; column < block.Columns; column++)
                yield return FormattableString.Invariant(block.Rows == 1 ? (FormattableString)$"{block.Name}{suffix}[{column}]" : $"{block.Name}{suffix}[{row},{column}]");
        }
    }
}
