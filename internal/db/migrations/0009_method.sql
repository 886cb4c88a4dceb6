-- +goose Up
-- What a method of analysis gave over cubes: one row for a state of an analysis, the vintages it read and the engine. inputs, fault and
-- notes are JSON; result is the JSON document, compressed, and result_hash is over it before compression, so that a repeated run can be
-- compared to the byte. A run that was refused has a fault and no result.
CREATE TABLE method_run (
    analysis_id TEXT   NOT NULL REFERENCES record (id),
    revision    BIGINT NOT NULL,
    inputs      TEXT   NOT NULL,
    engine      TEXT   NOT NULL,
    method      TEXT   NOT NULL,
    seed        TEXT   NOT NULL,
    notes       TEXT   NOT NULL,
    fault       TEXT   NOT NULL,
    result_hash TEXT   NOT NULL,
    result      BLOB   NOT NULL,
    made_at     TEXT   NOT NULL,
    PRIMARY KEY (analysis_id, revision, inputs, engine)
);

-- The run that counts now.
CREATE TABLE method_standing (
    analysis_id TEXT   NOT NULL PRIMARY KEY REFERENCES record (id),
    revision    BIGINT NOT NULL,
    inputs      TEXT   NOT NULL,
    engine      TEXT   NOT NULL,
    since       TEXT   NOT NULL,
    FOREIGN KEY (analysis_id, revision, inputs, engine) REFERENCES method_run (analysis_id, revision, inputs, engine)
);

-- +goose Down
DROP TABLE method_standing;
DROP TABLE method_run;
