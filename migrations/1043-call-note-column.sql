-- What was noted of a call has a column of its own: whoever chose the calls of カードがそろっていない来庁 goes on seeing it, behind them.
UPDATE lists.columns SET columns = columns[:array_position(columns, 'call')] || ARRAY['callNote'] || columns[array_position(columns, 'call') + 1:]
WHERE list = 'not-ready' AND 'call' = ANY (columns) AND NOT 'callNote' = ANY (columns);
