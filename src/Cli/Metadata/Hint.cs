using SecretMagic.Domain;

namespace SecretMagic.Cli;

/// <summary>The command that helps after a refusal.</summary>
internal static class Hint
{
    /// <param name="rejection">What is forbidden.</param>
    /// <param name="id">Whom it is about, as the command names it.</param>
    public static string? Of(Reply.Rejected rejection, string id) => rejection.Code switch
    {
        "client-unknown" => $"'secretmagic clients list' shows who is registered; 'secretmagic clients add {id} --name NAME' registers.",
        "client-not-active" => $"'secretmagic clients activate {id}' serves a suspended client again.",
        "config-not-confirmed" or "revision-changed" =>
            $"'secretmagic configs show {id}' shows what is in force; 'secretmagic configs confirm {id}' stands for it.",
        "config-unknown" or "version-unknown" or "config-not-active" => $"'secretmagic configs history {id}' shows every version.",
        "tenant-busy" => $"'secretmagic clients show {id}' tells what is under way; when the other process has ended, say the same again: a move is resumed.",
        "tenant-moving" => $"'secretmagic clients show {id}' tells where to and how to finish.",
        "tenant-mode-changed" => "Say the same again: it is written to the new place.",
        "work-not-enabled" => $"'secretmagic clients enable {id} feature_engineering' or bom_explosion has it computed.",
        "nothing-enabled" => $"'secretmagic clients enable {id} feature_engineering' or bom_explosion enables something.",
        "nothing-configured" => $"'secretmagic configs set {id} TYPE FILE' configures a type of features.",
        "batch-unknown" => "'secretmagic batches list' shows what was queued.",
        "no-source" => $"'secretmagic clients source {id} WORK' with the options of the work stores one.",
        "client-queue-full" => $"'secretmagic batches list --client {id} --status queued' shows them; 'secretmagic worker' works on them.",
        "plan-missing" => $"'secretmagic rows plan {id} --features FILE' says what is computed.",
        "inputs-unknown" => $"'secretmagic clients source {id} features' with the options of process stores what it is made from.",
        "not-scheduled" => "'secretmagic schedules list' shows what is scheduled.",
        _ => null,
    };
}
