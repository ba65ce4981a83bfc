-- What came of the official sources: their files, what was read of them, the last look.
CREATE TABLE official_file (
    name text PRIMARY KEY,
    sha256 text NOT NULL
);
CREATE TABLE official_piece (
    name text NOT NULL REFERENCES official_file ON DELETE CASCADE,
    rank integer NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (name, rank)
);
ALTER TABLE official_piece ALTER COLUMN content SET STORAGE EXTERNAL;
