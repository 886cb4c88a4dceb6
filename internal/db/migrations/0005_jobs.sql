-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- Work that outlives a request. Numbers are given out by the one writer, so they need neither a clock nor chance.
CREATE TABLE job (
    id          BIGINT PRIMARY KEY NOT NULL,
    kind        TEXT NOT NULL,
    args        TEXT NOT NULL,    -- JSON, opaque to SQL
    unique_key  TEXT,             -- at most one waiting job of a kind has it
    state       TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'replaced')),
    run_at      TEXT NOT NULL,    -- '' is at once
    attempts    INTEGER NOT NULL,
    worker      TEXT,             -- who runs it
    lease_until TEXT,             -- after this the worker is taken for dead
    last_error  TEXT,
    finished    TEXT
);
CREATE UNIQUE INDEX job_once ON job (kind, unique_key) WHERE state = 'waiting' AND unique_key IS NOT NULL;
CREATE INDEX job_due ON job (state, run_at, id);

-- +goose Down
DROP TABLE job;
