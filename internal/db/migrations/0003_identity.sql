-- +goose Up
-- Personal data stands here and nowhere else; everything else knows a person by the pseudonymous id.
CREATE TABLE person (
    id         TEXT NOT NULL PRIMARY KEY,
    name       TEXT NOT NULL,
    email      TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL
);

CREATE TABLE membership (
    person       TEXT NOT NULL REFERENCES person (id),
    organisation TEXT NOT NULL,
    role         TEXT NOT NULL,
    PRIMARY KEY (person, organisation, role)
);

CREATE TABLE consent (
    person       TEXT NOT NULL REFERENCES person (id),
    purpose      TEXT NOT NULL,
    given_at     TEXT NOT NULL,
    withdrawn_at TEXT,
    PRIMARY KEY (person, purpose, given_at)
);

-- Requests to be forgotten. The number is what the journal shows in place of an erased payload.
CREATE TABLE erasure (
    request   BIGINT NOT NULL PRIMARY KEY,
    person    TEXT   NOT NULL,
    erased_at TEXT   NOT NULL,
    payloads  BIGINT NOT NULL
);

-- +goose Down
DROP TABLE erasure;
DROP TABLE consent;
DROP TABLE membership;
DROP TABLE person;
