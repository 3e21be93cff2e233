-- Keys to the HTTP API. Of a secret only its SHA-256 is kept.

CREATE TABLE api_keys (
    id          text PRIMARY KEY,
    name        text NOT NULL,
    role        text NOT NULL CHECK (role IN ('reader', 'operator', 'admin')),
    all_clients boolean NOT NULL,
    clients     jsonb NOT NULL,
    secret_hash text NOT NULL CHECK (length(secret_hash) = 64),
    expires_at  timestamptz,
    revoked_at  timestamptz,
    issued_at   timestamptz NOT NULL,
    issued_by   text NOT NULL,
    updated_at  timestamptz NOT NULL
);
