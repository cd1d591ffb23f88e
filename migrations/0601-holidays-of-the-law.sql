-- Of a holiday that staff touched: whether the law had this day then. One that only bears another name goes when the law moves the day. Null: touched before
-- this was kept; the night fills it in by the law of that day.
ALTER TABLE calendar.holidays ADD COLUMN of_the_law boolean;
