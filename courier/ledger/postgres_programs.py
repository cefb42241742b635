"""Row security by program, where a team wants it: ``courier ledger setup --by-program``. Written to be read by an
administrator; it can be run again.

A program with members is seen and sent by them and by leads only; one without members by all. Where an order of a
hidden program is recorded again, the database refuses: whoever may not see it cannot be told that it was sent.
"""

from __future__ import annotations

_POLICIES = {
    "submissions": "program NOT IN (SELECT courier.hidden_programs())",
    "drafts": "program NOT IN (SELECT courier.hidden_programs())",
    "parts": "EXISTS (SELECT FROM courier.submissions s WHERE s.id = submission)",
    "rows": "EXISTS (SELECT FROM courier.parts p WHERE p.id = part)",
    "part_keys": "EXISTS (SELECT FROM courier.parts p WHERE p.id = part)",
    "answers": "EXISTS (SELECT FROM courier.parts p WHERE p.id = part)",
    "answer_rows": "EXISTS (SELECT FROM courier.answers a WHERE a.id = answer)",
}
"""By table what everybody but its owner sees and records there: what belongs to something that they see."""

_ALL_POLICIES = "".join(
    f"DROP POLICY IF EXISTS by_program ON {table};\n"
    f"CREATE POLICY by_program ON {table} USING ({seen});\n"
    f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;\n"
    for table, seen in _POLICIES.items()
)

BY_PROGRAM = f"""\
-- Conversion Courier: a program with members is seen and sent by them and by leads only.
BEGIN;
SET LOCAL search_path = courier;

CREATE OR REPLACE FUNCTION hidden_programs() RETURNS SETOF TEXT LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
    SELECT m.program FROM courier.program_members m WHERE NOT courier.is_lead()
    GROUP BY m.program HAVING NOT bool_or(m.member = session_user)
$$;
CREATE OR REPLACE FUNCTION keep_apart() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE hidden TEXT[] := ARRAY(SELECT courier.hidden_programs());
BEGIN
    IF hidden <> '{{}}' AND EXISTS (SELECT FROM changed c JOIN courier.rows r ON r.key = c.key
        JOIN courier.parts p ON p.id = r.part JOIN courier.submissions s ON s.id = p.submission
        WHERE s.program = ANY (hidden))
    THEN RAISE EXCEPTION 'these orders are those of a program with members' USING ERRCODE = 'CC005'; END IF;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS keep_apart ON rows;
CREATE TRIGGER keep_apart AFTER INSERT ON rows
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION keep_apart();

{_ALL_POLICIES}COMMIT;
"""
