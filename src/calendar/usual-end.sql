-- Where reception usually ends, in minutes: a place that ends after it is of the evening. The city chooses a quarter of an hour from 16:00 on (src/site/settings/booking.ts).
CREATE OR REPLACE FUNCTION calendar.usual_end() RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT 960 + 15 * site.number('usual-end') $$;
