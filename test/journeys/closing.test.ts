import { afterAll, afterEach, expect, test } from 'vitest';
import { sql } from '../../src/lib/db/sql.ts';
import { bookFor } from '../support/booking.ts';
import { closeBrowser, open, type Visitor } from '../support/browser.ts';
import { addCautions, startCitizenDoor, type TestCitizenDoor, walkToCalendar, walkToHold } from '../support/citizen.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { startDesk, type TestDesk } from '../support/desk.ts';
import { typeSignIn } from '../support/desk-keys.ts';
import { enter, into, tick } from '../support/keyboard.ts';
import { buildSmallCity, makeCard, type SmallCity, slotAt } from '../support/small-city.ts';
import { sentTo, startSmtp, type TestSmtp } from '../support/smtp.ts';
import { linkIn, startWorker, type TestWorker } from '../support/worker.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let door: TestCitizenDoor;
let smtp: TestSmtp;
let worker: TestWorker;

afterEach(async () => {
  await worker?.close();
  await smtp?.close();
  await desk?.close();
  await door?.close();
  await fresh?.drop();
});
afterAll(() => closeBrowser());

/** The hours of an office as people know them, one place each: what is set aside fills a day. */
async function begin(): Promise<void> {
  fresh = await freshDatabase();
  city = await buildSmallCity(fresh.db, 1);
  await fresh.db.run(sql`DELETE FROM ledger.slots WHERE start_minute < 540 OR start_minute > 960`);
  await addCautions(fresh.db, city.service);
  smtp = await startSmtp();
  worker = await startWorker(fresh, smtp.url);
  desk = await startDesk(fresh);
  door = await startCitizenDoor(fresh);
  await desk.account('ide', ['admin'], city.main, '井手 誠');
}

async function booked(name: string, kana: string, hour: number, reach: { mail?: string; phone?: string }): Promise<string> {
  const card = await makeCard(fresh.db, {
    noticeId: `A1B-${100_000 + hour}`,
    name,
    kana,
    birthDate: '1950-05-05',
    officeId: city.main,
  });
  const slot = await slotAt(fresh.db, city, city.main, 3, hour);
  return bookFor(desk.db, { kind: 'operator' }, city, card, slot, reach);
}

async function signIn(me: Visitor): Promise<void> {
  await me.page.goto(desk.url);
  await typeSignIn(me.page, 'ide');
  await Promise.all([me.page.waitForEvent('load'), me.page.keyboard.press('Enter')]);
}

