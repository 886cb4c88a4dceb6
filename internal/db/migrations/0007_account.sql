-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- The language a person wants to be spoken to in; empty is that of the browser.
ALTER TABLE person ADD COLUMN lang TEXT NOT NULL DEFAULT '';

-- Somebody who signs in, or can. password is an argon2id hash in PHC form, or empty: not everybody has one. vouched: the e-mail
-- address was written by whoever invited the person, so a provider that has verified the same address may open the account.
CREATE TABLE account (
    person      TEXT   NOT NULL PRIMARY KEY REFERENCES person (id),
    password    TEXT   NOT NULL,
    password_at TEXT   NOT NULL,
    vouched     BIGINT NOT NULL CHECK (vouched IN (0, 1)),
    joined_at   TEXT   NOT NULL
);

-- A passkey: the public half of a key pair. id is the credential's own, in base64url; credential is JSON that SQL never looks into.
CREATE TABLE passkey (
    id         TEXT NOT NULL PRIMARY KEY,
    person     TEXT NOT NULL REFERENCES person (id),
    name       TEXT NOT NULL,
    credential TEXT NOT NULL,
    made_at    TEXT NOT NULL,
    used_on    TEXT NOT NULL
);
CREATE INDEX passkey_person ON passkey (person);

-- Who somebody is at a provider of sign-in.
CREATE TABLE provider_account (
    issuer  TEXT NOT NULL,
    subject TEXT NOT NULL,
    person  TEXT NOT NULL REFERENCES person (id),
    made_at TEXT NOT NULL,
    PRIMARY KEY (issuer, subject)
);
CREATE INDEX provider_account_person ON provider_account (person);

-- A token for programs. Only the SHA-256 hash is kept; used_on is a day.
CREATE TABLE access_token (
    id         TEXT NOT NULL PRIMARY KEY,
    hash       TEXT NOT NULL UNIQUE,
    person     TEXT NOT NULL REFERENCES person (id),
    name       TEXT NOT NULL,
    scope      TEXT NOT NULL CHECK (scope IN ('read', 'write')),
    made_at    TEXT NOT NULL,
    until      TEXT NOT NULL,
    used_on    TEXT NOT NULL
);
CREATE INDEX access_token_person ON access_token (person);

-- Tables whose name begins with passing_ hold what lasts minutes or days; they stand empty in every backup.

-- A signed-in browser. turn asks for a new token at the next request; the token before stays good until before_until, for requests
-- that were under way.
CREATE TABLE passing_session (
    id           TEXT   NOT NULL PRIMARY KEY,
    hash         TEXT   NOT NULL UNIQUE,
    before_hash  TEXT   UNIQUE,
    before_until TEXT   NOT NULL,
    person       TEXT   NOT NULL REFERENCES person (id),
    method       TEXT   NOT NULL,
    browser      TEXT   NOT NULL,
    system       TEXT   NOT NULL,
    turn         BIGINT NOT NULL CHECK (turn IN (0, 1)),
    made_at      TEXT   NOT NULL,
    seen_at      TEXT   NOT NULL
);
CREATE INDEX passing_session_person ON passing_session (person);

-- A link that can be used once. A used, withdrawn or late one is no longer here.
CREATE TABLE passing_link (
    id           TEXT NOT NULL PRIMARY KEY,
    hash         TEXT NOT NULL UNIQUE,
    purpose      TEXT NOT NULL CHECK (purpose IN ('first', 'invitation', 'link')),
    person       TEXT REFERENCES person (id),
    name         TEXT NOT NULL,
    email        TEXT NOT NULL,
    organisation TEXT NOT NULL,
    role         TEXT NOT NULL,
    lang         TEXT NOT NULL,
    made_by      TEXT NOT NULL,
    made_at      TEXT NOT NULL,
    until        TEXT NOT NULL
);

-- What has to be remembered between the two halves of a passkey or a provider's sign-in.
CREATE TABLE passing_ceremony (
    hash    TEXT NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL,
    person  TEXT NOT NULL,
    data    TEXT NOT NULL,
    until   TEXT NOT NULL
);

-- How often something was tried. key is a hash, so that nobody's address stands here.
CREATE TABLE passing_attempt (
    key   TEXT   NOT NULL PRIMARY KEY,
    tries BIGINT NOT NULL,
    until TEXT   NOT NULL
);

-- +goose Down
DROP TABLE passing_attempt;
DROP TABLE passing_ceremony;
DROP TABLE passing_link;
DROP TABLE passing_session;
DROP TABLE access_token;
DROP TABLE provider_account;
DROP TABLE passkey;
DROP TABLE account;
ALTER TABLE person DROP COLUMN lang;
