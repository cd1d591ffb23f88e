-- The way back to a booking for who threw the postcard away (§8(3)⑩): 予約番号 and the address it was booked with.

-- Sends the link of a booking that is to come to its registered address. Counted before it is judged, per number: tries at one number come one after the
-- other however many are sent at once. Right and wrong count alike, of the number and the caller's address, apart from the entries of who books: the page
-- says the same to all, and what is shown by these counts would else tell. Which of the answers it was is for the log and tests. link_sent | no_mail (under 支援措置: all goes through staff) | no_reservation.
CREATE OR REPLACE FUNCTION citizen.find_by_number(p_number text, p_mail text, p_address text, p_request text, p_source text, p_language text DEFAULT NULL) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_actor audit.actor := reservations.citizen_actor(p_request, p_source);
  v_counted integer := cards.count_try('number', left(p_number, 20), site.number('tries-per-notice'), v_at);
  v_rests boolean := v_counted > site.number('tries-per-notice') OR cards.rests('manage-address', p_address, v_at);
  v_res reservations.reservations;
BEGIN
  SELECT r.* INTO v_res FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id
  WHERE r.number = p_number AND r.state = 'booked' AND lower(r.mail) = lower(p_mail) AND reservations.opens_still(r, s, v_at);
  PERFORM cards.count_try('manage-address', p_address, site.number('tries-per-address'), v_at);
  IF v_rests THEN v_res := NULL; END IF;
  IF v_res.id IS NULL THEN
    PERFORM reservations.write_try(v_actor, 'citizen.asked-for-link', p_address, '{}', v_at);
    RETURN 'no_reservation';
  END IF;
  PERFORM audit.write(v_actor, 'citizen.asked-for-link', v_at, v_res.id);
  IF reservations.has_protected(v_res.id) THEN
    RETURN 'no_mail';
  END IF;
  PERFORM reservations.mail_link(v_res.id, v_res.mail, v_at, p_language);
  RETURN 'link_sent';
END $$;
