-- Those of before, told by the words their end was written with and by what made them.
UPDATE reservations.reservations r SET taken_back = true WHERE r.state = 'cancelled' AND (
  r.end_reason = '稼働前の予約の登録の取り消し' AND r.former_number IS NOT NULL
  OR r.end_reason = '受付を取り消した' AND EXISTS (SELECT FROM counter.acts a WHERE a.reservation_id = r.id AND a.booked AND a.undone_at IS NOT NULL));
