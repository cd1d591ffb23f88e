import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { shiftTime } from '../../../../test/support/time.ts';
import { jobContext } from '../../../../test/support/worker.ts';
import { monthBefore, monthOf } from '../../../lib/dates/spans.ts';
import type { Db } from '../../../lib/db/db.ts';
import { sql } from '../../../lib/db/sql.ts';
import { UNREPORTED_COUNT, UNSUBMITTED_COUNT } from '../../../running/faults.ts';
import { monthContent } from '../../../running/month.ts';
import { keepPaper } from '../../../running/papers.ts';
import { noticeFaults } from '../../../running/watch.ts';
import { setAlarm } from '../../../site/alarms.ts';
import { runJob } from '../../../worker/clockwork.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let worker: Db;
let me: Visitor;
let today = '';
beforeAll(async () => {
  const open = await openDesk();
  ({ fresh, desk } = open);
  today = open.city.today;
  worker = fresh.as('worker', 3);
  me = await desk.clerk('ide', ['admin'], open.city.main, '井手 誠');
});
afterAll(async () => {
  await worker.close();
  await desk.close();
});

const faults = () =>
  fresh.db.rows<{ id: number; late: number; over: boolean }>(sql`
    SELECT e.id, round(extract(epoch FROM f.began_at - m.ends_at) / 60)::integer AS late, f.ended_at IS NOT NULL AS over
    FROM running.entries e JOIN running.faults f ON f.entry_id = e.id LEFT JOIN site.maintenance m ON true WHERE e.alarm_kind = 'standby-missing' ORDER BY e.id`);
const standby = async (missing: boolean) => {
  await setAlarm(worker, 'standby-missing', missing);
  await noticeFaults(worker);
};
const press = async (path: string, action: string, typed: Record<string, string>) =>
  words(await good(await me.follow(await me.post(action, { ...formFields(await me.get(path), action), ...typed }))));

test('[9(1)a] [8(1)⑦b] what is away in a planned stop is no fault, whatever it is; what is still away after it is one from its end on', async () => {
  const MINUTE = 60;
  await fresh.db.run(sql`
    INSERT INTO site.maintenance (starts_at, ends_at, reason, presented_on) SELECT lib.now() - interval '1 minute', lib.now() + interval '1 hour', '更新', lib.day_of(lib.now())`);
  try {
    await standby(true);
    expect(await faults()).toEqual([]);
    await standby(false);
    await shiftTime(fresh, 30 * MINUTE);
    await standby(true);
    await shiftTime(fresh, 63 * MINUTE);
    await noticeFaults(worker);
    expect(await faults()).toEqual([]);
    await shiftTime(fresh, 70 * MINUTE);
    await noticeFaults(worker);
    expect(await faults()).toMatchObject([{ late: 0, over: false }]);
    await standby(false);
    expect(await faults()).toMatchObject([{ over: true }]);
    await noticeFaults(worker);
    expect(await faults()).toHaveLength(1);
  } finally {
    await shiftTime(fresh, 0);
    await fresh.db.run(sql`DELETE FROM site.maintenance`);
  }
});

const report = async () => {
  const month = monthOf(today);
  const { sections } = await monthContent(fresh.db, month, { security: '', remarks: '', plans: '' });
  const rows = (heading: string) => sections.find((one) => one.heading === heading)?.table?.rows ?? [];
  return {
    faults: rows('障害').map(([id]) => Number(id)),
    withdrawn: rows('取り下げた障害').map(([id, , , , as, why]) => [Number(id), as, why]),
    counted: rows('問合せ・点検・障害の件数').find(([kind]) => kind === '障害')?.[1] ?? '0',
  };
};
const count = async (what: typeof UNREPORTED_COUNT) => (await fresh.db.one<{ count: number }>(what)).count;

test('[9(1)a] [9(4)①] a fault that was work is withdrawn with a reason: completed without a report, no fault of the month and listed as withdrawn; reopened it is one again', async () => {
  await fresh.db.run(sql`UPDATE running.entries SET alarm_kind = 'other' WHERE alarm_kind = 'standby-missing'`);
  await standby(true);
  const [{ id } = { id: 0 }] = await faults();
  const entry = `/running/entries/${id}`;
  const withdraw = `${entry}/withdraw`;
  const before = { ...(await report()), waiting: await count(UNREPORTED_COUNT) };
  expect(before.faults).toContain(id);
  const old = formFields(await me.get(withdraw), withdraw);
  const first = { ...formFields(await me.get(`${entry}/first`), `${entry}/first`), handling: '確認中' };
  const empty = await me.post(withdraw, { ...old, as: 'planned', why: '' });
  expect(empty.status).toBe(422);
  expect(await press(withdraw, withdraw, { as: 'planned', why: '片系の保守' })).toContain('障害の記録を取り下げました');
  expect((await me.post(withdraw, { ...old, as: 'false-alarm', why: '二度' })).status).toBe(409);
  const page = words(await me.get(entry));
  for (const part of ['計画作業', '片系の保守', '障害の取下げ']) expect(page).toContain(part);
  expect(page).not.toContain('初報の案を確かめる');
  expect((await me.post(`${entry}/first`, first)).status).toBe(409);
  expect(words(await me.get(`${entry}/first`))).toContain('障害の記録を取り下げたため、変更できません');
  const after = await report();
  expect(after.faults).not.toContain(id);
  expect(after.withdrawn).toEqual([[id, '計画作業', '片系の保守']]);
  expect(Number(before.counted) - Number(after.counted)).toBe(1);
  expect(await count(UNREPORTED_COUNT)).toBe(before.waiting - 1);
  const { detail } = await fresh.db.one<{ detail: unknown }>(
    sql`SELECT detail FROM audit.events WHERE act = 'running.fault-withdrawn' ORDER BY id DESC LIMIT 1`,
  );
  expect(detail).toEqual({ entry: id, kind: 'fault', withdrawn: 'planned' });
  await press(entry, `${entry}/reopen`, {});
  expect(await report()).toMatchObject({ withdrawn: [], counted: before.counted });
  expect(await count(UNREPORTED_COUNT)).toBe(before.waiting);
  await standby(false);
});

