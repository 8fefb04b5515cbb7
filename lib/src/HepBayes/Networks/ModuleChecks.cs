using static TorchSharp.torch;

namespace HepBayes.Networks;

/// <summary>Refuses modules and data of which no posterior can be made.</summary>
internal static class ModuleChecks
{
    // Layers whose output is random, or depends on the other rows of a batch, in training mode.
    private static readonly string[] Unsteady = ["Dropout", "AlphaDropout", "FeatureAlphaDropout", "FeatureDropout", "BatchNorm", "InstanceNorm"];

    public static void RefuseTrainingMode(nn.Module module)
    {
        foreach (var (name, part) in module.named_modules())
        {
            var type = part.GetType().Name;
            if (part.training && Unsteady.Any(u => type.StartsWith(u, StringComparison.Ordinal)))
                throw new ArgumentException($"Layer '{name}' ({type}) is in training mode, where its output is random or depends on which rows share a batch; a posterior density needs a fixed function. Call eval() on the module first, or take the layer out.", nameof(module));
        }
    }

    /// <summary>Checks shapes and numbers against one row's output of the module.</summary>
    public static void CheckData(nn.Module<Tensor, Tensor> module, Likelihood likelihood, Tensor inputs, Tensor targets, Tensor? weights)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var rows = inputs.dim() == 0 ? 0 : inputs.shape[0];
        if (rows == 0 || targets.dim() != 2 || targets.shape[0] != rows)
            throw new ArgumentException($"Inputs of shape [{string.Join(", ", inputs.shape)}] and targets of shape [{string.Join(", ", targets.shape)}] do not match; expected [rows, ...] and [rows, target columns] with at least one row.", nameof(targets));
        RefuseMissing(inputs, nameof(inputs));
        RefuseMissing(targets, nameof(targets));
        var probe = inputs.narrow(0, 0, Math.Min(2, rows));
        var output = module.forward(probe);
        if (output.dim() != 2 || output.shape[0] != probe.shape[0])
            throw new ArgumentException($"The module gives shape [{string.Join(", ", output.shape)}] for {probe.shape[0]} rows; expected [rows, outputs]. Flatten the output.", nameof(module));
        if (!output.eq(module.forward(probe)).all().item<bool>())
            throw new ArgumentException("The module gives different outputs for the same rows, so it is random; a posterior density needs a fixed function. Call eval() on it, or take the random part out.", nameof(module));
        var columns = likelihood.TargetColumns((int)output.shape[1]);
        if (targets.shape[1] != columns)
            throw new ArgumentException($"The targets have {targets.shape[1]} columns; the {likelihood.Name} likelihood needs {columns} for {output.shape[1]} outputs.", nameof(targets));
        likelihood.CheckTargets(Floats(targets), (int)output.shape[1], "the targets");
        if (weights is not null)
            TrainingRows.CheckWeights(Floats(weights), (int)rows, "the weights");
    }

    private static float[] Floats(Tensor values) => values.to(float32).cpu().contiguous().data<float>().ToArray();

    private static void RefuseMissing(Tensor values, string name)
    {
        if (!values.isfinite().all().item<bool>())
            throw new ArgumentException($"The {name} hold numbers that are missing or infinite; a network needs finite numbers. Remove such rows or fill them in first.", name);
    }
}
