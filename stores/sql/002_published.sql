-- One row: what earlier builds told of imported counts.
CREATE TABLE published_facts (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    content bytea NOT NULL
);
ALTER TABLE published_facts ALTER COLUMN content SET STORAGE EXTERNAL;
