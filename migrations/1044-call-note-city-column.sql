-- The same where the city chose them for everybody.
UPDATE lists.city_columns SET columns = columns[:array_position(columns, 'call')] || ARRAY['callNote'] || columns[array_position(columns, 'call') + 1:]
WHERE list = 'not-ready' AND 'call' = ANY (columns) AND NOT 'callNote' = ANY (columns);
