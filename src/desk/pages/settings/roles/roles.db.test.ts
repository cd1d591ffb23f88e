import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Visitor } from '../../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../../test/support/database.ts';
import type { TestDesk } from '../../../../../test/support/desk.ts';
import { formFields, wrongBoxes } from '../../../../../test/support/forms.ts';
import { openDesk } from '../../../../../test/support/open.ts';
import { good, words } from '../../../../../test/support/pages.ts';
import type { SmallCity } from '../../../../../test/support/small-city.ts';
import { configFor } from '../../../../config.ts';
import { systemClock } from '../../../../lib/clock.ts';
import { sql } from '../../../../lib/db/sql.ts';
import { staffCommand } from '../../../../staff/command.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let admin: Visitor;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk());
  admin = await desk.clerk('ide', ['admin'], city.main, '井手 誠');
});
afterAll(() => desk?.close());

const LIST = '/settings/roles';
/** The form of a page as it stands, changed, and sent; a box that is named '' is not ticked. */
async function send(who: Visitor, path: string, changes: Record<string, string>) {
  const fields = { ...formFields(await who.get(path), path), ...changes };
  return who.post(path, Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '')));
}
const pathOf = async (code: string): Promise<string> =>
  `${LIST}/${(await fresh.db.one<{ id: number }>(sql`SELECT id FROM staff.roles WHERE code = ${code}`)).id}`;
const accountPath = async (login: string) =>
  `/accounts/${(await fresh.db.one<{ id: number }>(sql`SELECT id FROM staff.accounts WHERE login = ${login}`)).id}`;

test('[8(2)②a] a role of the city’s own is added, given to an account, and its rights hold from the next press on', async () => {
  const clerk = await desk.clerk('call', ['counter'], city.main, '電話 受子');
  const added = await send(admin, `${LIST}/new`, {
    code: 'call-centre',
    name: 'コールセンター',
    'rights-people_see': 'yes',
    'rights-today_see': 'yes',
  });
  expect(words(await good(await admin.follow(added)))).toContain('役割を追加しました');
  expect(words(await good(await admin.get(LIST)))).toContain('コールセンター');
  const account = await accountPath('call');
  expect((await admin.get(account)).html).toContain('コールセンター');
  await send(admin, account, { 'role-counter': '', 'role-call-centre': 'yes' });
  expect([(await clerk.get('/today')).status, (await clerk.get('/mails')).status, (await clerk.get('/settings')).status]).toEqual(
    [200, 403, 403],
  );

  const path = await pathOf('call-centre');
  const changed = await admin.follow(await send(admin, path, { 'rights-mails_see': 'yes', 'rights-today_see': '' }));
  expect(words(await good(changed))).toContain('役割を変更しました');
  expect(words(changed)).toContain('電話 受子');
  expect([(await clerk.get('/today')).status, (await clerk.get('/mails')).status]).toEqual([403, 200]);
  const line = await fresh.db.one<{ detail: object }>(sql`SELECT detail FROM audit.events WHERE act = 'staff.role-changed'`);
  expect(line.detail).toEqual({
    role: 'call-centre',
    changes: { 'rights.本日の予約を閲覧する': [true, false], 'rights.メールの送信状況を閲覧する': [false, true] },
  });
  const log = words(await admin.get('/audit'));
  expect(log).toContain('権限「メールの送信状況を閲覧する」');

  // Retired only once nobody has it; then no account can be given it, and a command neither.
  expect(words(await good(await admin.get(`${path}/retire`)))).toContain('この役割の職員アカウントが 1件 あります');
  expect((await admin.post(`${path}/retire`, {})).status).toBe(409);
  await send(admin, account, { 'role-counter': 'yes', 'role-call-centre': '' });
  await admin.get(`${path}/retire`);
  expect((await admin.post(`${path}/retire`, {})).location).toContain('done=retired');
  expect((await admin.get(account)).html).not.toContain('コールセンター');
  await admin.get(path);
  await admin.post(`${path}/restore`, {});
  expect((await admin.get(account)).html).toContain('コールセンター');
});

test('the last account that manages accounts, settings or those of the city cannot lose that, by its role or by itself', async () => {
  const path = await pathOf('admin');
  for (const right of ['accounts_manage', 'settings_manage', 'settings_security']) {
    const refused = await send(admin, path, { [`rights-${right}`]: '' });
    expect([refused.status, wrongBoxes(refused)]).toEqual([409, ['rights-accounts_manage']]);
    expect(words(refused)).toContain('アカウント、設定、市の設定のどれかを管理できる職員が、いなくなります');
  }
  const account = await accountPath('ide');
  expect(words(await admin.follow(await send(admin, account, { 'role-admin': '', 'role-counter': 'yes' })))).toContain(
    'ほかにいなくなります',
  );
  await admin.get(LIST);
  expect((await admin.get(path)).status).toBe(200);
  // A second one who manages settings alone: the pages of the city's settings need both in one account, and nobody could open them.
  await send(admin, `${LIST}/new`, { code: 'settings', name: '設定係', 'rights-settings_manage': 'yes' });
  await desk.account('second', ['settings'], city.main, '設定 係');
  const split = await send(admin, path, { 'rights-settings_manage': '' });
  expect([split.status, words(split).includes('「設定を変更する」権限もあわせて必要です')]).toEqual([409, true]);
  // With both the first keeps accounts, and may give settings away.
  await send(admin, await pathOf('settings'), { 'rights-settings_security': 'yes' });
  expect((await send(admin, path, { 'rights-settings_manage': '' })).status).toBe(303);
  await send(admin, path, { 'rights-settings_manage': 'yes' });
});

