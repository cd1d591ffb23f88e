-- Mails that tell the city of a planned stop are to nobody who booked, as reports of faults are.
ALTER TABLE outbox.mails DROP CONSTRAINT mails_about_one;
ALTER TABLE outbox.mails ADD CONSTRAINT mails_about_one CHECK (
  num_nonnulls(reservation_id, visit_id) = CASE WHEN kind IN ('fault-report', 'stop-notice') OR about ? 'entry' THEN 0 ELSE 1 END) NOT VALID;

-- A mail that tells the city of a stop has left: kept with what it told.
CREATE FUNCTION running.stop_notice_sent() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  UPDATE running.stop_notices SET sent_at = NEW.sent_at WHERE id = (NEW.about ->> 'notice')::integer AND sent_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER stop_notice_sent AFTER UPDATE OF state ON outbox.mails FOR EACH ROW WHEN (NEW.kind = 'stop-notice' AND NEW.state = 'sent')
  EXECUTE FUNCTION running.stop_notice_sent();
