-- Their place is taken by functions of the same names that know for which hold a place is looked for (src/reservations/places.sql).
DROP FUNCTION IF EXISTS reservations.sweep(bigint);
DROP FUNCTION IF EXISTS reservations.take_place(bigint, integer, boolean, timestamptz);
