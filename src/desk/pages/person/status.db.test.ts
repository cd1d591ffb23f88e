import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookFor, deskRequest } from '../../../../test/support/booking.ts';
import type { Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { formFields, wrongBoxes } from '../../../../test/support/forms.ts';
import { openDeskAs } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { receiveWalkIn, record } from '../../../counter/acts.ts';
import { longDate, shortDate } from '../../../lib/dates/format.ts';
import { addDays } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let clerk: Visitor;

beforeAll(async () => {
  ({ fresh, city, desk, clerk } = await openDeskAs(undefined, 'koga', ['counter']));
});
afterAll(() => desk?.close());

test('[8(2)⑬b] a remark that was written of the wrong person is withdrawn on its page, by who wrote it or may; its history says so without its words', async () => {
  const id = await makeCard(fresh.db, { noticeId: 'S1T-000002', name: '備考 花子', officeId: city.main });
  const path = `/people/${id}`;
  const write = async (who: Visitor, body: string) => {
    const form = formFields(await good(await who.get(path)), `${path}/remark`);
    return good(await who.follow(await who.post(`${path}/remark`, { ...form, body })));
  };
  const page = await write(clerk, '別の方の内容');
  const fields = { ...formFields(page, `${path}/remark/withdraw`), checked: 'yes' };
  const unsure = await clerk.follow(await clerk.post(`${path}/remark/withdraw`, { ...fields, checked: '' }));
  expect(words(unsure)).toContain('別の方に書いた備考かを確かめてから');
  const colleague = await desk.clerk('ueda', ['counter'], city.main);
  expect((await good(await colleague.get(path))).html).not.toContain('remark/withdraw');
  expect(words(await colleague.follow(await colleague.post(`${path}/remark/withdraw`, fields)))).toContain(
    '書いた職員か、カードを残す権限のある職員が取り消せます',
  );
  await clerk.get(path);
  const gone = await good(await clerk.follow(await clerk.post(`${path}/remark/withdraw`, fields)));
  expect(words(gone)).toContain('備考を取り消しました');
  expect(words(gone)).toContain('備考はありません');
  expect(words(gone)).toContain('が取り消し');
  expect(gone.html).not.toContain('別の方の内容');
  const admin = await desk.clerk('mori', ['admin'], city.main);
  await write(clerk, 'また別の方の内容');
  const seen = { ...formFields(await good(await admin.get(path)), `${path}/remark/withdraw`), checked: 'yes' };
  expect(words(await good(await admin.follow(await admin.post(`${path}/remark/withdraw`, seen))))).toContain('備考はありません');
  expect(words(await admin.get(`/audit?card=${id}`))).toContain('備考を取り消した');
});

test('[8(2)⑦b] a status set by hand tells its day, is taken back from its history, and the day of a posting is corrected', async () => {
  const id = await makeCard(fresh.db, { noticeId: 'S1T-000001', name: '状況 花子', officeId: city.main });
  await fresh.db.run(sql`UPDATE cards.cards SET notice_date = ${addDays(city.today, -30)}::date WHERE id = ${id}`);
  const path = `/people/${id}`;
  const change = async (to: string, on: string, status = 200) => {
    const form = formFields(await clerk.get(`${path}/status`), `${path}/status`);
    return good(await clerk.follow(await clerk.post(`${path}/status`, { ...form, to, why: '発送', on })), status);
  };
  expect(wrongBoxes(await change('renotified', longDate(addDays(city.today, 1)), 422))).toEqual(['on']);
  const posted = addDays(city.today, -3);
  const done = await change('renotified', longDate(posted));
  expect(words(done)).toContain(`${shortDate(posted)}発送日を修正する再通知`);
  const undo = formFields(done, `${path}/status/undo`);
  const back = await good(await clerk.follow(await clerk.post(`${path}/status/undo`, undo)));
  expect(words(back)).toContain('交付状況の変更を取り消しました。');
  expect(words(back)).toContain('発送の記録はありません。');
  expect(back.html).not.toContain('status/undo');
  const [, link = ''] = /href="([^"]+\/posted\/\d+)"/u.exec((await change('renotified', '')).html) ?? [];
  const asked = await good(await clerk.get(link));
  const typed = { ...formFields(asked, link), posted: longDate(addDays(city.today, 1)) };
  expect(words(await good(await clerk.post(link, typed), 422))).toContain('発送日は、本日までの日を入力してください。');
  const right = await good(await clerk.follow(await clerk.post(link, { ...typed, posted: longDate(posted) })));
  expect(words(right)).toContain('発送日を修正しました。');
  expect(words(right)).toContain(`${shortDate(posted)}発送日を修正する再通知`);
  const admin = await desk.clerk('ide', ['admin'], city.main);
  expect(words(await admin.get(`/audit?card=${id}`))).toContain(`前：${longDate(city.today)}　後：${longDate(posted)}`);
});

test('[8(2)⑦e] the status of a card that was handed over leads to the visit, where that is taken back', async () => {
  const id = await makeCard(fresh.db, { noticeId: 'S1T-000003', name: '交付 花子', officeId: city.main });
  const slot = await fresh.db.one<{ id: number }>(sql`
    SELECT id FROM ledger.slots WHERE office_id = ${city.main} AND day = lib.day_of(lib.now()) AND lib.instant(day, start_minute + minutes) > lib.now() ORDER BY start_minute LIMIT 1`);
  const request = { ...deskRequest(city, id, slot.id), channel: 'counter' as const };
  const actor = { kind: 'staff', staffId: 1 } as const;
  expect(await receiveWalkIn(desk.db, actor, request)).toMatchObject({ ok: true });
  const press = { reservationId: request.id, position: 1, from: 'arrived', to: 'handed-over', reason: '' } as const;
  expect(await record(desk.db, actor, press)).toMatchObject({ ok: true });
  const page = await good(await clerk.get(`/people/${id}/status`));
  expect(words(page)).toContain('交付の記録があるため、ここでは変更できません');
  expect(page.html).not.toContain('name="why"');
  const link = /href="(\/[^"]*at=[^"#]*)/u.exec(page.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
  expect(words(await good(await clerk.get(link)))).toContain('元に戻す');
});

test('[8(2)⑦b] whose visit is to come is told as left out of 再通知 and 廃棄予定, on the page as in the list of ends', async () => {
  const id = await makeCard(fresh.db, { noticeId: 'S1T-000004', name: '期限 花子', officeId: city.main });
  await fresh.db.run(sql`UPDATE cards.cards SET notice_date = ${addDays(city.today, -200)}::date WHERE id = ${id}`);
  expect(words(await good(await clerk.get(`/people/${id}`)))).toMatch(/交付の期限\s*再通知の対象（/u);
  const staff = { kind: 'staff', staffId: 1 } as const;
  await bookFor(desk.db, staff, city, id, await slotAt(fresh.db, city, city.main, 1, 10));
  const page = words(await good(await clerk.get(`/people/${id}`)));
  expect(page).toMatch(/交付の期限\s*予約があるため、再通知の対象外/u);
  expect(page).not.toContain('再通知の対象（');
});
