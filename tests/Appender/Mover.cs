using System.Globalization;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Storage.Journal;
using SecretMagic.Storage.Tenancy;

namespace SecretMagic.Appender;

/// <summary>Moves a client, says each step, and stands still behind a number of them until it is killed.</summary>
internal sealed class Mover(int steps) : IProgress<MoveStep>
{
    private int _done;

    public static async Task<int> Run(string[] args)
    {
        var isPostgres = args[0] == "postgres";
        await using IJournal journal = isPostgres
            ? await PostgresJournal.Open(args[1], TimeProvider.System, CancellationToken.None)
            : await SqliteJournal.Open(args[1], TimeProvider.System, CancellationToken.None);
        await using ITenantTables tables = isPostgres
            ? await PostgresTenantTables.Open(args[3], TimeProvider.System, CancellationToken.None)
            : await SqliteTenantTables.Open(args[3], TimeProvider.System, CancellationToken.None);
        Console.WriteLine("ready");
        var reply = await new TenantMove(journal, new TenantLake(journal, args[2]), tables, TimeProvider.System).Run(
            TenantId.Parse(args[4]), Enum.Parse<TenantMode>(args[5]), "mover", new Mover(int.Parse(args[6], CultureInfo.InvariantCulture)),
            CancellationToken.None);
        Console.WriteLine(reply);
        return 0;
    }

    public void Report(MoveStep value)
    {
        Console.WriteLine(value);
        if (++_done == steps) new ManualResetEventSlim().Wait();
    }
}
