import { expect, test } from 'vitest';
import type { Actor } from '../../src/audit/actor.ts';
import { changeStatus } from '../../src/cards/acts.ts';
import { postMany, previewBulk } from '../../src/cards/bulk.ts';
import { type Movement, moveCard } from '../../src/cards/custody.ts';
import { checkAddress, noticeReturned } from '../../src/cards/returned.ts';
import { boxLabel, cardNumber } from '../../src/cards/scan.ts';
import { addRule } from '../../src/cards/storage-rules.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { openLists } from '../races/card-lists.ts';
import { bookFor } from '../support/booking.ts';
import { signedIn, type Visitor } from '../support/browse.ts';
import { cardFaults } from '../support/card-faults.ts';
import { freshDatabase } from '../support/database.ts';
import { PASSWORD, startDesk } from '../support/desk.ts';
import { formFields } from '../support/forms.ts';
import { labelOf } from '../support/labels.ts';
import { must } from '../support/must.ts';
import { good, words } from '../support/pages.ts';
import { buildSmallCity, slotAt } from '../support/small-city.ts';
import { shiftTime } from '../support/time.ts';

const NAMES = ['甲子', '乙子', '丙子', '丁子', '戊子', '己子', '庚子', '辛子'] as const;

test('[8(2)①] [8(2)③] [8(2)⑦a] [8(2)⑦c] [8(2)⑦f] [8(2)⑩a] [8(2)⑩c] a month of an office: after each day every card is where it was put and stands as it was told', async () => {
  const fresh = await freshDatabase();
  const city = await buildSmallCity(fresh.db, 20);
  let ahead = 0;
  const clock: Clock = { now: () => Temporal.Now.instant().add({ hours: 24 * ahead }) };
  const desk = await startDesk(fresh, clock);
  const lists = await openLists();
  try {
    const ids = [
      await desk.account('ide', ['admin'], city.main, '井手 誠'),
      await desk.account('egashira', ['admin'], city.main, '江頭 清'),
    ] as const;
    const [me, other] = ids.map((staffId): Actor => ({ kind: 'staff', staffId })) as [Actor, Actor];
    const at = (login: string): Promise<Visitor> => signedIn(desk.url, login, PASSWORD);
    const on = async (day: number): Promise<void> => {
      ahead = day;
      await shiftTime(fresh, day * 86_400);
    };
    const today = () => Temporal.PlainDate.from(city.today).add({ days: ahead }).toString();
    const cards: Record<string, number> = {};
    const card = (name: (typeof NAMES)[number]): number => cards[name] ?? 0;
    const stand = async () =>
      Object.fromEntries(
        (
          await fresh.db.rows<{ name: string; is: string }>(
            sql`SELECT replace(name, '月　', '') AS name, whereabouts || ' ' || status AS is FROM cards.cards ORDER BY id`,
          )
        ).map(({ name, is }) => [name, is]),
      );
    let expected: Record<string, string> = {};
    /** What the day changed; everything else is as it was the day before. */
    const evening = async (changed: Partial<Record<(typeof NAMES)[number], string>>): Promise<void> => {
      expected = { ...expected, ...changed };
      expect(await stand(), `day ${ahead}`).toEqual(expected);
      expect(await cardFaults(fresh.db), `day ${ahead}`).toEqual([]);
    };
    const all = (is: string) => Object.fromEntries(NAMES.map((name) => [name, is]));
    const moved = async (event: Movement, names: readonly (typeof NAMES)[number][], more = {}): Promise<void> => {
      for (const name of names) must(await moveCard(desk.db, me, { cardId: card(name), event, ...more }));
    };
    const posted = async (to: 'notified' | 'renotified', names: readonly (typeof NAMES)[number][]): Promise<void> => {
      const chosen = names.map(card);
      const { seen } = await previewBulk(desk.db, chosen, to);
      must(await postMany(desk.db, me, { cards: chosen, to, why: '発送', seen, posted: today() }));
    };
    const visits: Record<string, string> = {};
    const booked = async (name: (typeof NAMES)[number], office: number): Promise<void> => {
      visits[name] = await bookFor(desk.db, me, city, card(name), await slotAt(fresh.db, city, office, 10, 0));
    };

    // The box comes in: the list gives each card its place.
    const { id: box } = await fresh.db.one<{ id: number }>(
      sql`INSERT INTO cards.storage_places (office_id, cabinet, box) VALUES (${city.main}, '甲', '1箱') RETURNING id`,
    );
    const any = { lotFrom: null, lotTo: null, serialFrom: null, serialTo: null, arrivedFrom: null, arrivedTo: null };
    await addRule(desk.db, me, { ...any, officeCode: 'honcho', placeId: box });
    must(
      await lists.take(
        desk.db,
        NAMES.map((name, n) => ({ notice: `M1T-00000${n}`, name: `月　${name}`, kana: 'ツキ　コ', serial: `S-00${n}` })),
      ),
    );
    for (const { id, name } of await fresh.db.rows<{ id: number; name: string }>(sql`SELECT id, name FROM cards.cards`))
      cards[name.replace('月　', '')] = id;
    await evening(all('expected preparing'));

    // Unpacked: each label is read, then each card is set up.
    await on(1);
    const first = await at('ide');
    for (const name of NAMES) {
      const page = await first.get('/scan/shelve?office=honcho');
      await first.post('/scan/shelve', { ...formFields(page, '/scan/shelve'), office: 'honcho', code: cardNumber(card(name)) });
      await first.get('/cards/set-up');
      await first.post('/cards/set-up', { code: cardNumber(card(name)) });
    }
    const { bare } = await fresh.db.one<{ bare: number }>(
      sql`SELECT count(*)::integer AS bare FROM cards.cards WHERE set_up_at IS NULL`,
    );
    expect(bare).toBe(0);
    await evening(all('shelf preparing'));

    await on(2);
    await posted('notified', NAMES);
    await evening(all('shelf notified'));

    await on(3);
    await booked('甲子', city.main);
    await booked('乙子', city.branch);
    await booked('丙子', city.main);
    await evening({ 甲子: 'shelf booked', 乙子: 'shelf booked', 丙子: 'shelf booked' });

    // A notice comes back; its address is checked and it is posted again.
    await on(5);
    must(await noticeReturned(desk.db, me, { cardId: card('丁子'), why: '転居先不明', on: today() }));
    await evening({ 丁子: 'shelf returned' });
    await on(6);
    must(await checkAddress(desk.db, me, { cardId: card('丁子'), postalCode: '8300022', address: '久留米市城南町9番地' }));
    await posted('notified', ['丁子']);
    await evening({ 丁子: 'shelf notified' });

    await on(7);
    await moved('pulled', ['乙子']);
    await moved('sent', ['乙子'], { toOfficeId: city.branch });
    await evening({ 乙子: 'transit booked' });
    await on(8);
    await moved('received', ['乙子'], { toOfficeId: city.branch });
    await evening({ 乙子: 'counter booked' });

    await on(9);
    await moved('pulled', ['甲子', '丙子']);
    await evening({ 甲子: 'pulled booked', 丙子: 'pulled booked' });

    // The day of the visits: two receive their cards, one does not come and the card goes back.
    await on(10);
    const counter = await at('ide');
    for (const [name, press, from, office] of [
      ['甲子', 'arrived', '', 'honcho'],
      ['甲子', 'handed-over', 'arrived', 'honcho'],
      ['乙子', 'arrived', '', 'kitano'],
      ['乙子', 'handed-over', 'arrived', 'kitano'],
      ['丙子', 'no-show', '', 'honcho'],
    ] as const) {
      await counter.get(`/today?office=${office}`);
      await counter.post('/today/press', { id: visits[name] ?? '', position: '1', press, from });
    }
    await moved('returned', ['丙子']);
    await evening({ 甲子: 'gone handed-over', 乙子: 'gone handed-over', 丙子: 'shelf no-show' });

    /** Counts the box without those who are not found; who counted does not check. */
    const counted = async (found: readonly (typeof NAMES)[number][]): Promise<void> => {
      const counts = await at('ide');
      await counts.get('/storage/stocktakes');
      const page = (await counts.post('/storage/stocktakes', { code: boxLabel(box) })).location ?? '';
      for (const name of found) {
        await counts.get(page);
        await counts.post(page, { code: cardNumber(card(name)) });
      }
      await counts.post(`${page}/end`, { ...formFields(await counts.get(page), `${page}/end`), note: '' });
      const checks = await at('egashira');
      await checks.get(page);
      expect(words(await good(await checks.follow(await checks.post(`${page}/check`, {}))))).toContain('江頭 清');
    };
    await on(12);
    await counted(['丙子', '丁子', '己子', '庚子', '辛子']);
    await evening({ 戊子: 'missing notified' });
    await on(13);
    await moved('counted', ['戊子']);
    await evening({ 戊子: 'shelf notified' });

    await on(20);
    await posted('renotified', ['己子', '庚子']);
    await evening({ 己子: 'shelf renotified', 庚子: 'shelf renotified' });

    // Two people destroy, card by card.
    await on(25);
    must(await changeStatus(desk.db, other, { cardId: card('庚子'), from: 'renotified', to: 'to-destroy', why: '期限' }));
    for (const login of ['ide', 'egashira']) {
      await evening({ 庚子: 'shelf to-destroy' });
      const one = await at(login);
      await one.get('/cards/destroy');
      await one.post('/cards/destroy', { code: await labelOf(fresh.db, card('庚子')) });
    }
    await evening({ 庚子: 'gone destroyed' });

    await on(28);
    await counted(['丙子', '丁子', '戊子', '己子', '辛子']);
    await evening({});
  } finally {
    await lists.close();
    await desk.close();
    await fresh.drop();
  }
});
