-- +goose Up
-- Verdicts stand here and not in bodies: one row for a state of a finding, the vintages it was judged on and the engine.
CREATE TABLE evaluation (
    finding_id   TEXT   NOT NULL REFERENCES record (id),
    revision     BIGINT NOT NULL,
    vintages     TEXT   NOT NULL,
    engine       TEXT   NOT NULL,
    verdict      TEXT   NOT NULL,
    newer        BIGINT NOT NULL CHECK (newer IN (0, 1)),
    detail       TEXT   NOT NULL,
    evaluated_at TEXT   NOT NULL,
    PRIMARY KEY (finding_id, revision, vintages, engine)
);

-- The evaluation that counts now.
CREATE TABLE standing (
    finding_id TEXT   NOT NULL PRIMARY KEY REFERENCES record (id),
    revision   BIGINT NOT NULL,
    vintages   TEXT   NOT NULL,
    engine     TEXT   NOT NULL,
    since      TEXT   NOT NULL,
    FOREIGN KEY (finding_id, revision, vintages, engine) REFERENCES evaluation (finding_id, revision, vintages, engine)
);

-- Which series a finding rests on: what changes elsewhere does not concern it.
CREATE TABLE dependency (
    finding_id TEXT NOT NULL REFERENCES record (id),
    dataset    TEXT NOT NULL,
    series     TEXT NOT NULL,
    PRIMARY KEY (finding_id, dataset, series)
);
CREATE INDEX dependency_series ON dependency (dataset, series);

-- +goose Down
DROP TABLE dependency;
DROP TABLE standing;
DROP TABLE evaluation;
