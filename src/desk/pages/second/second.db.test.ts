import { afterAll, beforeAll, expect, test } from 'vitest';
import { codesOn, passwordGiven, secretOn, setUp, type Telephone, telephone } from '../../../../test/support/authenticator.ts';
import { signedIn, type Visitor, visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { COOKIES, PASSWORD, startDesk, type TestDesk } from '../../../../test/support/desk.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { systemClock } from '../../../lib/clock.ts';
import { sql } from '../../../lib/db/sql.ts';
import { countOpened, factorKeysOf } from '../../../staff/second/keys.ts';

let desk: TestDesk;
let fresh: FreshDatabase;
let phone: Telephone;
let admin: Visitor;
let made = 0;
const HALF_STEP = '/sign-in/code';
/** Of desks that seal with something else. */
const [NEXT, ANOTHER, NOBODYS] = [
  'the next key of this desk a long one 1',
  'another desk signs its cookies by this',
  'nothing was ever sealed by this key 42',
];

beforeAll(async () => {
  ({ desk, fresh } = await openDesk());
  phone = await telephone(fresh);
  admin = await desk.clerk('kanri', ['admin']);
});
afterAll(() => desk.close());

/** A clerk with a second factor; `me` is signed in. */
async function withSecond() {
  const login = `tsutsumi${++made}`;
  const id = await desk.account(login, ['counter']);
  const me = await signedIn(desk.url, login, PASSWORD);
  return { login, id, me, ...(await setUp(me, phone)) };
}
const give = (me: Visitor, code: string, at = HALF_STEP) => me.post(at, { code, next: '/today' });
const isIn = async (me: Visitor) => (await me.get('/today')).status === 200;
const acts = async (id: number): Promise<string[]> =>
  (
    await desk.db.rows<{ said: string }>(
      sql`SELECT concat_ws(' ', act, detail ->> 'why', detail ->> 'second') AS said FROM audit.events WHERE coalesce((detail ->> 'account')::integer, staff_id) = ${id} AND act LIKE 'staff.%' ORDER BY events.id`,
    )
  ).map(({ said }) => said);

test('[8(2)②d] who sets a second factor up proves to know the password and to have the app; every other browser has to sign in again', async () => {
  const login = `tsutsumi${++made}`;
  const id = await desk.account(login, ['counter']);
  const [me, elsewhere] = [await signedIn(desk.url, login, PASSWORD), await signedIn(desk.url, login, PASSWORD)];
  expect((await me.get('/second-factor')).html).toContain('まだ設定していません。');
  const page = await me.get('/second-factor/set-up');
  const secret = secretOn(page.html);
  const pending = /name="pending" value="([^"]+)"/u.exec(page.html)?.[1] ?? '';
  const send = (fields: Record<string, string>) =>
    me.post('/second-factor/set-up', { old: PASSWORD, code: phone.code(secret), pending, ...fields });

  expect((await send({ old: 'wrong' })).html).toContain('現在のパスワードが違います。');
  const wrong = await send({ code: '000000' });
  expect([wrong.status, secretOn(wrong.html)]).toEqual([422, secret]);
  // A secret of the sender's own choice, or another session's, is none.
  expect((await send({ pending: 'AAAA' })).status).toBe(409);
  expect((await elsewhere.get('/second-factor')).html).toContain('まだ設定していません。');
  expect((await elsewhere.post('/second-factor/set-up', { old: PASSWORD, code: phone.code(secret), pending })).status).toBe(409);

  const set = await send({});
  expect(set.status).toBe(200);
  expect(new Set(codesOn(set.html)).size).toBe(10);
  expect(await isIn(me)).toBe(true);
  expect(await isIn(elsewhere)).toBe(false);
  expect((await me.get('/second-factor')).html).toContain('10個');
  expect((await acts(id)).slice(-2)).toEqual(['staff.password-wrong', 'staff.second-set']);
});

test('[8(2)②d] after the password a code is asked for; before it no page of the desk opens, and a code is taken once', async () => {
  const { login, id, secret } = await withSecond();
  const me = await passwordGiven(desk.url, login);
  expect(me.last?.html).toMatch(/inputmode="numeric"|inputMode="numeric"/u);
  expect(me.last?.html).toContain('autocomplete="one-time-code"');
  expect(me.cookies.has('desk')).toBe(false);
  expect(await isIn(me)).toBe(false);
  // The cookie of the step is no session either.
  const forged = visitor(desk.url);
  forged.cookies.set('desk', me.cookies.get('desk-half') ?? '');
  expect(await isIn(forged)).toBe(false);

  await me.get(HALF_STEP);
  const wrong = await give(me, '000000');
  const code = phone.code(secret);
  expect(wrong.status).toBe(401);
  const right = await give(me, ` ${code.slice(0, 3)} ${code.slice(3)}`);
  expect([right.status, right.location]).toEqual([303, '/today']);
  expect(await isIn(me)).toBe(true);
  expect(me.cookies.has('desk-half')).toBe(false);

  const again = await passwordGiven(desk.url, login);
  const replayed = await give(again, code);
  expect(replayed.status).toBe(401);
  const without = (html: string) => html.replaceAll(/value="[^"]*"/gu, '');
  expect(without(replayed.html)).toBe(without(wrong.html));
  await phone.pass(30);
  expect((await give(again, phone.code(secret))).status).toBe(303);
  expect((await acts(id)).slice(-7)).toEqual([
    'staff.second-set',
    'staff.password-right',
    'staff.sign-in-failed wrong-code',
    'staff.signed-in app-code',
    'staff.password-right',
    'staff.sign-in-failed used-code',
    'staff.signed-in app-code',
  ]);
});

