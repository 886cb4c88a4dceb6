-- +goose Up
-- Files that somebody has brought through the site and not decided about yet, so that whatever node is asked next knows them. They wait a
-- day; like all that passes, they stand in no backup. The pieces come first, in batches, and nothing leads to them until their file is
-- noted here: an upload that breaks off leaves none, and what a node that died has left is swept by its time.
CREATE TABLE passing_upload (
    id       TEXT   PRIMARY KEY,
    person   TEXT   NOT NULL,
    made_at  TEXT   NOT NULL,
    state    TEXT   NOT NULL,
    size     BIGINT NOT NULL, -- of the pieces that are kept; 0 when they are gone
    note     TEXT   NOT NULL, -- JSON: name, choices, what came of looking and of importing
    done     BIGINT NOT NULL, -- how much an import has read
    beat_at  TEXT   NOT NULL  -- when the node that imports was last alive
);
CREATE INDEX passing_upload_person ON passing_upload (person);

CREATE TABLE passing_upload_piece (
    upload  TEXT   NOT NULL,
    n       BIGINT NOT NULL,
    made_at TEXT   NOT NULL,
    bytes   BLOB   NOT NULL,
    PRIMARY KEY (upload, n)
);

-- +goose Down
DROP TABLE passing_upload_piece;
DROP TABLE passing_upload;
