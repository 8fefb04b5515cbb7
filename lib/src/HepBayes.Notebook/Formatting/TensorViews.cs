using System.Globalization;
using System.Net;
using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Notebooks.Formatting;

/// <summary>A tensor as its shape, type, device, statistics and one corner: never a dump of all values.</summary>
internal static class TensorViews
{
    private const int Rows = 6;
    private const int Columns = 8;

    public static string Html(Tensor tensor)
    {
        var (about, corner) = Describe(tensor);
        return $"<div><b>{WebUtility.HtmlEncode(about)}</b></div>{corner?.ToHtml()}";
    }

    public static string Text(Tensor tensor)
    {
        var (about, corner) = Describe(tensor);
        return corner is null ? about : $"{about}\n{corner}";
    }

    private static (string About, TableView? Corner) Describe(Tensor tensor)
    {
        if (tensor.IsInvalid)
            return ("disposed tensor", null);
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var values = tensor.detach();
        var about = $"{tensor.dtype.ToString().ToLowerInvariant()} [{string.Join(", ", tensor.shape)}] on {tensor.device}{(tensor.requires_grad ? ", with gradient" : "")}";
        if (values.is_complex() || values.is_sparse || values.numel() == 0)
            return (about, null);
        return (about, Corner(values));
    }

    private static TableView Corner(Tensor values)
    {
        // Of more than two dimensions the first matrix is shown.
        var matrix = values;
        while (matrix.dim() > 2)
            matrix = matrix[0];
        var isRow = matrix.dim() < 2;
        matrix = isRow ? matrix.reshape(1, -1) : matrix;
        var (rows, columns) = (Math.Min(matrix.shape[0], Rows), Math.Min(matrix.shape[1], Columns));
        var cells = matrix.narrow(0, 0, rows).narrow(1, 0, columns).to(float64).cpu().contiguous().data<double>().ToArray();
        var isWhole = !values.is_floating_point();
        var byColumn = Enumerable.Range(0, (int)columns)
            .Select(c => Cells.Column([.. Enumerable.Range(0, (int)rows).Select(r => Cell(cells[(r * (int)columns) + c], isWhole))])).ToArray();
        var lines = Enumerable.Range(0, (int)rows)
            .Select(r => (IReadOnlyList<object?>)[isRow ? "" : r, .. byColumn.Select(c => c[r])]).ToList();
        var headers = Enumerable.Range(0, (int)columns).Select(c => c.ToString(CultureInfo.InvariantCulture));
        return TableView.WithNote([Place(values), .. headers], lines, Statistics(values));
    }

    private static object Cell(double value, bool isWhole) => isWhole ? (long)value : double.IsFinite(value) ? value : new Cells.Written(value.ToString(CultureInfo.InvariantCulture));

    // Which part of the tensor the corner is, as "[0, 0, :, :]".
    private static string Place(Tensor values) =>
        values.dim() > 2 ? $"[{string.Concat(Enumerable.Repeat("0, ", (int)values.dim() - 2))}:, :]" : "";

    private static string Statistics(Tensor values)
    {
        if (values.dtype == ScalarType.Bool)
            return string.Create(CultureInfo.InvariantCulture, $"{values.sum().ToInt64():N0} of {values.numel():N0} are true");
        var finite = values.isfinite();
        var (all, kept) = (values.numel(), finite.sum().ToInt64());
        var missing = values.isnan().sum().ToInt64();
        var odd = (missing > 0 ? $"; {missing:N0} NaN" : "") + (all - kept > missing ? $"; {all - kept - missing:N0} infinite" : "");
        if (kept == 0)
            return string.Create(CultureInfo.InvariantCulture, $"{all:N0} values, none finite{odd}");
        var some = (kept < all ? values.masked_select(finite) : values.reshape(-1)).to(float64);
        var sd = kept > 1 ? some.std().ToDouble() : double.NaN;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{all:N0} values: min {Cells.Text(some.min().ToDouble())}, mean {Cells.Text(some.mean().ToDouble())}, max {Cells.Text(some.max().ToDouble())}, sd {Cells.Text(sd)}{odd}");
    }
}
