import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookFor } from '../../../../test/support/booking.ts';
import type { Visitor } from '../../../../test/support/browse.ts';
import { formValue } from '../../../../test/support/citizen.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { htmlFaults } from '../../../../test/support/html.ts';
import { must } from '../../../../test/support/must.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { EVERYBODY } from '../../../cards/viewer.ts';
import { close } from '../../../closing/acts.ts';
import { previewClosing } from '../../../closing/close-preview.ts';
import { undoKeep } from '../../../closing/undo-keep.ts';
import { record, undo } from '../../../counter/acts.ts';
import { sql } from '../../../lib/db/sql.ts';

const BY = { kind: 'staff', staffId: 1 } as const;

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let admin: Visitor;
let clerk: Visitor;
let n = 0;
beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(5));
  admin = await desk.clerk('ide', ['admin'], city.main, '井手 誠');
  clerk = await desk.clerk('koga', ['counter'], city.main);
});
afterAll(() => desk.close());

async function booked(daysOn: number, hour: number, who: { name: string; mail?: string; phone?: string }): Promise<string> {
  n += 1;
  const [id, slotId] = [randomUUID(), await slotAt(fresh.db, city, city.main, daysOn, hour)];
  const cardId = await makeCard(fresh.db, { noticeId: `A1B-${200_000 + n}`, name: who.name, officeId: city.main });
  const reach = { mail: who.mail ?? null, phone: who.phone ?? '' };
  await bookFor(desk.db, BY, city, cardId, slotId, { id, ...reach });
  return id;
}

async function closed(daysOn: number, hours: { from: number; to: number } | null): Promise<number> {
  const day = Temporal.PlainDate.from(city.today).add({ days: daysOn }).toString();
  const range = { officeIds: [city.main], serviceId: null, from: day, to: day, hours };
  const { version } = await previewClosing(desk.db, range, EVERYBODY);
  const about = { reason: '台風のため', notice: null, aside: [], priorityHours: 48 };
  return must(await close(desk.db, BY, { ...range, ...about, formId: randomUUID(), seen: version }));
}

test('[8(2)⑤c] 「この日時のまま受け付ける」 on the wrong row is taken back: 要振替 again, told anew that it is shut, to be called again, with a line in the log', async () => {
  const [mailed, called] = [
    await booked(22, 9, { name: '間違い 花子', mail: 'wrong@example.jp' }),
    await booked(22, 10, { name: '電話 次郎', phone: '0942305678' }),
  ];
  const id = await closed(22, null);
  const mails = (visit: string) =>
    desk.db.rows<{ kind: string; state: string }>(
      sql`SELECT kind, state FROM outbox.mails WHERE reservation_id = ${visit}::uuid AND kind IN ('closed-day', 'reopened') ORDER BY id`,
    );
  const sent = () => fresh.db.run(sql`UPDATE outbox.mails SET state = 'sent' WHERE kind IN ('closed-day', 'reopened')`);
  const press = async (visit: string, act: string, why: string) => {
    const page = await clerk.get(`/reservations/${visit}/${act}`);
    expect(await htmlFaults(page.html)).toEqual([]);
    return clerk.post(`/reservations/${visit}/${act}`, { version: formValue(page, 'version'), why });
  };
  const left = async () => (await clerk.get(`/lists/phone?of=closing-${id}&left=yes`)).html;
  await sent();
  await fresh.db.run(
    sql`UPDATE closing.affected SET reached_at = lib.now(), reached_by = 1 WHERE closing_id = ${id} AND reservation_id = ${called}::uuid`,
  );
  for (const visit of [mailed, called]) await press(visit, 'keep', '職員が窓口で待つ');
  await sent();
  expect(await left()).not.toContain('電話 次郎');
  const here = await clerk.get(`/reservations/${mailed}`);
  expect(here.html).toContain(`href="/reservations/${mailed}/keep/lift"`);
  expect((await clerk.get(`/closings/${id}`)).html).toContain(`href="/reservations/${mailed}/keep/lift"`);
  expect((await press(mailed, 'keep/lift', '')).status).toBe(422);
  for (const visit of [mailed, called])
    expect((await press(visit, 'keep/lift', '別の方と間違えた')).location).toBe(`/reservations/${visit}?done=kept-no-more`);
  const back = await clerk.get(`/reservations/${mailed}?done=kept-no-more`);
  expect(back.html).toContain('<a href="/today" aria-current="page">本日の予約</a>');
  for (const words of ['この日時のまま受け付けることを取り消しました', '振り替えが必要です']) expect(back.html).toContain(words);
  expect(await mails(mailed)).toEqual([
    { kind: 'closed-day', state: 'sent' },
    { kind: 'reopened', state: 'sent' },
    { kind: 'closed-day', state: 'waiting' },
  ]);
  expect(await mails(called)).toEqual([]);
  expect(await left()).toContain('電話 次郎');
  const log = await admin.get('/lists/log');
  expect(log.html).toContain('この日時のまま受け付けることを取り消した');
  // Kept anew and taken back before either mail left: nobody was told anything else, so nothing more is sent.
  await sent();
  await press(mailed, 'keep', '職員が窓口で待つ');
  await press(mailed, 'keep/lift', '別の方と間違えた');
  expect((await mails(mailed)).slice(3)).toEqual([{ kind: 'reopened', state: 'waiting' }]);
  // Not kept, or moved: there is nothing to take back.
  await clerk.get('/today');
  expect((await clerk.get(`/reservations/${mailed}/keep/lift`)).location).toBe(`/reservations/${mailed}?refused=not_kept`);
});

test('[8(2)⑤c] a kept visit whose people came, or whose day is over, stays as it is', async () => {
  const minute = (await desk.db.one<{ minute: number }>(sql`SELECT lib.minute_of(lib.now()) AS minute`)).minute;
  const hour = Math.min(23, Math.floor(minute / 60));
  const visit = await booked(0, hour, { name: '来庁 三郎' });
  await closed(0, { from: hour * 60, to: hour * 60 + 60 });
  const kept = await clerk.get(`/reservations/${visit}/keep`);
  await clerk.post(`/reservations/${visit}/keep`, { version: formValue(kept, 'version'), why: '職員が窓口で待つ' });
  const undone = async () => {
    const { version } = await desk.db.one<{ version: number }>(
      sql`SELECT version FROM reservations.reservations WHERE id = ${visit}::uuid`,
    );
    return undoKeep(desk.db, BY, { id: visit, version, reason: 'x' });
  };
  const here = await record(desk.db, BY, { reservationId: visit, position: 1, from: null, to: 'arrived', reason: '' });
  expect(await undone()).toMatchObject({ ok: false, reason: 'visit_over' });
  expect((await clerk.get(`/reservations/${visit}`)).html).not.toContain('/keep/lift');
  if (!here.ok || here.value.actId === null) throw new Error('not received');
  await undo(desk.db, BY, here.value.actId);
  await fresh.db.run(sql`
    UPDATE ledger.slots SET day = day - 40 WHERE id = (SELECT slot_id FROM reservations.reservations WHERE id = ${visit}::uuid)`);
  expect(await undone()).toMatchObject({ ok: false, reason: 'visit_over' });
});
