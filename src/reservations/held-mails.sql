-- Mails about who is under 支援措置 (§8(2)②b). Whose address it is that a visit was booked with, only staff know: it may be that of the person they are kept
-- from. So no mail of theirs leaves (letters/letters.ts) before staff typed or found the address to be right after the mark.

-- Since when somebody of a visit is under it, by its latest mark; null: nobody is, or no mark says when.
CREATE OR REPLACE FUNCTION reservations.marked_at(p_id uuid) RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT max(p.at) FROM reservations.members m LEFT JOIN cards.cards c ON c.id = m.card_id JOIN cards.protections p ON p.lifted_at IS NULL
    AND (p.card_id = m.card_id OR p.person_key = coalesce(c.person_key, m.person_key))
  WHERE m.reservation_id = p_id AND m.removed_at IS NULL
$$;

-- Whether mails of a visit are held back: somebody of it is under 支援措置, and nobody found its address to be right since.
CREATE OR REPLACE FUNCTION reservations.mail_held(r reservations.reservations) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE WHEN (r).mail IS NULL OR NOT reservations.has_protected((r).id) THEN false
    ELSE coalesce((r).mail_checked_at < reservations.marked_at((r).id), (r).mail_checked_at IS NULL) END
$$;

-- Visits to come whose mails are held back: somebody calls them. From the few who are under 支援措置, since it is counted with every page of the desk.
CREATE OR REPLACE FUNCTION reservations.held_mails() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT r.id FROM (
    SELECT m.reservation_id FROM cards.cards c JOIN reservations.members m ON m.card_id = c.id AND m.removed_at IS NULL WHERE c.protected
    UNION SELECT m.reservation_id FROM cards.protected_keys() AS k (key) JOIN reservations.members m ON m.person_key = k.key AND m.removed_at IS NULL AND m.card_id IS NULL
  ) x JOIN reservations.reservations r ON r.id = x.reservation_id AND r.state = 'booked' AND r.mail IS NOT NULL JOIN ledger.slots s ON s.id = r.slot_id
  WHERE s.day >= lib.day_of(lib.now()) AND reservations.mail_held(r)
$$;

-- Staff typed the address of a visit, or found it to be right: said of a visit of somebody under 支援措置 alone. Typed before the mark, it was given before it.
CREATE OR REPLACE FUNCTION reservations.note_checked_mail(p_actor audit.actor, p_id uuid, p_at timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_checked boolean := reservations.has_protected(p_id);
BEGIN
  UPDATE reservations.reservations r SET mail_checked_at = p_at, mail_checked_by = (p_actor).staff_id WHERE r.id = p_id AND r.mail IS NOT NULL AND v_checked;
  UPDATE reservations.reservations r SET mail_checked_at = NULL, mail_checked_by = NULL WHERE r.id = p_id AND r.mail_checked_at IS NOT NULL AND (r.mail IS NULL OR NOT v_checked);
END $$;

-- Staff found the address of a visit of somebody under 支援措置 to be theirs: what was held back leaves at once, as far as it is still so, and mails go on.
-- p_version: what the page showed. Refuses: unknown, not_live (it is over, or nothing is held back), changed_meanwhile.
CREATE OR REPLACE FUNCTION reservations.check_mail(p_actor audit.actor, p_id uuid, p_version integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v_at timestamptz := lib.now();
  r reservations.reservations;
BEGIN
  SELECT * INTO r FROM reservations.reservations WHERE id = p_id FOR UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF r.state <> 'booked' OR NOT reservations.mail_held(r) THEN PERFORM lib.refuse('not_live'); END IF;
  IF r.version <> p_version THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  PERFORM reservations.note_checked_mail(p_actor, p_id, v_at);
  UPDATE reservations.reservations SET version = version + 1 WHERE id = p_id;
  PERFORM outbox.due_now(p_id, v_at);
  PERFORM audit.write(p_actor, 'reservation.mail-checked', v_at, p_id);
END $$;
