-- Who waits for a place names cards in an array, which no foreign key can watch: a card that a live entry names is not deleted, as one that is booked.
CREATE FUNCTION waiting.keep_cards() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF EXISTS (SELECT FROM waiting.entries e CROSS JOIN LATERAL unnest(e.card_ids) AS u (id) JOIN gone g ON g.id = u.id WHERE e.ended_at IS NULL) THEN
    RAISE foreign_key_violation USING MESSAGE = 'somebody waits for a place with a card that is to be deleted', TABLE = 'entries', SCHEMA = 'waiting';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER keep_waiting AFTER DELETE ON cards.cards REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION waiting.keep_cards();
