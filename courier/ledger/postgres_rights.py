"""What each role may do in a team's ledger, version 1. Written to be read by an administrator.

What is recorded is not changed or deleted by whoever has a role but the lead. Triggers see to it, so that no program
can get around it. Their functions look for nothing in places that a caller could name (``search_path``), and ask who
logged in (``session_user``), whatever role was taken on since.
"""

from __future__ import annotations

RIGHTS = """\
-- asked first by each transaction that writes: what one finds unsent, no other can be sending, and a program of another
-- version does not write
CREATE FUNCTION begin_writing(program INTEGER) RETURNS VOID LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE found courier.ledger;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('courier ledger', 0));
    SELECT * INTO found FROM courier.ledger;
    IF found.version <> program THEN
        RAISE EXCEPTION 'this record is of version %', found.version USING ERRCODE = 'CC004',
            DETAIL = json_build_object('readable_from', found.readable_from)::text;
    END IF;
END $$;

CREATE FUNCTION is_lead() RETURNS BOOLEAN LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
    AS $$ SELECT pg_has_role(session_user, 'courier_lead', 'MEMBER') $$;

-- who recorded something is who logged in
CREATE FUNCTION sign() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    NEW.recorded_by := session_user;
    RETURN NEW;
END $$;
CREATE TRIGGER sign BEFORE INSERT ON submissions FOR EACH ROW EXECUTE FUNCTION sign();
CREATE TRIGGER sign BEFORE INSERT ON answers FOR EACH ROW EXECUTE FUNCTION sign();

-- what may have reached impact.com is never unsaid, and only a lead deletes it
CREATE FUNCTION keep_parts() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.run IS NULL AND (NOT OLD.begun OR courier.is_lead()) THEN RETURN OLD; END IF;
    ELSIF TG_OP = 'INSERT' THEN
        NEW.begun := NEW.state <> 'prepared' OR NEW.message = 'receipt-drafted';
        NEW.recorded_in := txid_current();
        RETURN NEW;
    ELSIF (NEW.uuid, NEW.sha256, NEW.size, NEW.rows, NEW.orders, NEW.totals)
            IS NOT DISTINCT FROM (OLD.uuid, OLD.sha256, OLD.size, OLD.rows, OLD.orders, OLD.totals)
        AND (OLD.state NOT IN ('taken', 'arrived') OR NEW.state IN ('taken', 'arrived'))
        -- what was certainly not sent may become a part of another submission
        AND (OLD.state = 'prepared' AND OLD.message <> 'receipt-drafted' OR (NEW.submission, NEW.number, NEW.name)
            IS NOT DISTINCT FROM (OLD.submission, OLD.number, OLD.name))
    THEN
        NEW.begun := OLD.begun OR NEW.state <> 'prepared' OR NEW.message = 'receipt-drafted';
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what was sent stays as it was recorded' USING ERRCODE = 'CC001';
END $$;
CREATE TRIGGER keep_parts BEFORE INSERT OR UPDATE OR DELETE ON parts FOR EACH ROW EXECUTE FUNCTION keep_parts();

-- the rows of a part come with it, and go with it
CREATE FUNCTION keep_contents() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    which BIGINT;
    found courier.parts;
    lead BOOLEAN := courier.is_lead();
BEGIN
    -- one by one, which never reads all parts
    FOR which IN SELECT DISTINCT c.part FROM changed c LOOP
        SELECT * INTO found FROM courier.parts p WHERE p.id = which;
        IF TG_OP = 'INSERT' AND NOT lead AND found.recorded_in IS DISTINCT FROM txid_current()
            OR TG_OP = 'DELETE' AND (found.run IS NOT NULL OR found.begun AND NOT lead)
        THEN RAISE EXCEPTION 'what was sent stays as it was recorded' USING ERRCODE = 'CC001'; END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_new AFTER INSERT ON rows
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION keep_contents();
CREATE TRIGGER keep_old AFTER DELETE ON rows
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION keep_contents();
CREATE TRIGGER keep_new AFTER INSERT ON part_keys
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION keep_contents();
CREATE TRIGGER keep_old AFTER DELETE ON part_keys
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION keep_contents();

-- an answer is replaced by a later one of the same submission at impact.com, never only taken away
CREATE FUNCTION keep_answers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF courier.is_lead() THEN RETURN NULL; END IF;
    IF TG_TABLE_NAME = 'answers' THEN
        IF NOT EXISTS (SELECT FROM courier.parts WHERE id = OLD.part)
            OR EXISTS (SELECT FROM courier.answers WHERE part = OLD.part AND batch = OLD.batch)
        THEN RETURN NULL; END IF;
    ELSIF NOT EXISTS (SELECT FROM courier.answers WHERE id = OLD.answer) THEN RETURN NULL;
    END IF;
    RAISE EXCEPTION 'what was answered stays as it was recorded' USING ERRCODE = 'CC001';
END $$;
CREATE CONSTRAINT TRIGGER keep_answers AFTER DELETE ON answers DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION keep_answers();
CREATE CONSTRAINT TRIGGER keep_answers AFTER DELETE ON answer_rows DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION keep_answers();

-- four eyes: the digests of the files of a submission, and its amounts
CREATE FUNCTION files_of(batch BIGINT) RETURNS TEXT[] LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
    AS $$ SELECT array_agg(sha256 ORDER BY sha256) FROM courier.parts WHERE submission = batch $$;
CREATE FUNCTION totals_of(batch BIGINT) RETURNS TABLE (currency TEXT, amount NUMERIC) LANGUAGE sql STABLE
    SET search_path = pg_catalog, pg_temp
    AS $$ SELECT t.key, sum(t.value::numeric) FROM courier.parts p, jsonb_each_text(p.totals::jsonb) t
          WHERE p.submission = batch GROUP BY t.key $$;

CREATE FUNCTION sign_approval() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE batch courier.submissions;
BEGIN
    NEW.approved_by := session_user;
    NEW.at := now();
    IF NEW.submission IS NOT NULL THEN
        SELECT * INTO batch FROM courier.submissions s WHERE s.uuid = NEW.submission;
        IF batch.recorded_by IS NOT DISTINCT FROM session_user THEN
            RAISE EXCEPTION 'nobody approves what they recorded' USING ERRCODE = 'CC003';
        END IF;
        NEW.files := courier.files_of(batch.id);
        NEW.totals := (SELECT coalesce(jsonb_object_agg(t.currency, t.amount), '{}')
            FROM courier.totals_of(batch.id) t);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sign BEFORE INSERT ON approvals FOR EACH ROW EXECUTE FUNCTION sign_approval();

-- An approval of files holds for these very files, once. An approval of a content holds for all that is sent of it
-- together, up to the amounts that were approved. Who recorded a submission or sends it is not the second person.
CREATE FUNCTION is_approved(batch courier.submissions, of_currency TEXT) RETURNS BOOLEAN LANGUAGE sql STABLE
    SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM courier.approvals a
        WHERE a.approved_by NOT IN (batch.recorded_by, session_user) AND (
            a.files = courier.files_of(batch.id) AND (a.submission = batch.uuid OR NOT EXISTS (
                SELECT FROM courier.parts p WHERE p.sha256 = ANY (a.files) AND p.submission <> batch.id
                AND p.state NOT IN ('prepared', 'refused')))
            OR a.content = batch.content AND (a.totals ->> of_currency)::numeric >= (
                SELECT sum(t.amount) FROM courier.submissions s, courier.totals_of(s.id) t
                WHERE s.content = batch.content AND s.content <> '' AND t.currency = of_currency
                AND (s.id = batch.id OR EXISTS (SELECT FROM courier.parts p
                    WHERE p.submission = s.id AND p.state NOT IN ('prepared', 'refused'))))))
$$;
CREATE FUNCTION require_approval() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE missing RECORD;
BEGIN
    -- said apart, so that nothing is added up for what is not on its way or has no limit
    IF NOT EXISTS (SELECT FROM changed WHERE state = 'sending') OR NOT EXISTS (SELECT FROM courier.approval_limits)
    THEN RETURN NULL; END IF;
    SELECT l.program, t.currency, t.amount, l.amount AS most, s.uuid INTO missing
        FROM (SELECT DISTINCT submission FROM changed WHERE state = 'sending') c
        JOIN courier.submissions s ON s.id = c.submission
        JOIN courier.approval_limits l ON l.program = s.program OR l.campaign <> '' AND l.campaign = s.campaign
        CROSS JOIN LATERAL courier.totals_of(s.id) t
        WHERE l.currency IN ('', t.currency) AND t.amount > l.amount AND NOT courier.is_approved(s, t.currency)
        LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'a second person has to approve this' USING ERRCODE = 'CC002', DETAIL = json_build_object(
            'program', missing.program, 'currency', missing.currency, 'amount', missing.amount::text,
            'limit', missing.most::text, 'id', left(missing.uuid, 8))::text;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER require_approval_of_new AFTER INSERT ON parts
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION require_approval();
CREATE TRIGGER require_approval AFTER UPDATE ON parts
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION require_approval();

-- what is forgotten is forgotten with its approvals
CREATE FUNCTION forget_approvals() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM courier.approvals a
        WHERE a.content IN (SELECT s.content FROM gone s)
            AND NOT EXISTS (SELECT FROM courier.submissions s WHERE s.content = a.content)
        OR a.submission IN (SELECT s.uuid FROM gone s)
            AND NOT EXISTS (SELECT FROM courier.parts p WHERE p.sha256 = ANY (a.files));
    RETURN NULL;
END $$;
CREATE TRIGGER forget_approvals AFTER DELETE ON submissions
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION forget_approvals();

-- who shares first owns it and may lock it; what others change of a locked one is a proposal
CREATE FUNCTION sign_setup() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    latest courier.shared_setup;
    decides BOOLEAN;
BEGIN
    SELECT * INTO latest FROM courier.shared_setup s
        WHERE s.kind = NEW.kind AND s.name = NEW.name AND NOT s.proposal ORDER BY s.version DESC LIMIT 1;
    decides := latest.owner IS NULL OR latest.owner = session_user OR courier.is_lead();
    NEW.version := 1 + coalesce((SELECT max(s.version) FROM courier.shared_setup s
        WHERE s.kind = NEW.kind AND s.name = NEW.name), 0);
    NEW.owner := coalesce(latest.owner, session_user);
    NEW.locked := CASE WHEN decides THEN coalesce(NEW.locked, latest.locked, false) ELSE latest.locked END;
    NEW.proposal := latest.locked IS TRUE AND NOT decides;
    NEW.shared_by := session_user;
    NEW.shared_at := now();
    RETURN NEW;
END $$;
CREATE TRIGGER sign BEFORE INSERT ON shared_setup FOR EACH ROW EXECUTE FUNCTION sign_setup();

GRANT USAGE ON SCHEMA courier TO courier_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA courier TO courier_reader;
GRANT INSERT ON submissions, parts, kinds, rows, part_keys, beginnings, answers, answer_rows TO courier_sender;
GRANT UPDATE (note, not_before, draft) ON submissions TO courier_sender;
GRANT UPDATE (submission, number, name, state, remote_path, at, message, facts, run) ON parts TO courier_sender;
GRANT DELETE ON submissions, parts, rows, part_keys, answers, answer_rows TO courier_sender;
GRANT INSERT, UPDATE, DELETE ON drafts TO courier_sender;
GRANT INSERT (submission, content, totals) ON approvals TO courier_sender;
GRANT INSERT (kind, name, content, locked) ON shared_setup TO courier_sender;
GRANT INSERT, UPDATE, DELETE ON approval_limits TO courier_lead;
GRANT INSERT, DELETE ON program_members TO courier_lead;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA courier TO courier_sender;
"""
