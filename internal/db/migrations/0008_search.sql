-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- The words of every record that is not deleted, folded, each once with the best place it stands in: 0 the title, 1 the address
-- name and declared words, 2 any other text. The write path keeps it, in the transaction of the change.
CREATE TABLE search_word (
    word      TEXT   NOT NULL,
    record_id TEXT   NOT NULL REFERENCES live (id),
    place     BIGINT NOT NULL,
    PRIMARY KEY (word, record_id)
);
CREATE INDEX search_word_record ON search_word (record_id);

-- +goose Down
DROP TABLE search_word;