test('[8(2)②d] a recovery code lets in once; who has few left is told, and makes new ones', async () => {
  const { login, codes } = await withSecond();
  const [first = '', second = '', ...others] = codes;
  const me = await passwordGiven(desk.url, login);
  expect((await me.get('/sign-in/recovery')).html).toContain('回復コードの入力');
  expect((await give(me, first.toUpperCase().replaceAll('-', ' '), '/sign-in/recovery')).status).toBe(303);
  const again = await passwordGiven(desk.url, login);
  expect((await give(again, first, '/sign-in/recovery')).status).toBe(401);
  // A code of the one kind is none of the other.
  expect((await give(again, second)).status).toBe(401);
  expect((await give(again, second, '/sign-in/recovery')).status).toBe(303);
  await again.get('/password');
  expect((await again.get('/second-factor')).html).toContain('8個');
  await fresh.db.run(sql`UPDATE staff.recovery_codes SET used_at = lib.now() WHERE used_at IS NULL`);
  expect((await again.get('/second-factor')).html).toContain('使える回復コードがありません');
  await again.get('/second-factor/codes');
  const renewed = codesOn((await again.post('/second-factor/codes', { old: PASSWORD })).html);
  expect(renewed).toHaveLength(10);
  expect(renewed.some((code) => codes.includes(code))).toBe(false);
  const third = await passwordGiven(desk.url, login);
  expect((await give(third, others[0] ?? '', '/sign-in/recovery')).status).toBe(401);
  expect((await give(third, renewed[0] ?? '', '/sign-in/recovery')).status).toBe(303);
});

test('[8(2)②d] wrong codes lock as wrong passwords do, whoever gives the right password between them; an administrator lets in', async () => {
  const { login, id, secret } = await withSecond();
  for (let turn = 0; turn < 4; turn += 1) expect((await give(await passwordGiven(desk.url, login), '000000')).status).toBe(401);
  const me = await passwordGiven(desk.url, login);
  expect((await give(me, '000000')).status).toBe(401);
  expect((await give(me, phone.code(secret))).status).toBe(401);
  const door = visitor(desk.url);
  await door.get('/sign-in');
  expect((await door.post('/sign-in', { login, password: PASSWORD, next: '' })).status).toBe(401);
  expect((await acts(id)).slice(-2)).toEqual(['staff.sign-in-failed locked', 'staff.sign-in-failed locked']);
  await admin.get(`/accounts/${id}`);
  await admin.post(`/accounts/${id}/lift`, {});
  expect((await give(me, phone.code(secret))).status).toBe(303);
  // Everything right: nothing counts any more.
  await phone.pass(30);
  for (let turn = 0; turn < 4; turn += 1) await give(await passwordGiven(desk.url, login), '000000');
  expect((await give(await passwordGiven(desk.url, login), phone.code(secret))).status).toBe(303);
});

test('[8(2)②d] an administrator takes the second factor of another away, never the own one; who has it again signs in by the password', async () => {
  const { login, id, me } = await withSecond();
  const half = await passwordGiven(desk.url, login);
  expect((await admin.get('/accounts')).html).toContain('設定済み');
  expect((await admin.get(`/accounts/${id}`)).html).toContain('二段階認証を解除する');
  const reset = await admin.follow(await admin.post(`/accounts/${id}/second`, {}));
  expect(reset.html).toContain('二段階認証を解除しました。');
  expect(await isIn(me)).toBe(false);
  expect((await half.get(HALF_STEP)).location).toBe('/sign-in?late=1&next=%2F');
  expect(await isIn(await signedIn(desk.url, login, PASSWORD))).toBe(true);
  expect(await acts(id)).toContain('staff.second-reset');

  const own = await desk.account('kanri2', ['admin']);
  const other = await signedIn(desk.url, 'kanri2', PASSWORD);
  await setUp(other, phone);
  expect((await other.get(`/accounts/${own}`)).html).not.toContain('二段階認証を解除する');
  const refused = await other.follow(await other.post(`/accounts/${own}/second`, {}));
  expect(refused.html).toContain('自分のアカウントには、行えません');
  expect((await other.get('/second-factor')).html).toContain('設定済み');
  // The own one goes with the password.
  await other.get('/second-factor/remove');
  expect((await other.post('/second-factor/remove', { old: 'wrong' })).status).toBe(422);
  expect((await other.follow(await other.post('/second-factor/remove', { old: PASSWORD }))).html).toContain(
    '二段階認証を解除しました。',
  );
});

