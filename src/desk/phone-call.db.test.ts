import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signedIn, type Visitor } from '../../test/support/browse.ts';
import { addCautions } from '../../test/support/citizen.ts';
import type { FreshDatabase } from '../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../test/support/desk.ts';
import { formFields } from '../../test/support/forms.ts';
import { openDeskAs } from '../../test/support/open.ts';
import { good, heading, words } from '../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../test/support/small-city.ts';
import { longDate, shortDate } from '../lib/dates/format.ts';
import { addDays } from '../lib/dates/jst.ts';
import { sql } from '../lib/db/sql.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let me: Visitor;
beforeAll(async () => {
  ({ fresh, city, desk, clerk: me } = await openDeskAs(undefined, 'koga', ['counter', 'admin']));
});
afterAll(() => desk.close());

describe('[8(2)④a] a call', () => {
  test('what citizens tick on the web is read to who calls; the remark is on the reservation’s page, the mail in the list by name and number', async () => {
    await addCautions(fresh.db, city.service);
    await fresh.db.run(
      sql`INSERT INTO services.cautions (service_id, concerns, body, position, retired_at) VALUES (${city.service}, '来庁者', '古い注意。', 90, now())`,
    );
    const [caution] = await fresh.db.rows<{ body: string }>(
      sql`SELECT body FROM services.cautions WHERE service_id = ${city.service} AND retired_at IS NULL ORDER BY position`,
    );
    const card = await makeCard(fresh.db, { noticeId: 'C1A-000001', officeId: city.main, name: '電話 花子' });
    const slot = await slotAt(fresh.db, city, city.main, 5, 10);
    const chosen = await me.get(`/booking?card=${card}&office=honcho`);
    const asked = await me.follow(
      await me.post('/booking', { ...formFields(chosen, '/booking'), slot: String(slot), act: 'choose' }),
    );
    expect(words(asked)).toContain('読み上げる注意事項');
    expect(words(asked)).toContain(caution?.body);
    expect(words(asked)).not.toContain('古い注意');
    const booked = await me.post('/booking', {
      ...formFields(asked, '/booking'),
      mail: 'hanako@example.jp',
      remark: '車いすで来られます。',
      act: 'confirm',
    });
    const reservation = await good(await me.follow(booked));
    expect(words(reservation)).toContain('車いすで来られます。');
    const number = /<span class="code">(\d{4}-\d{4})<\/span>/u.exec(reservation.html)?.[1] ?? '?';
    const mails = await good(await me.get('/mails?show=all'));
    for (const said of ['電話 花子', number]) expect(words(mails)).toContain(said);
  });

  test('[8(2)②b] whose mail it was is not told to who may not see them', async () => {
    await fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE notice_id = 'C1A-000001'`);
    await desk.account('tsutsumi', ['counter'], city.main);
    const clerk = await signedIn(desk.url, 'tsutsumi', PASSWORD);
    expect(words(await clerk.get('/mails?show=all'))).not.toMatch(/電話 花子|\d{4}-\d{4}/u);
    expect(words(await me.get('/mails?show=all'))).toContain('電話 花子');
  });

  test('[8(2)④a] the language of mails, calendar files and pages is asked beside the address, shown, corrected, and remembered', async () => {
    const person = { name: 'グエン ハナ', birthDate: '1990-05-06', officeId: city.main };
    const card = await makeCard(fresh.db, { noticeId: 'C1A-000041', ...person });
    const slot = await slotAt(fresh.db, city, city.main, 6, 10);
    const chosen = await me.get(`/booking?card=${card}&office=honcho`);
    const asked = await me.follow(
      await me.post('/booking', { ...formFields(chosen, '/booking'), slot: String(slot), act: 'choose' }),
    );
    expect(formFields(asked, '/booking')['language']).toBe('ja');
    const booked = await me.post('/booking', {
      ...formFields(asked, '/booking'),
      mail: 'hana@example.jp',
      language: 'vi',
      act: 'confirm',
    });
    const reservation = await good(await me.follow(booked));
    expect(words(reservation)).toContain('ベトナム語');
    const language = async () =>
      (
        await fresh.db.one<{ language: string }>(
          sql`SELECT r.language FROM reservations.reservations r JOIN reservations.members m ON m.reservation_id = r.id WHERE m.card_id = ${card}`,
        )
      ).language;
    expect(await language()).toBe('vi');
    // Whoever they are received or booked as next, by another card too, it is the one that is chosen first.
    const again = await makeCard(fresh.db, { noticeId: 'C1A-000042', ...person });
    expect((await good(await me.get(`/waiting/new?card=${again}`))).html).toMatch(/<option value="vi" selected/u);
    const path = `${booked.location?.split('?')[0]}/mail`;
    const form = await good(await me.get(path));
    expect(formFields(form, path)['language']).toBe('vi');
    await me.post(path, { ...formFields(form, path), language: 'en', act: 'send' });
    expect(await language()).toBe('en');
  });

  test('[8(2)⑧b] the page of hits keeps what was typed, to be narrowed down', async () => {
    await me.get('/today');
    const hits = await good(await me.follow(await me.post('/search', { q: 'だれもいない' })));
    expect(hits.html).toContain('value="だれもいない"');
    expect(words(hits)).toContain('全部の数字');
  });
});

describe('[8(2)④a] the board of a day', () => {
  test('is asked for by office and by a day as one writes it; what cannot be read is said, and today is shown', async () => {
    const day = addDays(city.today, 5);
    for (const typed of [day, longDate(day), shortDate(day).replace(/（.*$/u, '')])
      expect(heading(await good(await me.get(`/today?office=honcho&day=${encodeURIComponent(typed)}`)))).toBe(longDate(day));
    const wrong = await good(await me.get('/today?office=kitano&day=2月30日'));
    expect(heading(wrong)).toContain('本日');
    expect(words(wrong)).toContain('日を読み取れません');
    expect(wrong.html).toMatch(/<option value="kitano" selected>/u);
  });
});
