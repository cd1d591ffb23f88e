import { afterAll, beforeAll, expect, test } from 'vitest';
import { signedIn, type Visitor } from '../../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../../test/support/desk.ts';
import { formFields } from '../../../../../test/support/forms.ts';
import { htmlFaults } from '../../../../../test/support/html.ts';
import { openDesk } from '../../../../../test/support/open.ts';
import { words } from '../../../../../test/support/pages.ts';
import { approveRestore, presentChange } from '../../../../approvals/acts.ts';
import { mayApply } from '../../../../approvals/command.ts';
import { sql } from '../../../../lib/db/sql.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let me: Visitor;
let clerk: Visitor;
let staffId = 0;
beforeAll(async () => {
  ({ fresh, desk } = await openDesk(20));
  staffId = await desk.account('ide', ['admin'], null);
  await desk.account('koga', ['counter'], null);
  [me, clerk] = [await signedIn(desk.url, 'ide', PASSWORD), await signedIn(desk.url, 'koga', PASSWORD)];
});
afterAll(() => desk.close());

const actor = () => ({ kind: 'staff' as const, staffId });
const at = (id: number) => `/settings/approvals/${id}`;
const withdraw = async (id: number, why: string) =>
  me.post(`${at(id)}/withdraw`, { ...formFields(await me.get(at(id)), `${at(id)}/withdraw`), why });
const openRestore = (id: number) =>
  fresh.db.one<{ approver: string | null }>(sql`SELECT approver FROM approvals.open_restore(${id}::integer)`);

test('[9(1)b] an approval of a restore is withdrawn while it is not used: the command finds it no more; once used it stays', async () => {
  const given = { backup: '', until: null, approver: '市民課長', reason: '機器の故障' };
  const [id, used] = [await approveRestore(desk.db, actor(), given), await approveRestore(desk.db, actor(), given)];
  expect(await openRestore(id)).toEqual({ approver: '市民課長' });
  const page = await me.get(at(id));
  expect(words(page)).toContain('承認を取りやめる');
  expect(await htmlFaults(page.html)).toEqual([]);
  expect((await withdraw(id, '')).status).toBe(422);
  expect((await clerk.post(`${at(id)}/withdraw`, { why: 'x' })).status).toBe(403);
  expect(words(await me.follow(await withdraw(id, '機器が直ったため')))).toContain('承認を取りやめました');
  expect(await openRestore(id)).toEqual({ approver: null });
  const after = words(await me.get(at(id)));
  for (const said of ['承認の取りやめ', '機器が直ったため', '市民課長']) expect(after).toContain(said);
  expect(after).not.toContain('承認を取りやめる');
  const { logged } = await fresh.db.one<{ logged: number }>(
    sql`SELECT count(*)::integer AS logged FROM audit.events WHERE act = 'approval.withdrawn' AND staff_id = ${staffId} AND detail ->> 'matter' = ${String(id)}`,
  );
  expect(logged).toBe(1);
  const before = await me.get(at(used));
  await fresh.db.run(sql`SELECT approvals.used(${used}::integer)`);
  const late = await me.post(`${at(used)}/withdraw`, { ...formFields(before, `${at(used)}/withdraw`), why: '遅い' });
  expect(words(await me.follow(late))).toContain('この承認は、取りやめられません');
});

test('[9(3)a] a change that was approved by a wrong press is not applied once that is withdrawn; presented again it waits for the city', async () => {
  const program = { digest: 'of-this-test', version: '1', migrations: [] };
  await fresh.db.run(sql`INSERT INTO approvals.applied (program, version, at) VALUES ('before', '0', lib.now())`);
  const change = { program: program.digest, title: '文字を大きく', body: '説明' };
  const id = await presentChange(fresh.db, change);
  expect(words(await me.get(at(id)))).not.toContain('承認を取りやめる');
  await me.post(at(id), { ...formFields(await me.get(at(id)), at(id)), decision: 'yes', approver: '市民課長' });
  expect(await mayApply(fresh.db, program)).toEqual({ matter: id });
  await withdraw(id, '押し間違い');
  await expect(mayApply(fresh.db, program)).rejects.toThrow('not approved by the city');
  const again = await presentChange(fresh.db, change);
  await expect(mayApply(fresh.db, program)).rejects.toThrow('not decided yet');
  await me.post(at(again), { ...formFields(await me.get(at(again)), at(again)), decision: 'yes', approver: '市民課長' });
  expect(await mayApply(fresh.db, program)).toEqual({ matter: again });
});

test('[9(3)a] a change that was presented and approved twice is not applied once either approval is withdrawn, nor once the city says no', async () => {
  const program = { digest: 'presented-twice', version: '1', migrations: [] };
  await fresh.db.run(
    sql`INSERT INTO approvals.applied (program, version, at) VALUES ('before-that', '0', lib.now()) ON CONFLICT DO NOTHING`,
  );
  const change = { program: program.digest, title: '色を濃く', body: '説明' };
  const decide = async (decision: 'yes' | 'no') => {
    const id = await presentChange(fresh.db, change);
    await me.post(at(id), { ...formFields(await me.get(at(id)), at(id)), decision, approver: '市民課長' });
    return id;
  };
  const [first, second] = [await decide('yes'), await decide('yes')];
  expect(await mayApply(fresh.db, program)).toEqual({ matter: second });
  await withdraw(first, '説明が古いため');
  await expect(mayApply(fresh.db, program)).rejects.toThrow('not approved by the city');
  const third = await decide('yes');
  expect(await mayApply(fresh.db, program)).toEqual({ matter: third });
  await decide('no');
  await expect(mayApply(fresh.db, program)).rejects.toThrow('not approved by the city');
});
