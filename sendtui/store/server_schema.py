"""The register's tables on PostgreSQL: the same as a file's, and what only a server has.

Names that SQLite's SQL has and PostgreSQL lacks are functions here, so that the store's statements
are the same for both. Every function's search path is fixed.
"""

from sqlalchemy import Connection, Table
from sqlmodel import SQLModel

from sendtui.models import KINDS
from sendtui.store import migrations, schema
from sendtui.store import server_rights as rights
from sendtui.store.server import SCHEMA
from sendtui.store.shapes import table

_PATH = f"SET search_path = {SCHEMA}, pg_temp"

_SPEECH = (
    # SQLite's lists: one JSON text as lines of values.
    """CREATE OR REPLACE FUNCTION json_each(list text) RETURNS TABLE (value text)
       LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 100
       AS $$ SELECT json_array_elements_text(list::json) $$""",
    """CREATE OR REPLACE FUNCTION json_extract(said text, path text) RETURNS text
       LANGUAGE sql IMMUTABLE PARALLEL SAFE
       AS $$ SELECT said::json #>> string_to_array(substr(path, 3), '.') $$""",
    # Accents and capitals do not tell two words apart.
    """CREATE OR REPLACE FUNCTION folded(said text) RETURNS text
       LANGUAGE sql IMMUTABLE PARALLEL SAFE
       AS $$ SELECT lower(regexp_replace(normalize(said, NFD), '[\u0300-\u036f]', '', 'g')) $$""",
    """CREATE OR REPLACE FUNCTION bare(said text) RETURNS text
       LANGUAGE sql IMMUTABLE PARALLEL SAFE
       AS $$ SELECT regexp_replace(folded(said), '[^[:alnum:]]+', ' ', 'g') $$""",
    # A question to SQLite's index of words, as one to ours: "be" * AND "gin" *, and `name : (…)`.
    f"""CREATE OR REPLACE FUNCTION sought(asked text) RETURNS tsquery
       LANGUAGE sql IMMUTABLE PARALLEL SAFE {_PATH}
       AS $$
         SELECT coalesce(string_agg(quote_literal(word) || ':*'
             || CASE WHEN starts_with(asked, 'name : (') THEN 'A' ELSE '' END, ' & '), '')::tsquery
         FROM regexp_split_to_table(
             trim(bare(replace(replace(asked, 'name : (', ''), '" * AND "', ' '))), ' ') word
         WHERE word <> ''
       $$""",
)

_SEARCH = (
    """CREATE TABLE search (
           rowid bigint PRIMARY KEY, name text, words text, hit tsvector NOT NULL)""",
    f"""CREATE OR REPLACE FUNCTION search_words() RETURNS trigger LANGUAGE plpgsql {_PATH} AS $$
       BEGIN
         NEW.hit := setweight(to_tsvector('pg_catalog.simple', bare(coalesce(NEW.name, ''))), 'A')
             || setweight(to_tsvector('pg_catalog.simple', bare(coalesce(NEW.words, ''))), 'B');
         NEW.name := NULL;
         NEW.words := NULL;
         RETURN NEW;
       END $$""",
    """CREATE TRIGGER search_words BEFORE INSERT ON search
       FOR EACH ROW EXECUTE FUNCTION search_words()""",
    "CREATE INDEX search_hit ON search USING gin (hit)",
    """CREATE TABLE search_inside (
           rowid bigint PRIMARY KEY, pupil text COLLATE "C", person text COLLATE "C",
           phone text COLLATE "C")""",
    f"""CREATE OR REPLACE FUNCTION search_folded() RETURNS trigger LANGUAGE plpgsql {_PATH} AS $$
       BEGIN
         NEW.pupil := nullif(folded(NEW.pupil), '');
         NEW.person := nullif(folded(NEW.person), '');
         NEW.phone := nullif(NEW.phone, '');
         RETURN NEW;
       END $$""",
    """CREATE TRIGGER search_folded BEFORE INSERT ON search_inside
       FOR EACH ROW EXECUTE FUNCTION search_folded()""",
)

TRIGRAMS = tuple(
    f"CREATE INDEX search_inside_{column} ON search_inside USING gin ({column} gin_trgm_ops) "
    f"WHERE {column} IS NOT NULL"
    for column in ("pupil", "person", "phone")
)
"""What is inside names, where the server has PostgreSQL's own extension for it (pg_trgm)."""

_LOG = (
    f"""CREATE OR REPLACE FUNCTION stays() RETURNS trigger LANGUAGE plpgsql {_PATH} AS $$
       BEGIN RAISE EXCEPTION 'the change log is append-only'; END $$""",
    """CREATE TRIGGER change_stays BEFORE DELETE ON change
       FOR EACH ROW EXECUTE FUNCTION stays()""",
    """CREATE TRIGGER change_stands BEFORE UPDATE ON change FOR EACH ROW
       WHEN (old.value IS NOT NULL AND new.value IS NOT NULL) EXECUTE FUNCTION stays()""",
    """CREATE TRIGGER change_is_kept BEFORE TRUNCATE ON change
       FOR EACH STATEMENT EXECUTE FUNCTION stays()""",
    "CREATE TABLE moved (n bigint NOT NULL) WITH (fillfactor = 10)",
    "INSERT INTO moved VALUES (0)",
)

