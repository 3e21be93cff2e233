namespace SecretMagic.Domain.Batches;

/// <summary>What the value of a work's option is.</summary>
public enum WorkOptionKind
{
    /// <summary>The whole path of a file or a folder that every worker sees, or an upload of the client, <c>upload:NAME</c>.</summary>
    File,

    /// <summary>A text that the pipeline reads.</summary>
    Text,

    /// <summary>A whole number from 1.</summary>
    Number,

    /// <summary>One of a few words.</summary>
    Word,
}
