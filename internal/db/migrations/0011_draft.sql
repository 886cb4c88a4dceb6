-- +goose Up
-- A record may have several forms: that of all its fields, and one of its own for what needs more, such as the sentence of a finding. A
-- person may have begun both; each draft says which form it is of. Empty is the form of all fields.
CREATE TABLE draft_of_form (
    person        TEXT   NOT NULL,
    ref           TEXT   NOT NULL,
    form          TEXT   NOT NULL,
    base_revision BIGINT NOT NULL,
    body          TEXT   NOT NULL,
    saved_at      TEXT   NOT NULL,
    PRIMARY KEY (person, ref, form)
);
INSERT INTO draft_of_form (person, ref, form, base_revision, body, saved_at) SELECT person, ref, '', base_revision, body, saved_at FROM draft;
DROP TABLE draft;
ALTER TABLE draft_of_form RENAME TO draft;

-- +goose Down
CREATE TABLE draft_of_record (
    person        TEXT   NOT NULL,
    ref           TEXT   NOT NULL,
    base_revision BIGINT NOT NULL,
    body          TEXT   NOT NULL,
    saved_at      TEXT   NOT NULL,
    PRIMARY KEY (person, ref)
);
INSERT INTO draft_of_record (person, ref, base_revision, body, saved_at) SELECT person, ref, base_revision, body, saved_at FROM draft WHERE form = '';
DROP TABLE draft;
ALTER TABLE draft_of_record RENAME TO draft;
