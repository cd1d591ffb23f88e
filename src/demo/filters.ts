import type { Actor } from '../audit/actor.ts';
import { type Clock, today } from '../lib/clock.ts';
import { longDate } from '../lib/dates/format.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { keepFilter, keptBoxes } from '../lists/filters.ts';

const MAIN = 1;

/** A filter the main hall shares, and one of the administrator's own: what a newcomer opens with one press. */
export async function keepFilters(db: Db, clock: Clock): Promise<void> {
  const clerk = await db.row<{ id: number }>(sql`SELECT min(id) AS id FROM staff.accounts`);
  if (clerk === undefined) return;
  const day = today(clock).toString();
  const actor: Actor = { kind: 'staff', staffId: clerk.id };
  const asker = { staffId: clerk.id, officeId: MAIN };
  const moving = { office: 'honcho', service: '', from: longDate(day), to: '', state: 'coming' };
  await keepFilter(db, actor, asker, {
    list: 'visits',
    name: '本日、本庁の未受付',
    shared: true,
    boxes: keptBoxes(moving, day, true),
    sort: '',
  });
  const waiting = { office: 'honcho', 'status-notified': 'yes', noticeFrom: '', noticeTo: '', expiresTo: '', booked: 'no' };
  await keepFilter(db, actor, asker, { list: 'cards', name: '本庁の予約なし', shared: false, boxes: waiting, sort: '-notice' });
}
