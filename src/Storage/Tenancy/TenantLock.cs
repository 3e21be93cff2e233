using SecretMagic.Domain;

namespace SecretMagic.Storage.Tenancy;

/// <summary>
/// The right to rearrange a client's folders: one process at a time has it, and it falls with the process. The file stays, so that two processes always
/// ask for the same one.
/// </summary>
internal static class TenantLock
{
    /// <summary>Takes the right to rearrange; null while another has it.</summary>
    public static FileStream? TryHold(string root, TenantId tenant) => TryHold(root, $".{tenant.Value}.lock");

    /// <summary>Takes the right to do some work of which a client has one at a time; null while another has it.</summary>
    public static FileStream? TryHold(string root, TenantId tenant, string work) => TryHold(root, $".{tenant.Value}.{work}.lock");

    private static FileStream? TryHold(string root, string name)
    {
        Directory.CreateDirectory(root);
        try
        {
            return new FileStream(Path.Combine(root, name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
