namespace SecretMagic.Integration.Cli;

/// <summary>Files of recipes as people have them: numbers in other notations, names that say something else, links.</summary>
public sealed class RecipeFilesTests : IDisposable
{
    private const string Ramen = "parent,component,quantity,unit\nramen,broth,0.3,l\nramen,noodles,0.12,kg\nbroth,bones,0.5,kg\nnoodles,flour,0.75,kg\n";
    private readonly SecretMagicRun _run = new();

    public void Dispose() => _run.Dispose();

    /// <summary>What is written, and what to write instead.</summary>
    [Theory]
    [InlineData("1,234", "write 1234, or 1.234 if the comma begins the fraction")]
    [InlineData("1,5", "write 1.5")]
    [InlineData("0,125", "write 0.125")]
    [InlineData("1,234.5", "write 1234.5")]
    [InlineData("1.234,5", "write 1234.5")]
    [InlineData("1.234.567", "write 1234567")]
    [InlineData("1 234,5", "write 1234.5")]
    [InlineData("1\u00a0234", "write 1234")]
    [InlineData("12'345.6", "write 12345.6")]
    public async Task A_quantity_in_another_notation_is_named_with_what_to_write(string quantity, string instead)
    {
        await Explode(2, $"parent;component;quantity\nramen;broth;0.3\nramen;egg;{quantity}\n", "item,date,quantity\nramen,2026-01-01,1\n");
        _run.Errors.ShouldContain($"bom.csv, line 3, quantity: '{quantity}' is not a number such as 12.5: {instead}\n");
    }

    [Fact]
    public async Task A_comma_that_splits_a_number_is_told()
    {
        await Explode(2, "parent,component,quantity\nramen,egg,1,5\n", "item,date,quantity\nramen,2026-01-01,1\n");
        _run.Errors.ShouldContain("bom.csv, line 2");
        _run.Errors.ShouldContain("needs quotes");
    }

    [Fact]
    public async Task Files_are_read_as_what_they_are_and_not_as_what_they_are_called()
    {
        _run.Write("zipped.csv", Zipped(Ramen));
        _run.Write("plain.csv.gz", "item,date,quantity\nramen,2026-01-01,100\n");
        (await _run.Run("explode", "--bom", _run.PathOf("zipped.csv"), "--demand", _run.PathOf("plain.csv.gz"), "--output", _run.PathOf("out"))).ShouldBe(0, _run.Errors);
        _run.Query("SELECT quantity FROM '{out}/out/requirements.parquet' WHERE item = 'bones'").ShouldBe([["15.0"]]);
    }

    [Fact]
    public async Task In_a_folder_of_both_kinds_a_wrong_name_is_told()
    {
        _run.Write("book/a.csv", Ramen);
        _run.Write("book/b.csv.gz", Zipped("parent,component,quantity,unit\nramen,egg,1,pc\n"));
        (await _run.Run("bom", "check", "--bom", _run.PathOf("book"))).ShouldBe(0, _run.Output + _run.Errors);
        _run.Output.ShouldContain("5 lines");
        File.Move(_run.PathOf("book/b.csv.gz"), _run.PathOf("book/b.csv"));
        (await _run.Run("bom", "check", "--bom", _run.PathOf("book"))).ShouldBe(2);
        _run.Errors.ShouldContain("b.csv: the file is gzip data");
        _run.Errors.ShouldContain("name it .csv.gz");
    }

    [Fact]
    public async Task An_output_that_is_a_link_stays_one_and_its_target_is_written()
    {
        const string Demand = "item,date,quantity\nramen,2026-01-01,100\n";
        Directory.CreateDirectory(_run.PathOf("disk/results"));
        File.CreateSymbolicLink(_run.PathOf("out"), "disk/results");
        await Explode(0, Ramen, Demand);
        await Explode(0, Ramen, Demand.Replace("100", "200"));
        new DirectoryInfo(_run.PathOf("out")).LinkTarget.ShouldBe("disk/results");
        _run.Query("SELECT quantity FROM '{out}/disk/results/requirements.parquet' WHERE item = 'bones'").ShouldBe([["30.0"]]);
        Directory.GetFileSystemEntries(_run.PathOf("disk")).Select(Path.GetFileName).ShouldBe(["results"]);
        Directory.Delete(_run.PathOf("disk"), recursive: true);
        await Explode(0, Ramen, Demand);
        File.Exists(_run.PathOf("disk/results/summary.json")).ShouldBeTrue("a link to a folder that is not there yet makes it");
    }

    private static byte[] Zipped(string text)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(zipped, System.IO.Compression.CompressionMode.Compress))
            gzip.Write(System.Text.Encoding.UTF8.GetBytes(text));
        return zipped.ToArray();
    }

    private async Task Explode(int code, string bom, string demand, params string[] more)
    {
        _run.Write("bom.csv", bom);
        _run.Write("demand.csv", demand);
        (await _run.Run(["explode", "--bom", _run.PathOf("bom.csv"), "--demand", _run.PathOf("demand.csv"), "--output", _run.PathOf("out"), .. more]))
            .ShouldBe(code, _run.Output + _run.Errors);
    }
}
