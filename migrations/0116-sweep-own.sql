-- Nothing is dropped: acts under way still call the functions that they began with (src/schema/previous.sql).
SELECT;
