-- A live visit of a person is found by who they are, also where it does not stand for them (§8(3)⑫).
CREATE INDEX members_person ON reservations.members (person_key) WHERE removed_at IS NULL AND person_key IS NOT NULL;
