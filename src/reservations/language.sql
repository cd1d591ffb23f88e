-- The live visit of a cookie is read in another language (a code of src/languages): it and the booking it stands for keep it, so that mails and
-- calendar files are in it. Nothing where the cookie has no live visit, the code is no code, or the language is the same.
CREATE OR REPLACE FUNCTION citizen.speak(p_cookie bytea, p_language text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v reservations.visits;
BEGIN
  IF p_language IS NULL OR p_language !~ '^[a-z]{2,10}$' THEN RETURN; END IF;
  UPDATE reservations.visits x SET language = p_language
  WHERE x.cookie_hash = p_cookie AND x.expires_at > lib.now() AND x.finished_at IS NULL AND x.language <> p_language AND reservations.admits(x)
  RETURNING * INTO v;
  -- Before the mail's link is pressed nobody has shown that the booking is theirs.
  IF v.id IS NOT NULL AND v.proven_at IS NOT NULL THEN
    UPDATE reservations.reservations SET language = p_language WHERE id = v.reservation_id AND language <> p_language;
  END IF;
END $$;
