-- A caution, and what to bring, may concern one age alone: who is under 15 on the day of the visit, or who is not. What stands there concerns everyone, as before.
ALTER TABLE services.cautions ADD COLUMN ages text NOT NULL DEFAULT 'all' CHECK (ages IN ('all', 'under-15', 'from-15'));
-- For who is under 15, beside `bring`.
ALTER TABLE services.services ADD COLUMN bring_under15 text[] NOT NULL DEFAULT '{}';
