-- Keys to the HTTP API. Of a secret only its SHA-256 is kept.

CREATE TABLE api_keys (
    id          text NOT NULL PRIMARY KEY,
    name        text NOT NULL,
    role        text NOT NULL CHECK (role IN ('reader', 'operator', 'admin')),
    all_clients boolean NOT NULL,
    clients     text NOT NULL,
    secret_hash text NOT NULL CHECK (length(secret_hash) = 64),
    expires_at  text,
    revoked_at  text,
    issued_at   text NOT NULL,
    issued_by   text NOT NULL,
    updated_at  text NOT NULL
);
