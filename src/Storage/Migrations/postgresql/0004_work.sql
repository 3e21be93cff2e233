-- What batches compute, and which worker has them. work_claims and work_turns are the work at this moment: they follow from no event alone and are not replayed.

ALTER TABLE batches ADD COLUMN work_order jsonb;

CREATE TABLE client_sources (
    client_id  uuid NOT NULL REFERENCES clients (id),
    work       text NOT NULL CHECK (work IN ('features', 'bom')),
    work_order jsonb NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by text NOT NULL,
    PRIMARY KEY (client_id, work)
);

CREATE TABLE work_claims (
    batch_id    text PRIMARY KEY REFERENCES batches (id),
    client_id   uuid NOT NULL REFERENCES clients (id),
    work        text NOT NULL CHECK (work IN ('features', 'bom')),
    queued_at   timestamptz NOT NULL,
    claimed_by  text,
    lease_until timestamptz, -- of a row that nobody has: not to be claimed before
    fence       bigint NOT NULL,
    CHECK (claimed_by IS NULL OR lease_until IS NOT NULL)
);

CREATE INDEX work_claims_waiting ON work_claims (client_id, work, queued_at) WHERE claimed_by IS NULL;
CREATE INDEX work_claims_running ON work_claims (client_id, work) WHERE claimed_by IS NOT NULL;
CREATE INDEX work_claims_lease ON work_claims (lease_until) WHERE claimed_by IS NOT NULL;

CREATE TABLE work_turns (
    client_id uuid PRIMARY KEY REFERENCES clients (id),
    served    bigint NOT NULL CHECK (served >= 0)
);

CREATE INDEX work_turns_served ON work_turns (served);

INSERT INTO work_claims (batch_id, client_id, work, queued_at, fence)
SELECT id, client_id, work, queued_at, 1000000 FROM batches WHERE status IN ('queued', 'running');

INSERT INTO work_turns (client_id, served) SELECT DISTINCT client_id, 0 FROM work_claims;
