using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HepBayes.Networks;

/// <summary>The trainable parameters of a module as one flat vector: named blocks, and copies there and back.</summary>
internal sealed class ModuleParameters
{
    private readonly Parameter[] parameters;

    public ModuleParameters(nn.Module module)
    {
        var named = module.named_parameters().Where(p => p.parameter.requires_grad).ToArray();
        parameters = [.. named.Select(p => p.parameter)];
        var blocks = new List<ParameterBlock>();
        foreach (var (name, parameter) in named)
        {
            // The first dimension counts the outputs of a linear or convolutional layer; what remains is its fan-in.
            var count = checked((int)parameter.numel());
            var columns = parameter.dim() < 2 ? count : (int)parameter.shape[0];
            blocks.Add(new ParameterBlock(name, blocks.Sum(b => b.Count), count / columns, columns));
        }

        Blocks = blocks;
        Count = blocks.Sum(b => b.Count);
    }

    public IReadOnlyList<ParameterBlock> Blocks { get; }

    public int Count { get; }

    /// <summary>Puts a vector [parameters] into the module and clears its gradients.</summary>
    public void Write(Tensor vector)
    {
        using var quiet = no_grad();
        for (var i = 0; i < parameters.Length; i++)
        {
            using var scope = NewDisposeScope();
            parameters[i].copy_(vector.narrow(0, Blocks[i].Offset, Blocks[i].Count).view(parameters[i].shape));
            parameters[i].grad?.zero_();
        }
    }

    /// <summary>Copies the module's gradients into a vector [parameters].</summary>
    public void ReadGradient(Tensor vector)
    {
        using var quiet = no_grad();
        for (var i = 0; i < parameters.Length; i++)
        {
            using var scope = NewDisposeScope();
            var target = vector.narrow(0, Blocks[i].Offset, Blocks[i].Count);
            if (parameters[i].grad is { } gradient)
                target.copy_(gradient.reshape(-1));
            else
                target.zero_();
        }
    }
}