test.each([
  { js: true, width: 1280 },
  { js: false, width: 375 },
] as const)(
  '[8(2)⑤c] a clerk closes the Friday of a storm with the keyboard alone, calls two people and reopens; a citizen books again on a place set aside ($width px, scripts $js)',
  async (how) => {
    await begin();
    const mail = 'miyoko@example.jp';
    const withMail = await booked('古賀 美代子', 'コガ ミヨコ', 9, { mail });
    await booked('堤 キヨ子', 'ツツミ キヨコ', 10, { phone: '0942301010' });
    await booked('中園 清', 'ナカゾノ キヨシ', 11, { phone: '0942301111' });
    await smtp.next(sentTo(mail));
    const { storm, other } = await fresh.db.one<{ storm: string; other: string }>(
      sql`SELECT ${city.today}::date + 3 AS storm, ${city.today}::date + 5 AS other`,
    );

    const clerk = await open(how);
    await signIn(clerk);
    await clerk.go(`${desk.url}/today?office=honcho&day=${storm}`);
    await enter(clerk, /臨時閉庁にする/u);
    await tick(clerk, /^時間.* 終日/u);
    await into(clerk, /^理由/u, '台風19号の接近のため');
    await enter(clerk, /臨時閉庁の影響を確認/u);
    expect(await clerk.heading()).toBe('臨時閉庁の影響');
    const shown = await clerk.page.locator('.effects').innerText();
    for (const words of ['8枠（8人分）を閉庁にします', '3組（3人）の予約が要振替', '1組にメール', '2組にはメールが届きません'])
      expect(shown.replace(/\s/gu, '')).toContain(words);
    // Nothing is shut by looking.
    expect(await desk.db.row(sql`SELECT 1 FROM ledger.slots WHERE closed_at IS NOT NULL`)).toBeUndefined();
    const { month, day } = { month: Number(other.slice(5, 7)), day: Number(other.slice(8)) };
    await into(clerk, new RegExp(`${month}月${day}日`, 'u'), '１');
    await enter(clerk, /この内容で臨時閉庁にする/u);
    expect(await clerk.text()).toContain('臨時閉庁にしました');
    // The badge counts what is due today, else what waits, warnings of the worker too; the page tells them apart.
    expect(await clerk.page.locator('.desk-nav .count').innerText()).toMatch(/^本日中\s*[1-9]\d*\s*件$/u);
    const waits = await (await clerk.context.request.get(`${desk.url}/todo`)).text();
    expect(waits.replace(/<[^>]+>/gu, '')).toContain('3件要振替・再開の連絡');

    // The citizens' site says so, and the mail leads to another day.
    const citizen = await open(how);
    await citizen.page.goto(door.url);
    expect(await citizen.text()).toContain('台風19号の接近のため');
    const told = await smtp.next(sentTo(mail, '窓口をお休みします'));
    expect(told.parsed.text).toMatch(/までは、ほかの方より先に/u);
    const link = linkIn(told);

    // Someone else sees × on that day, and × it is.
    const notice = 'C3D-000001';
    await makeCard(fresh.db, { noticeId: notice, name: '別人 太郎', officeId: city.main });
    const stranger = await walkToCalendar(door, fresh.db, notice);
    const at = await slotAt(fresh.db, city, city.main, 5, 10);
    const months = await stranger.get('/calendar?office=honcho');
    expect(months.html).toMatch(new RegExp(`day-full[^>]*><span class="day-in"><span class="unseen">${month}月${day}日（`, 'u'));
    const times = await stranger.get(`/times?office=honcho&day=${other}`);
    expect(times.html).not.toContain(`value="${at}"`);
    expect((await walkToHold(stranger, other, at).catch(() => undefined))?.location ?? '/calendar').not.toContain('cautions');

    await citizen.page.goto(`${door.url}${link}`);
    await citizen.load(() => citizen.page.locator('main form button').first().click());
    expect(await citizen.heading()).toBe('この日時は、窓口をお休みします');
    expect(await citizen.text()).toMatch(/先に選んでいただける時間を用意/u);
    await citizen.follow('別の日時を選ぶ');
    await citizen.page.goto(`${door.url}/times?office=honcho&day=${other}`);
    await citizen.page.locator(`input[value="${at}"]`).check();
    await Promise.all([citizen.page.waitForEvent('load'), citizen.page.locator('main form[method=post] button').first().click()]);
    await Promise.all([citizen.page.waitForEvent('load'), citizen.page.getByRole('button', { name: '変更する' }).click()]);
    expect(await citizen.heading()).toContain('予約を変更しました');
    await citizen.close();

    // The two without mail are called, ticked off, printed.
    await enter(clerk, /^電話する方/u);
    for (const [who, note] of [
      ['堤', '12月1日の午前を希望'],
      ['中園', '息子さんが折り返す'],
    ] as const) {
      await into(clerk, new RegExp(`^メモ ?：${who}`, 'u'), note);
      await enter(clerk, /^連絡した/u);
    }
    expect(await clerk.page.getByLabel(/^メモ：中園/u).inputValue()).toBe('息子さんが折り返す');
    expect(await clerk.page.locator('.affected').innerText()).toContain('連絡済');
    const { id } = await desk.db.one<{ id: number }>(sql`SELECT id FROM closing.closings`);
    for (const [file, type, head] of [
      ['phone.pdf', 'application/pdf', '%PDF'],
      ['notice.pdf', 'application/pdf', '%PDF'],
      ['phone.csv', 'text/csv; charset=utf-8', '\ufeff予約日'],
    ] as const) {
      const answer = await clerk.context.request.get(`${desk.url}/closings/${id}/${file}`);
      expect(answer.headers()['content-type']).toBe(type);
      expect((await answer.body()).toString('utf8').startsWith(head), file).toBe(true);
    }
    await clerk.page.goto(`${desk.url}/closings/${id}`);
    const list = (await clerk.page.locator('.affected').innerText()).replace(/\s+/gu, ' ');
    expect(list).toMatch(/古賀 美代子 .*振替済/u);

    await enter(clerk, /^再開する/u);
    expect(await clerk.text()).toContain('メールで知らせられない方が2組います');
    await enter(clerk, /^再開する/u);
    expect(await clerk.text()).toContain('再開しました');
    const after = await desk.db.rows<{ standing: string }>(
      sql`SELECT closing.standing_of(x, r, s) AS standing FROM closing.affected x JOIN reservations.reservations r ON r.id = x.reservation_id JOIN ledger.slots s ON s.id = r.slot_id ORDER BY (r.id = ${withMail}::uuid) DESC`,
    );
    expect(after.map(({ standing }) => standing)).toEqual(['moved', 'reopened', 'reopened']);
    // Whom the phone told not to come, the phone must tell to come.
    await clerk.go(`${desk.url}/closings/${id}?show=phone`);
    expect(await clerk.text()).toContain('再開したことを、電話でお伝えください');
    await clerk.close();
    const log = await desk.db.rows<{ act: string }>(
      sql`SELECT DISTINCT act FROM audit.events WHERE act LIKE 'closing.%' OR act LIKE 'reservation.needs%' OR act = 'desk.saw-closing' ORDER BY 1`,
    );
    expect(log.map(({ act }) => act)).toEqual([
      'closing.closed',
      'closing.reached',
      'closing.reopened',
      'desk.saw-closing',
      'reservation.needs-moving',
    ]);
  },
);
