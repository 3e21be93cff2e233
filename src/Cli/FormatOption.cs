using System.CommandLine;
using SecretMagic.Storage.Lake;

namespace SecretMagic.Cli;

/// <summary><c>--format parquet|csv</c>, the same for every command that writes files.</summary>
internal static class FormatOption
{
    public static Option<LakeFormat> Create() => new("--format")
    {
        HelpName = "parquet|csv",
        Description = "the format of the files",
        DefaultValueFactory = _ => LakeFormat.Parquet,
    };
}
