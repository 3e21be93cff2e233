using System.Globalization;
using SecretMagic.Appender;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Storage.Journal;

// usage: SecretMagic.Appender postgres|sqlite ADDRESS NAME ENTITIES COMMANDS
// Registers clients t0, t1 ... if nobody did, and gives each of them commands, all at the same time. Each command that was accepted is a line of output.
// Or: SecretMagic.Appender move postgres|sqlite JOURNAL LAKE TABLES TENANT MODE STEPS
// Or: SecretMagic.Appender drive CONNECTION NAME CLIENTS RATE SECONDS
if (args[0] == "drive") return await Driver.Run(args[1..]);
// Or: SecretMagic.Appender features INPUT SET OUTPUT BLOCK_BYTES BLOCKS
if (args[0] == "features") return Batcher.Run(args[1..]);
if (args[0] == "move") return await Mover.Run(args[1..]);
// Or: SecretMagic.Appender rows postgres|sqlite ADDRESS TENANT NAME DAYS
if (args[0] == "rows") return await RowAdder.Run(args[1..]);
var (kind, address, name) = (args[0], args[1], args[2]);
var (entities, commands) = (int.Parse(args[3], CultureInfo.InvariantCulture), int.Parse(args[4], CultureInfo.InvariantCulture));
await using IJournal journal = kind == "postgres"
    ? await PostgresJournal.Open(address, TimeProvider.System, CancellationToken.None)
    : await SqliteJournal.Open(address, TimeProvider.System, CancellationToken.None);
Console.WriteLine("ready");
var output = Console.Out;
await Task.WhenAll(Enumerable.Range(0, entities).Select(Run));
return 0;

async Task Run(int number)
{
    var tenant = TenantId.Parse($"t{number}");
    var client = new JournaledEntity<Client, ClientCommand, ClientEvent>(journal, EntityId.Client(tenant));
    await client.Handle(
        new ClientCommand.Register(tenant, Stamp($"register-{name}-{number}"), name, TenantMode.Shared, new EnabledFeatures(true, true), Contacts.None),
        CancellationToken.None);
    for (var i = 0; i < commands; i++)
    {
        var id = $"{name}:{number}:{i}";
        var stamp = Stamp(id);
        ClientCommand command = i % 3 == 0
            ? new ClientCommand.ConfigureFeature(tenant, stamp, FeatureTypeName.Parse("ema"), ConfigDocument.Parse($$"""{"by":"{{name}}","span":{{i}}}"""))
            : new ClientCommand.Rename(tenant, stamp, $"{name} {i}");
        if (await client.Handle(command, CancellationToken.None) is not Reply.Accepted) throw new InvalidOperationException($"{id} was not accepted.");
        lock (output) output.WriteLine(id);
    }
}

Stamp Stamp(string command) => SecretMagic.Domain.Stamp.Create(CommandId.Parse(command), name, TimeProvider.System.GetUtcNow());
