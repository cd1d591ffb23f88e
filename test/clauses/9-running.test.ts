// 仕様書 9 運用保守, line by line. What is not built stands as a todo with its sentence.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { addDays } from '../../src/lib/dates/jst.ts';
import type { Db } from '../../src/lib/db/db.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { runJob } from '../../src/worker/clockwork.ts';
import { watchHere } from '../../src/worker/watch.ts';
import type { Page } from '../support/browse.ts';
import { formValue, HANAKO } from '../support/citizen.ts';
import { formFields } from '../support/forms.ts';
import { madoguchi } from '../support/madoguchi.ts';
import { words } from '../support/pages.ts';
import { jobContext, linkIn } from '../support/worker.ts';
import { page, rows } from './support/away.ts';
import { demandsOf } from './support/demand.ts';
import { lastMonth } from './support/last-month.ts';
import { newService, openHours } from './support/new-service.ts';
import { buildWorld, confirm, fill, mailTo, numberOn, on, shown, someone, type World } from './support/world.ts';

let world: World;
let worker: Db;
beforeAll(async () => {
  world = await buildWorld();
  worker = world.fresh.as('worker', 3);
});
afterAll(async () => {
  await worker.close();
  await world.close();
});
const demand = demandsOf(() => world);

/** Presses a button of the administrator's page; the page it leads to. */
const press = async (path: string, action: string, typed: Record<string, string>) =>
  on(world.admin, await fill(world.admin, shown(await world.admin.get(path)), action, typed));

/** Writes an entry into the book; where it stands. */
async function newEntry(typed: Record<string, string>): Promise<string> {
  const added = await press('/running/new', '/running/new', { way: 'phone', ...typed });
  return new URL(added.url, 'http://desk').pathname;
}

/** Where an entry of the book stands, by what it is called. */
const entryLink = ({ html }: Page, subject: string): string =>
  new RegExp(`href="(/running/entries/\\d+)">${subject}`, 'u').exec(html)?.[1] ?? '';

