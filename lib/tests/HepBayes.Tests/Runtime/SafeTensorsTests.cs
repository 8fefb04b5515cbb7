using System.Buffers.Binary;
using System.Text;
using HepBayes.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Tests.Runtime;

public sealed class SafeTensorsTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"hepbayes-{Guid.NewGuid():N}.safetensors");

    public void Dispose() => File.Delete(path);

    [Fact]
    public void Tensors_of_every_type_and_shape_come_back_bit_for_bit()
    {
        NativeLibraries.EnsureLoaded();
        using var scope = NewDisposeScope();
        var values = tensor(new[] { 0.0, 1, -2, 3.5, 1e-3, 100 }).reshape(2, 3);
        var types = new[] { ScalarType.Float16, ScalarType.BFloat16, ScalarType.Float32, ScalarType.Float64, ScalarType.Int8, ScalarType.Int16, ScalarType.Int32, ScalarType.Int64, ScalarType.Bool };
        var tensors = types.ToDictionary(type => type.ToString(), type => values.to(type));
        tensors.Add("byte", values.abs().to(ScalarType.Byte));
        tensors.Add("scalar", tensor(2.5f));
        tensors.Add("empty", zeros(0, 4));
        tensors.Add("transposed", values.to(ScalarType.Float32).t());
        tensors.Add("with gradient", values.to(ScalarType.Float32).requires_grad_());
        tensors.Add("nan", tensor(new[] { float.NaN, float.NegativeInfinity, -0f }));
        tensors.Add("name \"quoted\" β", zeros(1));
        var metadata = new Dictionary<string, string> { ["format"] = "test", ["note"] = "two\nlines, β" };

        SafeTensors.Write(path, tensors, metadata);
        var (read, readMetadata) = SafeTensors.Read(path);

        Assert.Equal(metadata, readMetadata);
        Assert.Equal(tensors.Keys.Order(), read.Keys.Order());
        foreach (var (name, expected) in tensors)
        {
            Assert.Equal(expected.dtype, read[name].dtype);
            Assert.Equal(expected.shape, read[name].shape);
            Assert.Equal(expected.detach().contiguous().bytes.ToArray(), read[name].bytes.ToArray());
        }

        Assert.True(tensors["with gradient"].requires_grad);
    }

    [Fact]
    public void The_bytes_are_those_of_the_specification()
    {
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor> { ["b"] = tensor(new byte[] { 7, 8, 9 }), ["w"] = tensor(new[] { 1f, -2f }) };
        SafeTensors.Write(path, tensors, new Dictionary<string, string> { ["format"] = "pt" });

        // Written by hand: length, header padded with blanks to a multiple of 8, then the wide type first.
        var header = """{"__metadata__":{"format":"pt"},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[3],"data_offsets":[8,11]}}""";
        Assert.Equal(138, header.Length);
        byte[] expected = [144, 0, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(header + "      "), 0x00, 0x00, 0x80, 0x3F, 0x00, 0x00, 0x00, 0xC0, 7, 8, 9];
        Assert.Equal(expected, File.ReadAllBytes(path));
    }

    [Fact]
    public void A_file_in_another_order_and_without_padding_is_read()
    {
        WriteRaw("""{"b":{"data_offsets":[0,1],"shape":[],"dtype":"BOOL"},"a":{"dtype":"I16","shape":[1,2],"data_offsets":[1,5]}}""", [1, 1, 0, 0xFF, 0xFF]);
        var (tensors, metadata) = SafeTensors.Read(path);
        using var scope = NewDisposeScope();
        Assert.Empty(metadata);
        Assert.True(tensors["b"].item<bool>());
        Assert.Equal([1, 2], tensors["a"].shape);
        Assert.Equal([1, -1], tensors["a"].data<short>().ToArray());
        foreach (var tensor in tensors.Values)
            tensor.Dispose();
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7, "cut off")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 9, "9 are there")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "needs 12 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,8],"data_offsets":[0,8]}}""", 8, "span 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "shape of tensor 'a' holds -2")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,8]}}""", 8, "holds 1.5")]
    [InlineData("""{"a":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}""", 8, "not a list")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "[8, 0]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", 8, "[begin, end]")]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}""", 8, "'F8_E4M3'")]
    [InlineData("""{"a":{"shape":[2],"data_offsets":[0,8]}}""", 8, "lacks dtype")]
    [InlineData("""{"a":[]}""", 0, "lacks dtype")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}""", 6, "inside the tensor before")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[2],"data_offsets":[6,8]}}""", 8, "after a gap")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2, "not valid JSON")]
    [InlineData("""{"__metadata__":{"n":1}}""", 0, "'n' is not a text")]
    [InlineData("""{"__metadata__":[]}""", 0, "not an object")]
    [InlineData("""{"a":""", 0, "not valid JSON")]
    [InlineData("[]", 0, "begin with '{'")]
    [InlineData("", 0, "not valid JSON")]
    public void A_malformed_file_is_explained(string header, int dataBytes, string reason)
    {
        WriteRaw(header, new byte[dataBytes]);
        var message = Assert.Throws<UserErrorException>(() => SafeTensors.Read(path)).Message;
        Assert.Contains(reason, message);
        Assert.Contains(path, message);
    }

    [Fact]
    public void A_length_that_the_file_does_not_have_is_refused_before_memory_is_taken()
    {
        File.WriteAllBytes(path, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7B, 0x7D]);
        Assert.Contains("announces a header", Assert.Throws<UserErrorException>(() => SafeTensors.Read(path)).Message);
        File.WriteAllBytes(path, [9, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0x7D]);
        Assert.Contains("announces a header of 9 bytes", Assert.Throws<UserErrorException>(() => SafeTensors.Read(path)).Message);
        File.WriteAllBytes(path, [9, 0]);
        Assert.Contains("it has 2 bytes", Assert.Throws<UserErrorException>(() => SafeTensors.Read(path)).Message);
        File.Delete(path);
        Assert.Contains("There is no file", Assert.Throws<UserErrorException>(() => SafeTensors.Read(path)).Message);
    }

    [Fact]
    public void What_the_format_lacks_is_refused_and_the_old_file_stays()
    {
        using var scope = NewDisposeScope();
        File.WriteAllText(path, "old");
        Assert.Contains("'z'", Assert.Throws<ArgumentException>(() => SafeTensors.Write(path, new Dictionary<string, Tensor> { ["z"] = zeros(2, ScalarType.ComplexFloat64) })).Message);
        Assert.Throws<ArgumentException>(() => SafeTensors.Write(path, new Dictionary<string, Tensor> { ["__metadata__"] = zeros(2) }));
        Assert.Equal("old", File.ReadAllText(path));
    }

    [Fact]
    public void Reading_and_writing_keep_no_tensors_alive()
    {
        using var weights = zeros(100, 100);
        var tensors = new Dictionary<string, Tensor> { ["weights"] = weights, ["transposed"] = weights.t() };
        SafeTensors.Write(path, tensors);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 10; i++)
        {
            SafeTensors.Write(path, tensors);
            foreach (var tensor in SafeTensors.Read(path).Tensors.Values)
                tensor.Dispose();
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        tensors["transposed"].Dispose();
    }

    private void WriteRaw(string header, byte[] data)
    {
        var bytes = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, bytes.Length);
        File.WriteAllBytes(path, [.. length, .. bytes, .. data]);
    }
}
