-- What an installation keeps. Contents are already compact: they are stored as they are.
CREATE TABLE build (
    build_id text PRIMARY KEY,
    file text NOT NULL,
    digest text NOT NULL,
    size bigint NOT NULL,
    built_at text NOT NULL,
    number bigint NOT NULL,
    outlines text[] NOT NULL,
    lines text NOT NULL
);
CREATE TABLE build_piece (
    build_id text NOT NULL REFERENCES build ON DELETE CASCADE,
    part text NOT NULL,
    rank integer NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (build_id, part, rank)
);
ALTER TABLE build_piece ALTER COLUMN content SET STORAGE EXTERNAL;
-- Numbers of the publications: the order of the builds, which no clock changes.
CREATE SEQUENCE build_number;

-- One row: the build to serve.
CREATE TABLE pointer (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    build_id text NOT NULL REFERENCES build
);

CREATE TABLE outline (
    name text PRIMARY KEY,
    content bytea NOT NULL
);

-- The newest version is the manifest, those before it its earlier versions.
CREATE TABLE manifest (
    version bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    content bytea NOT NULL
);
-- One row: what earlier builds told of imported counts.
CREATE TABLE published_facts (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    content bytea NOT NULL
);
ALTER TABLE published_facts ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TABLE journal (
    rank bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    line text NOT NULL
);
CREATE TABLE import_rows (
    import_id text PRIMARY KEY,
    content bytea NOT NULL
);
ALTER TABLE import_rows ALTER COLUMN content SET STORAGE EXTERNAL;

-- Places in the queue of the imports: each is held by an advisory lock of its session.
CREATE SEQUENCE ticket MAXVALUE 2147483647;

-- Every server is told of a new pointer, whoever changes it.
CREATE FUNCTION tell_pointer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify(TG_TABLE_SCHEMA, NEW.build_id);
    RETURN NULL;
END
$$;
CREATE TRIGGER pointer_is_told AFTER INSERT OR UPDATE ON pointer
    FOR EACH ROW EXECUTE FUNCTION tell_pointer();
