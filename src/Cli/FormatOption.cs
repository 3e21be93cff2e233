using System.CommandLine;
using SecretMagic.Storage.Lake;

namespace SecretMagic.Cli;

/// <summary><c>--format parquet|csv</c>, the same for every command that writes files.</summary>
internal static class FormatOption
{
    public static Option<string> Create()
    {
        var option = new Option<string>("--format")
        {
            HelpName = "parquet|csv",
            Description = "the format of the files",
            DefaultValueFactory = _ => "parquet",
        };
        option.AcceptOnlyFromAmong("parquet", "csv");
        return option;
    }

    public static LakeFormat Of(string name) => name == "csv" ? LakeFormat.Csv : LakeFormat.Parquet;
}
