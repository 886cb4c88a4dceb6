-- +goose Up
-- A record: what has an author, a history and links. body, stated and co_owners are canonical JSON that SQL never looks into.
CREATE TABLE record (
    id         TEXT   NOT NULL PRIMARY KEY,
    kind       TEXT   NOT NULL,
    slug       TEXT   NOT NULL,
    owner      TEXT   NOT NULL,
    co_owners  TEXT   NOT NULL,
    visibility TEXT   NOT NULL CHECK (visibility IN ('private', 'partners', 'public')),
    invented   BIGINT NOT NULL CHECK (invented IN (0, 1)),
    deleted    BIGINT NOT NULL CHECK (deleted IN (0, 1)),
    revision   BIGINT NOT NULL CHECK (revision > 0),
    hash       TEXT   NOT NULL,
    schema     BIGINT NOT NULL CHECK (schema > 0),
    body       TEXT   NOT NULL,
    stated     TEXT   NOT NULL,
    created_at TEXT   NOT NULL,
    changed_at TEXT   NOT NULL,
    UNIQUE (kind, slug)
);

-- The records that are not deleted. Links point here, so what others rest on cannot vanish.
CREATE TABLE live (
    id TEXT NOT NULL PRIMARY KEY REFERENCES record (id)
);

-- Every state a record ever had.
CREATE TABLE revision (
    record_id   TEXT   NOT NULL REFERENCES record (id),
    revision    BIGINT NOT NULL,
    owner       TEXT   NOT NULL,
    co_owners   TEXT   NOT NULL,
    visibility  TEXT   NOT NULL,
    invented    BIGINT NOT NULL,
    deleted     BIGINT NOT NULL,
    hash        TEXT   NOT NULL,
    schema      BIGINT NOT NULL,
    body        TEXT   NOT NULL,
    stated      TEXT   NOT NULL,
    recorded_at TEXT   NOT NULL,
    seq         BIGINT NOT NULL,
    PRIMARY KEY (record_id, revision)
);
CREATE INDEX revision_recorded ON revision (recorded_at);

CREATE TABLE link (
    from_id  TEXT   NOT NULL REFERENCES live (id),
    kind     TEXT   NOT NULL,
    to_id    TEXT   NOT NULL REFERENCES live (id),
    stated   BIGINT NOT NULL CHECK (stated IN (0, 1)),
    PRIMARY KEY (from_id, kind, to_id, stated)
);
CREATE INDEX link_to ON link (to_id);

-- Declared fields, copied out of bodies for searching and sorting. sort_key is the human order of the language.
CREATE TABLE record_field (
    record_id TEXT   NOT NULL REFERENCES live (id),
    name      TEXT   NOT NULL,
    lang      TEXT   NOT NULL,
    position  BIGINT NOT NULL,
    type      TEXT   NOT NULL,
    text      TEXT,
    sort_key  BLOB,
    folded    TEXT,
    number    DOUBLE PRECISION,
    cents     BIGINT,
    PRIMARY KEY (record_id, name, lang, position)
);
-- Words for readers may be longer than PostgreSQL lets an index entry be; what is looked up whole (names, dates, references) is short.
CREATE INDEX record_field_text ON record_field (name, text) WHERE type <> 'text';

-- Append-only, hash-chained. The payload stands apart so that it can be erased.
CREATE TABLE journal (
    seq     BIGINT NOT NULL PRIMARY KEY,
    at      TEXT   NOT NULL,
    actor   TEXT   NOT NULL,
    verb    TEXT   NOT NULL,
    subject TEXT   NOT NULL,
    digest  TEXT   NOT NULL,
    chain   TEXT   NOT NULL
);
CREATE INDEX journal_subject ON journal (subject, seq);

CREATE TABLE journal_payload (
    seq     BIGINT NOT NULL PRIMARY KEY REFERENCES journal (seq),
    about   TEXT,
    salt    TEXT   NOT NULL,
    payload TEXT   NOT NULL
);
CREATE INDEX journal_payload_about ON journal_payload (about);

-- Which payloads were erased, by which request.
CREATE TABLE journal_erasure (
    seq     BIGINT NOT NULL PRIMARY KEY REFERENCES journal (seq),
    request BIGINT NOT NULL
);

CREATE TABLE baseline (
    name TEXT   NOT NULL PRIMARY KEY,
    at   TEXT   NOT NULL,
    seq  BIGINT NOT NULL
);

CREATE TABLE draft (
    person        TEXT   NOT NULL,
    ref           TEXT   NOT NULL,
    base_revision BIGINT NOT NULL,
    body          TEXT   NOT NULL,
    saved_at      TEXT   NOT NULL,
    PRIMARY KEY (person, ref)
);

CREATE TABLE adoption (
    record_id    TEXT   NOT NULL REFERENCES record (id),
    revision     BIGINT NOT NULL,
    organisation TEXT   NOT NULL,
    adopted_at   TEXT   NOT NULL,
    PRIMARY KEY (record_id, revision, organisation)
);

-- +goose Down
DROP TABLE adoption;
DROP TABLE draft;
DROP TABLE baseline;
DROP TABLE journal_erasure;
DROP TABLE journal_payload;
DROP TABLE journal;
DROP TABLE record_field;
DROP TABLE link;
DROP TABLE revision;
DROP TABLE live;
DROP TABLE record;
