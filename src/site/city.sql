-- What citizens read of the city, as it is kept among the versions.
CREATE OR REPLACE FUNCTION site.city_texts(c site.city) RETURNS jsonb LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT jsonb_build_object('name', jsonb_build_object('ja', c.name), 'phone', jsonb_build_object('ja', c.phone), 'phoneHours', jsonb_build_object('ja', c.phone_hours),
    'postalCode', jsonb_build_object('ja', c.postal_code), 'address', jsonb_build_object('ja', c.address), 'senderName', jsonb_build_object('ja', c.sender_name))
$$;

-- Puts what is planned of the city and is due into its row, once, as the plan has it. A name that would turn a city into one to practise in, or one to practise in
-- into a real one, is not put in. False: the plan is not due, or stands there already.
CREATE OR REPLACE FUNCTION site.hold_city(p_plan integer) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_was site.city;
  v_is site.city;
  v_said jsonb;
BEGIN
  SELECT * INTO v_was FROM site.city FOR UPDATE;
  IF NOT site.hold_plan(p_plan, 'city.own') THEN RETURN false; END IF;
  SELECT p.said -> 'texts' INTO v_said FROM site.planned_texts p WHERE p.id = p_plan;
  UPDATE site.city c SET name = CASE WHEN starts_with(v_said #>> '{name,ja}', '【練習】') = starts_with(c.name, '【練習】') THEN v_said #>> '{name,ja}' ELSE c.name END,
    phone = coalesce(v_said #>> '{phone,ja}', c.phone), phone_hours = coalesce(v_said #>> '{phoneHours,ja}', c.phone_hours),
    postal_code = coalesce(v_said #>> '{postalCode,ja}', c.postal_code), address = coalesce(v_said #>> '{address,ja}', c.address),
    sender_name = coalesce(v_said #>> '{senderName,ja}', c.sender_name) RETURNING * INTO v_is;
  PERFORM site.keep_planned(p_plan, site.city_texts(v_was), site.city_texts(v_is));
  RETURN true;
END $$;
