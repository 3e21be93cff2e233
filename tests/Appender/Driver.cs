using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Runtime;
using SecretMagic.Storage.Journal;

namespace SecretMagic.Appender;

/// <summary>
/// Sends commands to clients through a gateway at a fixed rate, whether or not earlier ones were answered; one without an answer is sent again under its id.
/// A command that was acknowledged is a line of output: its id, the version, and the milliseconds since it was due.
/// </summary>
internal sealed class Driver(LocalGateway gateway, string name, int clients, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private readonly TextWriter _output = Console.Out;

    public static async Task<int> Run(string[] args)
    {
        var (address, name) = (args[0], args[1]);
        var (clients, rate, seconds) = (Whole(args[2]), Whole(args[3]), Whole(args[4]));
        await using var journal = await Opened(address);
        await using var gateway = new LocalGateway(
            journal, new GatewayOptions { MailboxSize = 100_000, Patience = TimeSpan.FromMinutes(5) }, TimeProvider.System, NullLogger<LocalGateway>.Instance);
        Console.WriteLine("ready");
        await new Driver(gateway, name, clients, TimeProvider.System).Drive(rate, seconds);
        return 0;
    }

    private static async Task<PostgresJournal> Opened(string address)
    {
        while (true)
        {
            try
            {
                return await PostgresJournal.Open(address, TimeProvider.System, CancellationToken.None);
            }
            catch (NpgsqlException)
            {
                await Task.Delay(Pause, TimeProvider.System);
            }
        }
    }

    private async Task Drive(int rate, int seconds)
    {
        var started = time.GetTimestamp();
        var pending = new List<Task>();
        for (var sent = 0; sent < rate * seconds;)
        {
            for (var due = Math.Min(rate * seconds, (int)(rate * time.GetElapsedTime(started).TotalSeconds) + 1); sent < due; sent++)
                pending.Add(Acknowledged(started, sent, (double)sent / rate));
            await Task.Delay(Pause, time);
        }

        await Task.WhenAll(pending);
    }

    private async Task Acknowledged(long started, int number, double due)
    {
        var client = TenantId.Parse($"t{number % clients}");
        var id = string.Create(CultureInfo.InvariantCulture, $"{name}:{number}");
        var command = new ClientCommand.Rename(client, SecretMagic.Domain.Stamp.Create(CommandId.Parse(id), name, time.GetUtcNow()), id);
        while (true)
        {
            var reply = await gateway.Send(command, CancellationToken.None);
            if (VersionOf(reply) is { } version)
            {
                var waited = (time.GetElapsedTime(started).TotalSeconds - due) * 1_000;
                lock (_output) _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{id} {version} {waited:0.0}"));
                return;
            }

            if (reply is not Reply.Busy) throw new InvalidOperationException($"{id}: {reply}");
            await Task.Delay(Pause, time);
        }
    }

    private static long? VersionOf(Reply reply) => reply switch
    {
        Reply.Accepted accepted => accepted.Version,
        Reply.Duplicate duplicate => duplicate.Version,
        _ => null,
    };

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
