-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- A piece of observations: consecutive series in canonical form, compressed. hash is over the form before compression, so equal
-- pieces are stored once. A chunk is written before anything refers to it; written_at keeps fresh ones from being swept away.
CREATE TABLE chunk (
    hash       TEXT   NOT NULL PRIMARY KEY,
    bytes      BLOB   NOT NULL,
    written_at TEXT   NOT NULL
);

-- Which chunks make up a table of observations, in order, and the first series of each.
CREATE TABLE manifest (
    manifest_hash TEXT   NOT NULL,
    ordinal       BIGINT NOT NULL,
    first_key     TEXT   NOT NULL,
    chunk_hash    TEXT   NOT NULL REFERENCES chunk (hash),
    PRIMARY KEY (manifest_hash, ordinal),
    UNIQUE (manifest_hash, first_key)
);
CREATE INDEX manifest_chunk ON manifest (chunk_hash);

-- A dataset as it was published at a time. coverage is JSON that SQL never looks into.
CREATE TABLE vintage (
    dataset_id        TEXT   NOT NULL REFERENCES record (id),
    label             TEXT   NOT NULL,
    seq               BIGINT NOT NULL UNIQUE,
    published         TEXT   NOT NULL,
    retrieved         TEXT   NOT NULL,
    recorded_at       TEXT   NOT NULL,
    content_hash      TEXT   NOT NULL,
    manifest_hash     TEXT   NOT NULL,
    coverage          TEXT   NOT NULL,
    scheme            TEXT   NOT NULL,
    territory_version TEXT   NOT NULL,
    source            TEXT   NOT NULL,
    note              TEXT   NOT NULL,
    series            BIGINT NOT NULL,
    observations      BIGINT NOT NULL,
    PRIMARY KEY (dataset_id, label)
);
CREATE INDEX vintage_manifest ON vintage (manifest_hash);

-- +goose Down
DROP TABLE vintage;
DROP TABLE manifest;
DROP TABLE chunk;
