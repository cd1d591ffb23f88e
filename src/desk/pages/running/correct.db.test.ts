import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { htmlFaults } from '../../../../test/support/html.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { monthBefore } from '../../../lib/dates/spans.ts';
import { sql } from '../../../lib/db/sql.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let me: Visitor;
let month = '';
beforeAll(async () => {
  const open = await openDesk();
  ({ fresh, desk } = open);
  me = await desk.clerk('ide', ['admin'], open.city.main, '井手 誠');
  month = monthBefore(open.city.today).slice(0, 7);
  await fresh.db.run(sql`
    INSERT INTO running.beats (door, hour, minutes) SELECT 'desk', lib.instant(${`${month}-05`}::date, 600), 1`);
});
afterAll(() => desk.close());

const press = async (path: string, action: string, typed: Record<string, string>) =>
  good(await me.follow(await me.post(action, { ...formFields(await me.get(path), action), ...typed })));
const paperOf = (kind: string, number: number) =>
  fresh.db.one<{ id: number }>(sql`SELECT id FROM running.papers WHERE kind = ${kind} AND number = ${number}`);
const correct = async (at: string, typed: Record<string, string>) => {
  const shown = await good(await me.post(at, { ...formFields(await me.get(at), at), ...typed, act: 'show' }));
  return { shown, fields: { ...formFields(shown, at), act: 'submit' } };
};
const logged = (act: string) =>
  fresh.db.rows(sql`SELECT staff_id IS NOT NULL AS staff, detail ->> 'version' AS version FROM audit.events WHERE act = ${act}`);

test('[9(4)①] a month’s report that was submitted is corrected by a second version: what it says is looked at first, the first one stays as it was', async () => {
  const draft = `/running/months/${month}`;
  const at = `${draft}/correct`;
  expect((await me.get(at)).status).toBe(404);
  // What was typed and not saved is in the report before it is handed over, and is looked at there.
  const looked = await press(draft, `${draft}/submit`, { remarks: '誤った所見' });
  for (const said of ['まだ提出していません', '誤った所見']) expect(words(looked)).toContain(said);
  const first = await press(draft, `${draft}/submit`, {});
  expect(words(first)).toContain('訂正版（第2版）を作成する');
  expect(await htmlFaults((await me.get(at)).html)).toEqual([]);
  expect((await me.post(at, { ...formFields(await me.get(at), at), act: 'show' })).status).toBe(422);
  const { shown, fields } = await correct(at, { why: '所見の誤り', remarks: '正しい所見' });
  for (const said of ['（第2版）', '所見の誤り', '正しい所見', '第2版を提出する']) expect(words(shown)).toContain(said);
  expect(await htmlFaults(shown.html)).toEqual([]);
  // Something else than was looked at is not submitted.
  const other = await me.post(at, { ...fields, remarks: '別の所見' });
  expect([other.status, words(other)]).toEqual([409, expect.stringContaining('まだ提出していません')]);
  const second = await good(await me.follow(await me.post(at, fields)));
  for (const said of ['第1版', '正しい所見', '訂正版（第3版）を作成する']) expect(words(second)).toContain(said);
  expect((await me.post(at, fields)).status).toBe(409);
  const { id } = await paperOf('month', 1);
  const old = words(await me.get(`/running/papers/${id}`));
  for (const said of ['この版は、訂正されています', '最新は、第2版です', '誤った所見']) expect(old).toContain(said);
  expect(old).not.toContain('を作成する');
  const { id: newest } = await paperOf('month', 2);
  expect((await me.get(draft)).headers.get('location')).toBe(`/running/papers/${newest}`);
  expect(words(await me.get('/running/months'))).toContain('提出済（第2版）');
  expect((await me.get(`/running/papers/${newest}/paper.pdf`)).headers.get('content-type')).toBe('application/pdf');
  expect(await logged('running.month-corrected')).toEqual([{ staff: true, version: '2' }]);
  // A third is of the second, with the figures of today.
  const third = await correct(at, { why: '件数の誤り', figures: 'anew' });
  expect(words(third.shown)).toContain('（第3版）');
  expect(words(third.shown)).not.toContain('所見の誤り');
  expect(words(third.shown)).toContain('正しい所見');
});

test('[9(1)c] a 障害報告書 that was submitted is corrected by a second version; the fault says from then on what that says', async () => {
  await press('/running/new', '/running/new', { kind: 'fault', way: 'phone', subject: '印刷できない', body: '白紙になる' });
  const { id } = await fresh.db.one<{ id: number }>(sql`SELECT max(id) AS id FROM running.entries`);
  const path = `/running/entries/${id}`;
  const at = `${path}/report/correct`;
  expect((await me.get(at)).status).toBe(404);
  await fresh.db.run(sql`
    UPDATE running.faults SET ended_at = began_at, impact = '1か所', handling = 'x', cause = '書体の不足', action = '追加', prevention = '試験' WHERE entry_id = ${id}`);
  await press(`${path}/report`, `${path}/report/submit`, {});
  await press(path, `${path}/answer`, { body: '直った', completes: 'yes' });
  expect((await me.post(at, { ...formFields(await me.get(at), at), why: '原因の誤り', cause: '', act: 'show' })).status).toBe(
    422,
  );
  const { shown, fields } = await correct(at, { why: '原因の誤り', cause: '書体の破損' });
  for (const said of ['障害報告書（第2版）', '原因の誤り', '書体の破損']) expect(words(shown)).toContain(said);
  const second = await good(await me.follow(await me.post(at, fields)));
  expect(words(second)).toContain('書体の破損');
  const entry = words(await me.get(path));
  for (const said of ['障害報告書（第2版）', '第2版：原因の誤り', '完了']) expect(entry).toContain(said);
  const { id: old } = await paperOf('fault-report', 1);
  expect(words(await me.get(`/running/papers/${old}`))).toContain('書体の不足');
  expect(await fresh.db.one(sql`SELECT cause FROM running.faults WHERE entry_id = ${id}`)).toEqual({ cause: '書体の破損' });
  expect(await logged('running.fault-report-corrected')).toEqual([{ staff: true, version: '2' }]);
});
