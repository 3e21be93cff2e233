using SecretMagic.Series;

namespace SecretMagic.Storage;

/// <summary>
/// Fills an emptied block with the next rows; false when none follow (rows that it filled in this call still count). It is called by one
/// thread at a time, which need not be the same, and may throw: the file ends there, and its writer throws the same.
/// </summary>
public delegate bool BlockFill(ColumnBlock block);
