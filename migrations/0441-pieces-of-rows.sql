-- The good rows of a list are kept as its other pieces are.
ALTER TABLE intake.upload_pieces DROP CONSTRAINT upload_pieces_holds_check,
  ADD CONSTRAINT upload_pieces_holds_check CHECK (holds IN ('list', 'rejected', 'rows'));
