-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- Whoever writes to PostgreSQL locks this table first, so that there is one writer over all nodes. It never has a row.
CREATE TABLE writer_lock (
    never INTEGER
);

-- What an installation has to remember about itself.
CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- +goose Down
DROP TABLE setting;
DROP TABLE writer_lock;
