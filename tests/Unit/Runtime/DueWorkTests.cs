using System.Text.Json;
using SecretMagic.Domain;
using SecretMagic.Runtime;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Unit.Runtime;

public sealed class DueWorkTests
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_clients_own_schedule_stands_in_for_the_default()
    {
        var due = Due(At(12, 20), [Row(null, 2), Row("acme", 5)], Client("acme"), Client("other"));
        due.ShouldBe([("acme", At(5)), ("other", At(2))]);
    }

    [Fact]
    public void What_fell_due_before_its_schedule_was_set_is_not_asked_for() =>
        Due(At(1), [Row(null, 2) with { UpdatedAt = Monday.AddHours(-1) }], Client("acme")).ShouldBeEmpty();

    [Fact]
    public void What_fell_due_before_the_configuration_was_confirmed_is_not_asked_for() =>
        Due(At(3), [Row(null, 2)], Client("acme") with { ConfigConfirmedAt = At(2, 30) }).ShouldBeEmpty();

    [Fact]
    public void A_client_that_is_not_confirmed_has_nothing_due() =>
        Due(At(3), [Row(null, 2)], Client("acme") with { ConfigConfirmedAt = null }).ShouldBeEmpty();

    [Fact]
    public void Work_that_is_switched_off_is_not_due() =>
        Due(At(3), [Row(null, 2)], Client("acme", isOn: false)).ShouldBeEmpty();

    [Fact]
    public void After_days_without_a_worker_the_last_due_time_is_made_up_for() =>
        Due(At(3).AddDays(9), [Row(null, 2)], Client("acme")).ShouldBe([("acme", At(2).AddDays(9))]);

    [Fact]
    public void A_due_time_has_one_batch_and_another_time_another_one()
    {
        var work = new DueWork(TenantId.Parse("acme"), WorkKind.Features, At(2));
        work.Batch.Value.ShouldBe("due-c0229bd91aeb57cad86a2d9a");
        work.Batch.ShouldBe((work with { }).Batch);
        (work with { At = At(3) }).Batch.ShouldNotBe(work.Batch);
        (work with { Work = WorkKind.Bom }).Batch.ShouldNotBe(work.Batch);
        (work with { Client = TenantId.Parse("other") }).Batch.ShouldNotBe(work.Batch);
    }

    private static (string Client, DateTimeOffset At)[] Due(DateTimeOffset now, ScheduleRow[] schedules, params ClientRow[] clients) =>
        [.. DueWork.Of(schedules, clients, now).Select(due => (due.Client.Value, due.At))];

    private static DateTimeOffset At(int hour, int minute = 0) => Monday.AddHours(hour).AddMinutes(minute);

    private static ScheduleRow Row(string? client, int hour) => new()
    {
        Client = client,
        Work = "features",
        ScheduleType = "daily",
        AtTime = $"{hour:00}:00",
        UpdatedAt = Monday.AddDays(-1),
        UpdatedBy = "anna",
    };

    private static ClientRow Client(string id, bool isOn = true) => new()
    {
        OrganizationId = id,
        Name = id,
        Status = "active",
        TenantMode = "shared",
        ConfigRevision = 1,
        ConfigConfirmed = true,
        ConfigConfirmedAt = Monday.AddDays(-1),
        FeaturesEnabled = JsonSerializer.SerializeToElement(new { feature_engineering = isOn, bom_explosion = false }),
        CreatedAt = Monday,
        UpdatedAt = Monday,
    };
}
