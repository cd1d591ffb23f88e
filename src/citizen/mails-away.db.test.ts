import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Visitor, visitor } from '../../test/support/browse.ts';
import { BIRTHDAY, expectTo, KEPT, nextMail, type TestCitizenDoor } from '../../test/support/citizen.ts';
import type { FreshDatabase } from '../../test/support/database.ts';
import { openCitizenDoor } from '../../test/support/open.ts';
import { good, words } from '../../test/support/pages.ts';
import { makeCard, type SmallCity } from '../../test/support/small-city.ts';
import { OFFERED, textsOf } from '../languages/index.ts';
import { plain } from '../lib/html/index.ts';
import { FAULTS } from '../running/fault-drafts.ts';
import { type AlarmKind, setAlarm } from '../site/alarms.ts';

/** Without a mail no booking is possible on the web: where mails do not leave, nobody is left to wait for one. */

let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
let me: Visitor;
beforeAll(async () => {
  ({ fresh, city, door } = await openCitizenDoor(5));
  await makeCard(fresh.db, { noticeId: 'M9A-000001', officeId: city.main });
  me = visitor(door.url);
  await me.get('/notice');
  expectTo(await me.post('/notice', { notice: 'M9A-000001', ...BIRTHDAY }), '/mail');
});
afterAll(() => door.close());

const TOLD = 'ただいま、メールが遅れています';
const told = async (path: string): Promise<boolean> => words(await good(await me.get(path))).includes(TOLD);
/** Whether the notice says its words, in each language; those of easy Japanese up to the first reading over a character. */
const notices = (): Promise<[string, boolean][]> =>
  Promise.all(
    OFFERED.map(async (language): Promise<[string, boolean]> => {
      const page = await good(await me.get(language === 'ja' ? '/mail' : `/${language}/mail`));
      const notice = page.html.split('id="mails-away"')[1]?.split('</section>')[0] ?? '';
      const [says = ''] = plain(textsOf(language).mail.away.says).split('[');
      return [language, words({ ...page, html: `<${notice}` }).includes(says)];
    }),
  );

test('[8(3)③] while mails do not leave, the page that asks for an address and the one that waits for the mail say so in every language, with the way by telephone', async () => {
  expect(await told('/mail')).toBe(false);
  for (const kind of ['mails-stuck', 'worker-silent'] satisfies AlarmKind[]) {
    await setAlarm(fresh.db, kind, true);
    await expect.poll(() => told('/mail'), KEPT).toBe(true);
    expect(await notices()).toEqual(OFFERED.map((language) => [language, true]));
    await setAlarm(fresh.db, kind, false);
    await expect.poll(() => told('/mail'), KEPT).toBe(false);
  }
  await setAlarm(fresh.db, 'backup-failed', true);
  const mail = nextMail();
  await me.get('/mail');
  expectTo(await me.post('/mail', { mail, mail_again: mail }), '/mail/sent');
  expect(await told('/mail/sent')).toBe(false);
  await setAlarm(fresh.db, 'mails-stuck', true);
  await expect.poll(() => told('/mail/sent'), KEPT).toBe(true);
  expect(await told('/manage/sent')).toBe(true);
});

test('[9(1)a] the drafted report of mails that do not leave says that nobody can book anew on the web', () => {
  for (const kind of ['mails-stuck', 'worker-silent'] satisfies AlarmKind[])
    expect([kind, FAULTS[kind]?.impact]).toEqual([kind, expect.stringContaining('ウェブの新しい予約はできません')]);
});
