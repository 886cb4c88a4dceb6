-- +goose Up
-- What an indicator says of a region, in every period it has a number: made by a job whenever figures, the indicator or the region
-- change, so that a page of many indicators and regions is one query. points is JSON; numbers in it are exact fractions.
CREATE TABLE reading (
    indicator_id TEXT   NOT NULL REFERENCES record (id),
    region_id    TEXT   NOT NULL REFERENCES record (id),
    revision     BIGINT NOT NULL,
    vintages     TEXT   NOT NULL,
    points       TEXT   NOT NULL,
    PRIMARY KEY (indicator_id, region_id)
);
CREATE INDEX reading_region ON reading (region_id);

-- +goose Down
DROP TABLE reading;