test('[8(2)②d] the city asks administrators, or everybody: from the next sign-in on it is set up before anything else, and stays', async () => {
  const set = async (value: string) => {
    const page = await admin.get('/settings/city/sign-in-second');
    const seen = /name="seen" value="([^"]+)"/u.exec(page.html)?.[1] ?? '';
    expect((await admin.post('/settings/city/sign-in-second', { seen, value })).status).toBe(303);
  };
  await set('1');
  try {
    expect((await admin.get('/settings/city')).html).toContain('<b>管理者に求める</b>');
    expect((await admin.get('/audit')).html).toContain('求めない → 管理者に求める');
    // Nobody is put out of what is under way.
    expect(await isIn(admin)).toBe(true);
    await desk.account('madoguchi9', ['counter']);
    const clerk = await signedIn(desk.url, 'madoguchi9', PASSWORD);
    expect(await isIn(clerk)).toBe(true);

    await desk.account('kanri9', ['admin']);
    const chief = await signedIn(desk.url, 'kanri9', PASSWORD);
    for (const path of ['/', '/today', '/accounts', '/password', '/second-factor'])
      expect((await chief.get(path)).location).toBe('/second-factor/set-up');
    expect((await chief.get('/second-factor/set-up')).html).not.toContain('現在のパスワード');
    const { secret, codes } = await setUp(chief, phone);
    expect(codes).toHaveLength(10);
    expect((await chief.get('/accounts')).status).toBe(200);
    expect((await chief.get('/second-factor')).html).not.toContain('href="/second-factor/remove"');
    await chief.get('/second-factor/remove');
    expect((await chief.follow(await chief.post('/second-factor/remove', { old: PASSWORD }))).html).toContain('解除できません');
    expect((await give(await passwordGiven(desk.url, 'kanri9'), phone.code(secret))).status).toBe(303);

    await set('2');
    expect((await (await signedIn(desk.url, 'madoguchi9', PASSWORD)).get('/today')).location).toBe('/second-factor/set-up');
  } finally {
    await set('0');
  }
});

test('[8(2)②d] an idle browser that gave its code asks for the password alone, until its session would have ended', async () => {
  const { login, me, secret } = await withSecond();
  const password = async () => {
    await me.get('/sign-in');
    return me.post('/sign-in', { login, password: PASSWORD, next: '' });
  };
  await phone.pass(31 * 60);
  expect((await me.get('/today')).status).toBe(401);
  // What was typed into the own page is not kept.
  await me.post('/second-factor/remove', { old: PASSWORD });
  expect(await desk.db.rows(sql`SELECT FROM staff.kept_forms`)).toEqual([]);
  expect((await password()).location).toBe('/');
  expect(await isIn(me)).toBe(true);
  // Another browser, and this one for somebody else, owes the code.
  await passwordGiven(desk.url, login);
  const other = await withSecond();
  await passwordGiven(desk.url, other.login, me);
  await phone.pass(11 * 3600 + 30 * 60);
  expect((await password()).location).toContain(HALF_STEP);
  expect((await give(me, phone.code(secret))).status).toBe(303);
  // The step waits ten minutes.
  const late = await passwordGiven(desk.url, login);
  await phone.pass(11 * 60);
  expect((await give(late, phone.code(secret))).location).toBe('/sign-in?late=1&next=%2Ftoday');
});

test('[8(2)②d] another key of the desk: the one before still opens, and what it opened is sealed anew; a process without it says no', async () => {
  const { login, id, secret } = await withSecond();
  admin = await signedIn(desk.url, 'kanri', PASSWORD);
  const kept = () => desk.db.one(sql`SELECT encode(secret, 'hex') AS secret FROM staff.second_factors WHERE account_id = ${id}`);
  const before = await kept();
  const renewed = await startDesk(fresh, systemClock, { FACTOR_KEYS: NEXT });
  const lost = await startDesk(fresh, systemClock, { COOKIE_SECRET: ANOTHER, FACTOR_KEYS: NOBODYS });
  try {
    const at = await passwordGiven(lost.url, login);
    expect((await give(at, phone.code(secret))).status).toBe(401);
    expect((await acts(id)).at(-1)).toBe('staff.sign-in-failed factor-unreadable');
    expect(await kept()).toEqual(before);
    const opened = (own: string[] | undefined, cookies: string) => countOpened(desk.db, factorKeysOf(own, cookies));
    const { all } = await opened([NEXT], COOKIES);
    expect(await opened([NEXT], COOKIES)).toEqual({ all, closed: 0, old: all });
    expect(await opened(undefined, COOKIES)).toEqual({ all, closed: 0, old: 0 });
    expect(await opened([NOBODYS], ANOTHER)).toEqual({ all, closed: all, old: 0 });
    expect((await give(await passwordGiven(renewed.url, login), phone.code(secret))).status).toBe(303);
    expect(await kept()).not.toEqual(before);
    await phone.pass(30);
    expect((await give(await passwordGiven(renewed.url, login), phone.code(secret))).status).toBe(303);
  } finally {
    await renewed.close();
    await lost.close();
  }
});
