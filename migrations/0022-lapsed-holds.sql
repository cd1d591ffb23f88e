-- Holds by when they lapse: a calendar gives back those that have, and looks for them once instead of slot by slot.
CREATE INDEX reservations_lapsing ON reservations.reservations (held_until) WHERE state = 'held';