test('[9(1)a] where the city was told of a fault, it is told that it is withdrawn, by the same way', async () => {
  await fresh.db.run(sql`UPDATE running.entries SET alarm_kind = 'other' WHERE alarm_kind = 'standby-missing'`);
  await press('/running/contacts', '/running/contacts', { mails: 'jimu@city.example.jp' });
  await standby(true);
  await standby(false);
  const [{ id } = { id: 0 }] = await faults();
  const entry = `/running/entries/${id}`;
  await press(`${entry}/first`, `${entry}/first`, { handling: '確認中' });
  await press(`${entry}/first`, `${entry}/first/send`, {});
  expect(await count(UNSUBMITTED_COUNT)).toBe(0);
  await press(`${entry}/withdraw`, `${entry}/withdraw`, { as: 'false-alarm', why: '監視の設定の誤り' });
  const papers = await fresh.db.rows<{ title: string; mails: number }>(
    sql`SELECT content ->> 'title' AS title, (SELECT count(*) FROM outbox.mails m WHERE m.once LIKE 'fault-report:' || p.id || ':%') AS mails FROM running.papers p WHERE entry_id = ${id} ORDER BY id`,
  );
  expect(papers).toEqual([
    { title: '障害の初報', mails: 1 },
    { title: '障害の取下げ', mails: 1 },
  ]);
  await runJob('beats', jobContext(worker, worker));
  expect(await count(UNSUBMITTED_COUNT)).toBe(0);
  // Taken up again it is a fault that the city takes for none: until the next report, the second, reached it.
  const waiting = await count(UNREPORTED_COUNT);
  await press(entry, `${entry}/reopen`, {});
  await fresh.db.run(sql`UPDATE outbox.mails SET state = 'sent' WHERE kind = 'fault-report'`);
  expect(await count(UNREPORTED_COUNT)).toBe(waiting + 1);
  expect(words(await good(await me.get(`${entry}/first`)))).toContain('障害の第2報');
  await press(`${entry}/first`, `${entry}/first/send`, {});
  await fresh.db.run(sql`UPDATE outbox.mails SET state = 'sent' WHERE kind = 'fault-report'`);
  expect(await count(UNREPORTED_COUNT)).toBe(waiting);
});

test('[9(1)a] [9(4)①] a fault the city read of in the report of a month alone, withdrawn later: it is told, and the month in which it was withdrawn lists it', async () => {
  await fresh.db.run(sql`UPDATE running.entries SET alarm_kind = 'other' WHERE alarm_kind = 'standby-missing'`);
  await standby(true);
  await standby(false);
  const [{ id } = { id: 0 }] = await faults();
  const month = monthOf(today);
  const { staff } = await fresh.db.one<{ staff: number }>(sql`SELECT min(id) AS staff FROM staff.accounts`);
  await keepPaper(
    fresh.db,
    { kind: 'staff', staffId: staff },
    {
      kind: 'month',
      month: monthBefore(month),
      content: await monthContent(fresh.db, month, { security: '', remarks: '', plans: '' }),
    },
  );
  await fresh.db.run(sql`
    UPDATE running.faults SET began_at = began_at - interval '40 days', ended_at = ended_at - interval '40 days' WHERE entry_id = ${id}`);
  expect((await report()).faults).not.toContain(id);
  const entry = `/running/entries/${id}`;
  expect(words(await good(await me.get(`${entry}/withdraw`)))).toContain('市へ報告した障害のため');
  await press(`${entry}/withdraw`, `${entry}/withdraw`, { as: 'false-alarm', why: '監視の誤り' });
  expect((await report()).withdrawn).toContainEqual([id, '誤検知', '監視の誤り']);
  const papers = await fresh.db.rows(sql`SELECT content ->> 'title' AS title FROM running.papers WHERE entry_id = ${id}`);
  expect(papers).toEqual([{ title: '障害の取下げ' }]);
});
