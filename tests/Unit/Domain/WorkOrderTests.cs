using System.Collections.Immutable;
using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using SecretMagic.Domain.Clients;

namespace SecretMagic.Unit.Domain;

/// <summary>What batches may be ordered to compute, and what becomes of an order.</summary>
public sealed class WorkOrderTests
{
    private static readonly BatchId Id = BatchId.Parse("night-1");

    [Theory]
    [InlineData("inputs", "/x", "there are input, features, country")]
    [InlineData("bom", "/x", "there are input, features, country")]
    [InlineData("input", "sales.csv", "give a whole path")]
    [InlineData("input", "../sales.csv", "give a whole path")]
    [InlineData("input", "", "is empty")]
    [InlineData("country", "G\nB", "control characters")]
    [InlineData("horizon", "0", "give a whole number from 1")]
    [InlineData("horizon", "7.5", "give a whole number from 1")]
    [InlineData("layout", "rows", "give files or autogluon")]
    public void An_order_that_no_worker_could_read_is_not_queued(string name, string value, string expected)
    {
        var (reply, events) = new Entity<Batch, BatchCommand, BatchEvent>().Handle(
            new BatchCommand.Enqueue(Id, Given.Stamp(), new Clearance(Given.Acme, 1), Given.Order(name, value), 1));
        events.ShouldBeEmpty();
        var refused = reply.ShouldBeOfType<Reply.Rejected>();
        refused.Code.ShouldBe("order");
        refused.Reason.ShouldContain(expected);
    }

    [Fact]
    public void An_order_names_all_that_its_work_needs()
    {
        var order = new WorkOrder(WorkKind.Bom, ImmutableSortedDictionary<string, string>.Empty.Add("bom", @"C:\book\bom.csv"));
        var wish = new BatchCommand.Enqueue(Id, Given.Stamp(), new Clearance(Given.Acme, 1), order, 1);
        var (reply, _) = new Entity<Batch, BatchCommand, BatchEvent>().Handle(wish);
        reply.ShouldBeOfType<Reply.Rejected>().Reason.ShouldContain("needs the option demand");
        var whole = order with { Options = order.Options.Add("demand", @"\\files\demand.csv").Add("max-levels", "7") };
        new Entity<Batch, BatchCommand, BatchEvent>().After(wish with { Order = whole }).State.Order!.Says(whole).ShouldBeTrue();
    }

    [Fact]
    public void Another_source_withdraws_the_confirmation_and_the_same_one_does_not()
    {
        var client = new Entity<Client, ClientCommand, ClientEvent>().After<Client, ClientCommand, ClientEvent>(
            Given.Register(), new ClientCommand.ConfigureFeature(Given.Acme, Given.Stamp(), Given.Ema, Given.Config("{}")),
            new ClientCommand.ChooseSource(Given.Acme, Given.Stamp(), Given.Order()), new ClientCommand.ConfirmConfig(Given.Acme, Given.Stamp(), 2),
            new ClientCommand.ChooseSource(Given.Acme, Given.Stamp(), Given.Order()));
        client.State.TryClear(Given.Acme, out _, out _).ShouldBeTrue();
        client = client.After(new ClientCommand.ChooseSource(Given.Acme, Given.Stamp(), Given.Order("country", "GB")));
        client.State.TryClear(Given.Acme, out _, out _).ShouldBeFalse();
        client.State.Revision.ShouldBe(3);
        client.State.SourceOf(WorkKind.Features)!["country"].ShouldBe("GB");
        client.State.SourceOf(WorkKind.Bom).ShouldBeNull();
    }

    [Fact]
    public void An_attempt_that_is_given_back_does_not_count()
    {
        var clearance = new Clearance(Given.Acme, 1);
        var batch = new Entity<Batch, BatchCommand, BatchEvent>().After<Batch, BatchCommand, BatchEvent>(
            new BatchCommand.Enqueue(Id, Given.Stamp(), clearance, Given.Order(), 1), new BatchCommand.Start(Id, Given.Stamp(), clearance, 1, "w1"),
            new BatchCommand.GiveBack(Id, Given.Stamp(), 1));
        batch.State.Status.ShouldBe(BatchStatus.Queued);
        batch.RejectionOf(new BatchCommand.GiveBack(Id, Given.Stamp(), 1)).ShouldBe("batch-not-running");
        batch.RejectionOf(new BatchCommand.Complete(Id, Given.Stamp(), 1, new BatchResult("x", 1, []))).ShouldBe("batch-not-running");
        batch.After(new BatchCommand.Start(Id, Given.Stamp(), clearance, 2, "w2")).State.Status.ShouldBe(BatchStatus.Running);
    }
}