_QUICK = (
    # A merge writes tens of thousands of these, each checked by the merge itself and by `verify`.
    *(
        f"ALTER TABLE {table} DROP CONSTRAINT {table}_{column}_fkey"
        for table, column in (
            ("change", "stream"),
            ("change", "device"),
            ("change", "batch"),
            ("head", "change"),
        )
    ),
    # To say `postgresql_where` beside the tables would load PostgreSQL's dialect for every file.
    "DROP INDEX change_birth",
    "DROP INDEX change_edit",
    "CREATE UNIQUE INDEX change_birth ON change (record) WHERE field = '*'",
    "CREATE INDEX change_edit ON change (record, field) WHERE field <> '*'",
    # Emptied at the end of each file, and never read by anybody else.
    "ALTER TABLE arriving SET UNLOGGED",
)

_NAMES = (
    # As `services.as_at` spells the name a pupil goes by.
    """CREATE INDEX IF NOT EXISTS pupil_by_name ON pupil (
           lower(coalesce(nullif(preferred_surname, ''), surname)),
           lower(coalesce(nullif(preferred_forename, ''), forename)), id, left_on)""",
    "CREATE INDEX IF NOT EXISTS pupil_by_upn ON pupil (upn)",
    "CREATE INDEX IF NOT EXISTS pupil_at ON pupil (setting)",
    "CREATE INDEX IF NOT EXISTS status_by_day ON status (pupil, since, id, status)",
)


_FOUND = (
    f"""CREATE OR REPLACE FUNCTION found_in_search(asked text) RETURNS TABLE (rowid bigint)
       LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50 {_PATH} AS $$
       BEGIN
         IF sees_all() THEN
           RETURN QUERY SELECT s.rowid FROM search s WHERE s.hit @@ sought(asked);
         ELSE
           RETURN QUERY SELECT s.rowid FROM search s WHERE s.hit @@ sought(asked)
             AND in_sight(s.rowid, my_settings());
         END IF;
       END $$""",
    # A question such as: (person : ("abc" AND "def")) OR phone : "123".
    f"""CREATE OR REPLACE FUNCTION found_in_search_inside(asked text) RETURNS TABLE (rowid bigint)
       LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50 {_PATH} AS $$
       DECLARE
         part text[];
         every text;
         ways text[] := '{{}}';
       BEGIN
         FOR part IN SELECT regexp_matches(asked,
             '(pupil|person|phone) : (?:\\(((?:"[^"]*"(?: AND )?)+)\\)|("[^"]*"))', 'g')
         LOOP
           SELECT string_agg(format('%I LIKE %L', part[1], '%' || regexp_replace(
               folded(word[1]), '([\\\\%_])', '\\\\\\1', 'g') || '%'), ' AND ')
             INTO every FROM regexp_matches(coalesce(part[2], part[3]), '"([^"]*)"', 'g') word;
           ways := ways || every;
         END LOOP;
         IF ways = '{{}}' THEN
           RETURN;
         END IF;
         RETURN QUERY EXECUTE 'SELECT s.rowid FROM search_inside s WHERE ('
             || array_to_string(ways, ' OR ')
             || ') AND (sees_all() OR in_sight(s.rowid, my_settings()))';
       END $$""",
)
"""What the indexes of words are asked through: whoever may not see a record does not find it."""


def create(connection: Connection) -> None:
    """Make every table and function of a register, in the caller's transaction."""
    run = connection.exec_driver_sql
    for statement in _SPEECH:
        run(statement)
    schema.log.create_all(connection, checkfirst=False)
    SQLModel.metadata.create_all(connection, tables=nouns(), checkfirst=False)
    for statement in (*_SEARCH, *_LOG, *_QUICK, *_NAMES):
        run(statement)
    if has_trigrams(connection):
        for statement in TRIGRAMS:
            run(statement)
    rights.make(connection)
    for statement in _FOUND:
        run(statement)
    run("INSERT INTO meta (key, value) VALUES ('schema', ?)", (str(migrations.LATEST),))


def bring_up(connection: Connection) -> tuple[str, ...]:
    """Make what a newer version has besides, and anew what it has otherwise; gives those nouns."""
    from sendtui.store.replay import remake

    for statement in _SPEECH:
        connection.exec_driver_sql(statement)
    schema.log.create_all(connection)
    odd = tuple(name for name in KINDS if _differs(connection, name))
    if odd:
        remake(connection, odd)
    rights.make_sight(connection)
    for statement in (*_FOUND, *_NAMES):
        connection.exec_driver_sql(statement)
    return odd


def _differs(connection: Connection, noun: str) -> bool:
    stored = table(noun)
    found = connection.exec_driver_sql(
        "SELECT column_name FROM information_schema.columns "
        "WHERE table_schema = ? AND table_name = ?",
        (SCHEMA, stored.name),
    )
    return {name for (name,) in found} != {column.name for column in stored.columns}


def nouns() -> list[Table]:
    """The tables of every noun."""
    return [table(name) for name in KINDS]


def has_trigrams(connection: Connection) -> bool:
    """Whether the database has PostgreSQL's extension for what is inside words."""
    found = connection.exec_driver_sql("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
    return found.first() is not None