describe('9 運用保守', () => {
  demand(
    '[9(1)a] faults are noticed and the first report to the city is drafted at once: mails that cannot leave, corrected by a person, in the city’s mailbox',
    rows('running.faults'),
    async () => {
      const city = `jimu${Math.random()}@city.example.jp`;
      await press('/running/contacts', '/running/contacts', { mails: city });
      const clock = jobContext(worker, worker, { relayDownSeconds: 301 });
      await watchHere(clock);
      try {
        await runJob('beats', clock);
        expect(words(shown(await world.admin.get('/todo')))).toContain('市へ報告していない障害');
        const path = entryLink(shown(await world.admin.get('/running')), 'メール送信の停止');
        const draft = words(shown(await world.admin.get(`${path}/first`)));
        for (const part of [
          '発生日時',
          'メールを送れない状態が続いています',
          '予約の確認メールやお知らせメールが届いていません',
          '監視が検知し',
        ])
          expect(draft).toContain(part);
        await press(`${path}/first`, `${path}/first`, { handling: 'メールサーバーの事業者に連絡した。' });
        expect((await world.admin.get(`${path}/first.pdf`)).headers.get('content-type')).toBe('application/pdf');
        const handed = await press(`${path}/first`, `${path}/first/send`, {});
        expect(words(handed)).toContain('メールサーバーの事業者に連絡した。');
        const { parsed } = await mailTo(world, city, 'メール送信の停止');
        for (const part of ['発生日時：', '■ 影響', 'メールサーバーの事業者に連絡した。']) expect(parsed.text).toContain(part);
      } finally {
        await world.fresh.db.run(sql`DELETE FROM running.entries`);
        await world.fresh.db.run(sql`DELETE FROM site.alarms`);
      }
    },
  );

  demand(
    '[9(1)c] a 障害報告書 with cause, action and prevention: typed as they are found, submitted whole, on A4',
    page('desk', 'POST /running/entries/\\d+/report'),
    async () => {
      const path = await newEntry({ kind: 'fault', subject: '一覧が印刷できない', body: '印刷が白紙になる' });
      const { 'beganAt-day': day = '', 'beganAt-time': time = '' } = formFields(
        shown(await world.admin.get(`${path}/first`)),
        `${path}/first`,
      );
      await press(`${path}/first`, `${path}/first`, {
        impact: '本庁の印刷',
        handling: '復旧した',
        'endedAt-day': day,
        'endedAt-time': time,
      });
      const report = `${path}/report`;
      await press(report, report, { cause: '書体の不足' });
      expect(shown(await world.admin.get(report)).html).not.toContain(`${report}/submit`);
      await press(report, report, { action: '書体を追加した', prevention: '印刷の試験を、版の更新の前に行う' });
      const submitted = await press(report, `${report}/submit`, {});
      const said = words(submitted);
      for (const part of ['原因書体の不足', '対応内容書体を追加した', '再発防止策印刷の試験を、版の更新の前に行う', '井手 誠'])
        expect(said).toContain(part);
      const pdf = await world.admin.get(`${new URL(submitted.url, 'http://desk').pathname}/paper.pdf`);
      expect(pdf.headers.get('content-type')).toBe('application/pdf');
    },
  );

  demand(
    '[9(3)a] a new version is explained to the city at the desk and applied after its recorded approval: before that nothing is changed',
    page('desk', 'POST /settings/approvals/\\d+'),
    async () => {
      const settings = { DATABASE_URL: world.fresh.url };
      // As on the day the city began: a run before this one may have ended before the city decided.
      await world.fresh.db.run(sql`DELETE FROM approvals.applied`);
      await world.fresh.db.run(sql`DELETE FROM approvals.matters WHERE kind = 'change' AND approved IS NULL`);
      expect(await madoguchi(['migrate'], settings)).toMatchObject({ code: 0 });
      // Another program was applied here until now: this one is new.
      await world.fresh.db.run(sql`UPDATE approvals.applied SET program = 'before ' || gen_random_uuid()`);
      expect(await madoguchi(['migrate'], settings)).toMatchObject({
        code: 1,
        said: expect.stringContaining('not approved by the city'),
      });
      const folder = mkdtempSync(join(tmpdir(), 'madoguchi-change-'));
      const file = join(folder, 'change.txt');
      writeFileSync(file, '予約の画面の文字を大きくします。\n予約の内容は変わりません。');
      const title = `文字を大きく ${Math.random()}`;
      const presented = await madoguchi(['change', 'present', '--title', title, '--file', file], settings);
      rmSync(folder, { recursive: true });
      expect(presented.code).toBe(0);
      expect(await madoguchi(['migrate'], settings)).toMatchObject({ code: 1, said: expect.stringContaining('not decided yet') });
      expect(words(shown(await world.admin.get('/todo')))).toContain('市の承認待ち');
      const path = `/settings/approvals/${/number (\d+)/u.exec(presented.said)?.[1] ?? ''}`;
      const asked = words(shown(await world.admin.get(path)));
      for (const part of [title, '予約の画面の文字を大きくします。', 'データベースの変更：']) expect(asked).toContain(part);
      await press(path, path, { decision: 'yes', approver: '市民課長 山田 一郎' });
      expect(await madoguchi(['migrate'], settings)).toMatchObject({ code: 0 });
      const kept = words(shown(await world.admin.get(path)));
      for (const part of ['適用済', '市民課長 山田 一郎', '適用した日時']) expect(kept).toContain(part);
    },
  );

  let services = 0;
  demand(
    '[9(3)b] another service, 電子証明書の更新, is made at the desk with its windows and hours, and booked: from its first page to the mail, with what it asks to bring as staff set it',
    page('citizen', 'POST /person'),
    async () => {
      services += 1;
      const code = `renewal-${services}`;
      const id = await newService(world, { code, name: '電子証明書の更新', bring: 'マイナンバーカード\n暗証番号' });
      await openHours(world, id);
      const me = someone(world);
      const address = `${code}@example.jp`;
      await expect.poll(async () => (await me.get(`/person?service=${code}`)).status).toBe(200);
      const who = { ...HANAKO, name: `久留米 花子${services}`, day: String(9 + services), service: code };
      await on(me, await me.post('/person', who));
      await on(me, await me.post('/mail', { mail: address, mail_again: address }));
      const link = linkIn(await mailTo(world, address, '予約の続き'));
      await me.get(link);
      await on(me, await me.post(link, {}));
      // Not a holiday, which these hours leave out.
      const { day } = await world.fresh.db.one<{ day: string }>(
        sql`SELECT min(day) AS day FROM ledger.slots WHERE service_id = ${id} AND day >= ${addDays(world.city.today, 5)}::date`,
      );
      const times = shown(await me.get(`/times?office=honcho&day=${day}`));
      const slot = await world.fresh.db.one<{ id: number }>(
        sql`SELECT id FROM ledger.slots WHERE service_id = ${id} AND day = ${day} AND start_minute = 600`,
      );
      await on(me, await me.post('/times', { office: 'honcho', day, slot: String(slot.id), id: formValue(times, 'id') }));
      const number = numberOn(await confirm(me));
      const { parsed } = await mailTo(world, address, '予約を受け付けました');
      for (const said of ['手続き：電子証明書の更新', `予約番号：${number}`, '・暗証番号']) expect(parsed.text).toContain(said);
      expect(words(shown(await world.clerk.get(`/today?office=honcho&day=${day}`)))).toContain('電子証明書の更新');
    },
  );

  demand(
    '[9(4)①] a monthly report: maintenance done, running state in minutes, planned stops, faults; as it was when it was submitted',
    page('desk', 'GET /running/months/\\d+-\\d+'),
    async () => {
      const { month, day } = await lastMonth(world.fresh.db);
      await newEntry({
        kind: 'maintenance',
        way: 'planned',
        subject: 'ディスクの交換',
        body: '予備機で確認のうえ交換した',
        'receivedAt-day': day,
        'receivedAt-time': '10:00',
      });
      const path = `/running/months/${month}`;
      expect(shown(await world.admin.get('/running/months')).html).toContain(`href="${path}"`);
      const draft = words(shown(await world.admin.get(path)));
      // Of the 60 minutes that were measured the desk was there in 57.
      for (const part of [
        '職員画面6057395.00%0',
        '予約サイト60600100.00%0',
        'ディスクの交換',
        '予備機で確認のうえ交換した',
        '計画停止は、ありませんでした',
      ])
        expect(draft).toContain(part);
      await press(path, path, { remarks: '安定して稼働しました。' });
      const paper = await press(path, `${path}/submit`, {});
      await newEntry({
        kind: 'inspection',
        way: 'planned',
        subject: 'あとから書いた点検',
        'receivedAt-day': day,
        'receivedAt-time': '11:00',
      });
      const again = words(await on(world.admin, await world.admin.get(path)));
      expect(again).toContain('安定して稼働しました。');
      expect(again).toContain('ディスクの交換');
      expect(again).not.toContain('あとから書いた点検');
      const pdf = await world.admin.get(`${new URL(paper.url, 'http://desk').pathname}/paper.pdf`);
      expect(pdf.headers.get('content-type')).toBe('application/pdf');
      await world.fresh.db.run(sql`DELETE FROM running.papers WHERE kind = 'month'`);
      await world.fresh.db.run(sql`DELETE FROM running.entries`);
    },
  );

  demand(
    '[9(4)③] inspections, faults and enquiries are recorded from receipt to answer to completion, and stand on a list that is printed and saved',
    page('desk', 'POST /running/entries/\\d+/answer'),
    async () => {
      const path = await newEntry({
        kind: 'enquiry',
        way: 'mail',
        fromWhom: '市民課',
        subject: '一覧の列を増やせるか',
        body: '電話の列を足したい',
      });
      await press(path, `${path}/answer`, { body: '調べて回答する' });
      await press(path, `${path}/answer`, { body: '「列を選ぶ」で表示できる', completes: 'yes' });
      const said = words(shown(await world.admin.get(path)));
      for (const part of [
        '問合せ',
        'メール　市民課',
        '電話の列を足したい',
        '回答・対応調べて回答する井手 誠',
        '完了「列を選ぶ」で表示できる井手 誠',
      ])
        expect(said).toContain(part);
      await newEntry({ kind: 'inspection', way: 'planned', subject: '定期点検（11月）' });
      await newEntry({ kind: 'fault', subject: '読取機が反応しない' });
      const list = words(shown(await world.admin.get('/lists/running')));
      for (const part of ['一覧の列を増やせるか', '定期点検（11月）', '読取機が反応しない', '完了', '受付'])
        expect(list).toContain(part);
      for (const [as, type] of [
        ['pdf', 'application/pdf'],
        ['csv', 'text/csv; charset=utf-8'],
      ] as const) {
        const taken = await fill(world.admin, shown(await world.admin.get('/lists/running')), '/lists/running/take', { as });
        expect(taken.headers.get('content-type')).toBe(type);
      }
    },
  );
});
