import { URI } from 'otpauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decode } from '../../build/pictures/shrink.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { secretOn, type Telephone, telephone } from '../support/authenticator.ts';
import { closeBrowser, open } from '../support/browser.ts';
import { PASSWORD, type TestDesk } from '../support/desk.ts';
import { openDesk } from '../support/open.ts';
import { readQr } from '../support/qr.ts';

let desk: TestDesk;
let phone: Telephone;
beforeAll(async () => {
  const opened = await openDesk();
  desk = opened.desk;
  phone = await telephone(opened.fresh);
});
afterAll(async () => {
  await closeBrowser();
  await desk.close();
});
const SHOT = process.env['SHOTS'];

test.each([
  { width: 375, js: false },
  { width: 1024, js: true },
  { width: 1280, js: true },
] as const)(
  '[8(2)②d] a second factor is set up from the picture and asked for, at $width px, scripts $js',
  async ({ width, js }) => {
    const login = `koga${width}`;
    await desk.account(login, ['admin']);
    const me = await open({ width, js, allow: /status of (?:401|422)/u });
    let n = 0;
    const shot = async () => {
      if (SHOT !== undefined) await me.page.screenshot({ path: `${SHOT}/${width}-${++n}.png`, fullPage: true });
    };
    try {
      await me.go(`${desk.url}/sign-in`);
      await me.fill('職員ID', login);
      await me.fill('パスワード', PASSWORD);
      await me.press('ログイン');
      await me.follow('パスワード');
      await me.follow('二段階認証');
      await shot();
      await me.follow('二段階認証を設定する');
      await shot();
      const read = URI.parse(readQr(decode(await me.page.locator('svg.qr').screenshot())) ?? '');
      const secret = secretOn(await me.page.content());
      expect([read.label, Buffer.from(read.secret.bytes)]).toEqual([login, secret]);
      await me.fill('現在のパスワード', PASSWORD);
      await me.fill(/認証コード/u, '000000');
      await me.press('確かめて設定する');
      await shot();
      await me.fill('現在のパスワード', PASSWORD);
      await me.fill(/認証コード/u, phone.code(secret));
      await me.press('確かめて設定する');
      expect(await me.heading()).toBe('二段階認証を設定しました');
      await shot();
      const code = (await me.page.locator('.second-codes li').first().innerText()).trim();
      await me.follow('保管したので戻る');
      await shot();
      await me.follow('回復コードを作り直す');
      await shot();
      await me.press('ログアウト');
      await phone.pass(30);
      await me.fill('職員ID', login);
      await me.fill('パスワード', PASSWORD);
      await me.press('ログイン');
      expect(await me.heading()).toBe('認証コードの入力');
      await shot();
      await me.fill(/認証コード/u, '111111');
      await me.press('ログイン');
      await shot();
      await me.follow(/回復コードでログインする/u);
      await shot();
      await me.fill(/回復コード/u, code);
      await me.press('ログイン');
      expect(await me.text()).toContain('本日');
      await me.go(`${desk.url}/accounts`);
      await shot();
      const { id } = await desk.db.one<{ id: number }>(sql`SELECT min(account_id) AS id FROM staff.second_factors`);
      await me.go(`${desk.url}/accounts/${id}`);
      await shot();
      await me.go(`${desk.url}/settings/city/sign-in-second`);
      await shot();
      await me.go(`${desk.url}/settings/city`);
      await shot();
    } finally {
      await me.close();
    }
  },
);