test('what the city changed stays when the program starts anew; who manages no accounts sees no roles; a command gives a role of the city’s', async () => {
  const path = await pathOf('counter');
  await send(admin, path, { name: '市民課窓口', 'rights-mails_see': '' });
  await fresh.db.pool.query((await import('node:fs')).readFileSync('src/staff/rights.sql', 'utf8'));
  const page = await good(await admin.get(path));
  expect(page.html).toContain('市民課窓口');
  expect(formFields(page, path)['rights-mails_see']).not.toBe('yes');
  const said: string[] = [];
  const config = configFor('staff', { DESK_DATABASE_URL: fresh.urlFor('desk'), DESK_ORIGIN: 'http://127.0.0.1:1' });
  await staffCommand(['invite', 'denwa', '--name', '電話 花', '--role', 'call-centre'], {
    config,
    clock: systemClock,
    log: (line) => void said.push(line),
  });
  expect(said[0]).toContain('denwa');
  const clerk = await desk.clerk('koga', ['settings'], city.main);
  expect([(await clerk.get(LIST)).status, (await clerk.get('/settings')).html.includes(`href="${LIST}"`)]).toEqual([403, false]);
  expect((await admin.get('/settings')).html).toContain(`href="${LIST}"`);
});

test('[8(2)②a] a page of an account from before gives no withdrawn role back, nor a way in to who was stopped; the log tells a change with before and after', async () => {
  await desk.clerk('moves', ['counter', 'settings'], city.main, '異動 子');
  const account = await accountPath('moves');
  const old = formFields(await admin.get(account), account);
  expect((await send(admin, account, { 'role-settings': '' })).location).toContain('done=changed');
  const roles = async () =>
    (
      await fresh.db.rows<{ role: string }>(
        sql`SELECT ar.role FROM staff.account_roles ar JOIN staff.accounts a ON a.id = ar.account_id WHERE a.login = 'moves' ORDER BY 1`,
      )
    ).map(({ role }) => role);
  const late = await admin.post(account, { ...old, name: '異動 花子' });
  expect([late.status, await roles()]).toEqual([409, ['counter']]);
  expect(words(await good(late, 409))).toContain('ほかの職員が先に変更したため、何も変更していません');
  expect(words(late)).toMatch(/役割.*設定係/u);
  // What the page shows by now may be sent.
  expect((await admin.post(account, { ...formFields(late, account), 'role-settings': '' })).status).toBe(303);
  const lines = await fresh.db.rows<{ detail: { changes: unknown } }>(
    sql`SELECT detail FROM audit.events WHERE act = 'staff.account-changed' ORDER BY id DESC LIMIT 2`,
  );
  expect(lines.map(({ detail }) => detail.changes)).toMatchObject([
    { staffName: ['異動 子', '異動 花子'] },
    { roles: [['市民課窓口', '設定係'], ['市民課窓口']] },
  ]);
  expect(words(await admin.get('/audit'))).toContain('氏名：異動 子 → 異動 花子');

  await admin.get(account);
  expect((await admin.post(`${account}/retire`, {})).location).toContain('done=retired');
  for (const act of ['link', 'reset']) {
    const refused = await admin.follow(await admin.post(`${account}/${act}`, {}));
    expect(words(await good(refused)), act).toContain('このアカウントは停止中です');
  }
  const { links, given } = await fresh.db.one<{ links: number; given: number }>(sql`
    SELECT (SELECT count(*)::integer FROM staff.sign_in_links l JOIN staff.accounts a ON a.id = l.account_id WHERE a.login = 'moves' AND l.used_at IS NULL) AS links,
      (SELECT count(*)::integer FROM audit.events WHERE act = 'staff.link-made' AND detail ->> 'account' = ${account.slice(10)} AND at >= (
        SELECT retired_at FROM staff.accounts WHERE login = 'moves')) AS given`);
  expect([links, given]).toEqual([0, 0]);
});

test('[11(12)c] a one-time link that went to somebody else is ended alone; the page says that it is out, and until when', async () => {
  await desk.account('hida', ['counter'], city.main);
  const path = await accountPath('hida');
  expect((await good(await admin.get(path))).html).not.toContain(`action="${path}/end"`);
  await admin.post(`${path}/link`, {});
  const page = await good(await admin.get(path));
  expect(words(page)).toMatch(/使っていない初回設定用URL（[^）]+まで）/u);
  expect(words(page)).toContain('使っていない初回設定用URLを無効にする');
  await good(await admin.follow(await admin.post(`${path}/end`, {})));
  expect(words(await good(await admin.get(path)))).not.toContain('初回設定用URL（');
});
