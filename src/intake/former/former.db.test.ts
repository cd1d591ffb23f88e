import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.ts';
import { invariantFaults } from '../../../test/support/invariant.ts';
import { must } from '../../../test/support/must.ts';
import { addService, BY_PHONE, buildSmallCity, makeCard, type SmallCity, slotAt } from '../../../test/support/small-city.ts';
import { REMARK_LONGEST } from '../../cards/remark.ts';
import { EVERYBODY } from '../../cards/viewer.ts';
import { configFor } from '../../config.ts';
import { record } from '../../counter/acts.ts';
import { systemClock } from '../../lib/clock.ts';
import { encodeList } from '../../lib/csv/write.ts';
import { addDays } from '../../lib/dates/jst.ts';
import type { Db } from '../../lib/db/db.ts';
import { sql } from '../../lib/db/sql.ts';
import { nameKey } from '../../lib/japanese/keys.ts';
import { book, cancel, move } from '../../reservations/acts.ts';
import { holdForCall } from '../../reservations/desk-hold.ts';
import { invite } from '../../staff/accounts.ts';
import { importCommand } from '../command.ts';
import { finishFormer, judge, judgeFile, pressFile, remarksBeyond, remarksToAdd, undoFile } from './acts.ts';
import { FORMER_COLUMNS, formerFields } from './columns.ts';
import { LEFT_COUNT, listLeft, settleBooking } from './left.ts';
import { listBookings, readFormerRecord } from './read.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let db: Db;
let worker: Db;
let folder = '';
let n = 0;
const OPERATOR = { kind: 'operator' } as const;
let staff: { kind: 'staff'; staffId: number };

beforeAll(async () => {
  fresh = await freshDatabase();
  city = await buildSmallCity(fresh.db, 3);
  await addService(fresh.db, city, { code: 'renewal', name: '電子証明書の更新' });
  await invite(fresh.db, OPERATOR, { login: 'ide', name: '井手 誠', officeId: city.main, roles: ['admin'] });
  staff = { kind: 'staff', staffId: (await fresh.db.one<{ id: number }>(sql`SELECT min(id) AS id FROM staff.accounts`)).id };
  db = fresh.as('desk');
  worker = fresh.as('worker', 2);
  folder = await mkdtemp(join(tmpdir(), 'madoguchi-former-'));
});
afterAll(async () => {
  await Promise.all([db.close(), worker.close()]);
  await fresh.drop();
  await rm(folder, { recursive: true });
});
// Another hour of another day for each test: all have three places.
let day = '';
beforeEach(() => {
  n += 1;
  day = addDays(city.today, 2 + n);
});

type Cells = Partial<Record<keyof typeof FORMER_COLUMNS, string>>;
const HEAD = formerFields.map((field) => FORMER_COLUMNS[field].head).join(',');
let people = 0;
const someone = (): Required<Pick<Cells, 'noticeId' | 'name' | 'birth'>> => {
  people += 1;
  return { noticeId: `F1T-${100_000 + people}`, name: `移行　太郎${people}`, birth: `19${40 + (people % 50)}/05/06` };
};
const cardOf = ({ noticeId, name, birth }: ReturnType<typeof someone>): Promise<number> =>
  makeCard(fresh.db, { noticeId, name, birthDate: birth.replaceAll('/', '-'), officeId: city.main });
const withCard = async () => {
  const one = someone();
  return { ...one, cardId: await cardOf(one) };
};
const row = (number: string, cells: Cells & { cardId?: number }): Cells => {
  const { cardId: _, ...own } = cells;
  return { number, channel: '電話', office: '本庁', day: day.replaceAll('-', '/'), time: '9:00', ...own };
};
const textOf = (rows: readonly Cells[]): string =>
  `${HEAD}\r\n${rows.map((cells) => `${formerFields.map((field) => cells[field] ?? '').join(',')}\r\n`).join('')}`;

async function read(rows: readonly Cells[], bytes: (text: string) => Uint8Array = (text) => Buffer.from(text)) {
  const path = join(folder, 'ledger.csv');
  await writeFile(path, bytes(textOf(rows)));
  return judgeFile(db, staff, path, 'ledger.csv');
}
async function judged(rows: readonly Cells[], bytes?: (text: string) => Uint8Array) {
  const file = must(await read(rows, bytes));
  const { judged: all, version } = await judge(db, file);
  return { id: file, version, verdicts: all.map(({ verdict }) => verdict), reasons: all.map(({ reason }) => reason) };
}
async function taken(rows: readonly Cells[], more: { exceedReason?: string; tell?: boolean } = {}) {
  const { id, version } = await judged(rows);
  const pressed = await pressFile(db, staff, id, {
    seen: version,
    exceedReason: more.exceedReason ?? null,
    tell: more.tell ?? false,
  });
  expect(pressed.ok).toBe(true);
  await finishFormer(db);
  return { id, bookings: await listBookings(db, EVERYBODY, id) };
}
const statesOf = async (id: number) =>
  (await listBookings(db, EVERYBODY, id)).map(({ state, reason }) => (reason === '' ? state : `${state} ${reason}`));
const mails = async () => (await fresh.db.one<{ n: number }>(sql`SELECT count(*)::integer AS n FROM outbox.mails`)).n;

test('[8(1)⑬a] a number that another visit has from an earlier file is refused and said so: two ledgers may both begin at 1', async () => {
  const [one, other] = [await withCard(), await withCard()];
  await taken([row(`SAME-${n}`, one)]);
  // The same visit again is there; another one under its number is none of it, at another hour, on another day, in another place.
  expect(await judged([row(`SAME-${n}`, one)])).toMatchObject({ verdicts: ['there'], reasons: [''] });
  const others: Cells[] = [{ time: '10:00' }, { day: addDays(day, 7).replaceAll('-', '/') }, { office: '北野総合支所' }];
  for (const cells of others)
    expect(await judged([row(`SAME-${n}`, { ...other, ...cells })])).toMatchObject({
      verdicts: ['refused'],
      reasons: ['number_taken'],
    });
  const { bookings } = await taken([row(`SAME-${n}`, { ...other, time: '10:00' })]);
  expect(bookings.map(({ state, reason }) => [state, reason])).toEqual([['refused', 'number_taken']]);
});

test('[8(1)⑬a] who has a number from an earlier file is asked too: others at the same hour, the same people at another, one more of a party', async () => {
  const [one, other, waits] = [await withCard(), await withCard(), someone()];
  const number = `WHO-${n}`;
  await taken([row(number, one), row(`${number}-2`, waits)]);
  const saysOf = async (rows: readonly Cells[]) => (await judged(rows)).reasons;
  // Two ledgers of one office that both begin at 1, in one slot.
  expect(await saysOf([row(number, other)])).toEqual(['number_taken']);
  // The old ledger was changed since it was read.
  expect(await saysOf([row(number, { ...one, time: '10:00' })])).toEqual(['moved']);
  expect(await saysOf([row(`${number}-2`, { ...waits, time: '10:00' })])).toEqual(['moved']);
  expect(await saysOf([row(number, one), row(number, other)])).toEqual(['party_changed']);
  expect(await judged([row(number, one), row(`${number}-2`, waits)])).toMatchObject({ verdicts: ['there', 'there'] });
  // Staff moved it, as they were told.
  const { id } = await fresh.db.one<{ id: string }>(
    sql`SELECT id FROM reservations.reservations WHERE former_number = ${number}`,
  );
  const slotId = await slotAt(fresh.db, city, city.main, 2 + n, 10);
  expect(await move(db, staff, { id, version: 0, slotId, exceedReason: null })).toMatchObject({ ok: true });
  expect(await judged([row(number, { ...one, time: '10:00' })])).toMatchObject({ verdicts: ['there'], reasons: [''] });
});

test('[8(1)⑬a] a telephone is read like that of a card: a lost zero is put back and counted, words beside a number and a second number stay', async () => {
  const given = ['9012345678', '942310001', '090-1234-5678（母）', '0942-31-0001／090-1234-5678', '０９４２－３１－０００２'];
  const all = await Promise.all(given.map(async () => withCard()));
  const rows = all.map((one, at) => row(`TEL-${n}-${at}`, { ...one, phone: given[at] ?? '', time: `${9 + at}:00` }));
  const { id, bookings } = await taken(rows);
  expect(bookings.map(({ state }) => state)).toEqual(given.map(() => 'booked'));
  const phones = await fresh.db.rows<{ phone: string }>(
    sql`SELECT phone FROM reservations.reservations WHERE former_number LIKE ${`TEL-${n}-%`} ORDER BY former_number`,
  );
  expect(phones.map(({ phone }) => phone)).toEqual([
    '09012345678',
    '0942310001',
    '090-1234-5678（母）',
    '0942-31-0001／090-1234-5678',
    '0942310002',
  ]);
  expect(await readFormerRecord(db, id)).toMatchObject({ phonesMended: 2 });
});

describe('[8(1)⑬ab] a file of reservations taken before going live', () => {
  test('UTF-8, CP932 and tabs are read alike; rows of one number are one visit; its number and channel are kept', async () => {
    const [one, other] = [await withCard(), await withCard()];
    const rows = [row('K-1', { ...one, phone: '0942-31-0001', remark: '車いす' }), row('K-1', { ...other, channel: '電話' })];
    for (const bytes of [
      (text: string) => Buffer.from(`\ufeff${text}`),
      (text: string) => encodeList(text, 'cp932').body,
      (text: string) => Buffer.from(text.replaceAll(',', '\t')),
    ])
      expect((await judged(rows, bytes)).verdicts).toEqual(['new']);
    const { bookings } = await taken(rows);
    const kept = await fresh.db.one<{ former: string; channel: string; phone: string; people: number; remark: string }>(sql`
      SELECT r.former_number AS former, r.channel, r.phone, r.units AS people, (SELECT body FROM cards.remarks WHERE card_id = ${one.cardId}) AS remark
      FROM reservations.reservations r WHERE r.id = ${bookings[0]?.reservationId ?? null}::uuid`);
    expect(kept).toEqual({ former: 'K-1', channel: 'phone', phone: '0942310001', people: 2, remark: '車いす' });
  });

  test('a remark comes behind the one that stands, of two rows of one person too; what is said already is not said again', async () => {
    const [known, fresh2] = [await withCard(), await withCard()];
    const remark = async (card: number) =>
      (await fresh.db.row<{ body: string }>(sql`SELECT body FROM cards.remarks WHERE card_id = ${card} ORDER BY id DESC LIMIT 1`))
        ?.body;
    await fresh.db.run(sql`
      INSERT INTO cards.remarks (card_id, body, at, staff_id) VALUES (${known.cardId}, E'通訳が必要\n車いす', lib.now(), 1)`);
    const first = await judged([row('RM-1', { ...known, remark: '杖を使う' }), row('RM-2', { ...fresh2, remark: '車いす' })]);
    expect(await remarksToAdd(db, first.id)).toBe(1);
    const told = await judged([row('RM-3', { ...known, remark: '車いす' })]);
    expect(await remarksToAdd(db, told.id)).toBe(0);
    await taken([row('RM-1', { ...known, remark: '杖を使う' }), row('RM-2', { ...fresh2, remark: '車いす' })]);
    expect([await remark(known.cardId), await remark(fresh2.cardId)]).toEqual(['通訳が必要\n車いす\n杖を使う', '車いす']);
  });

  test('a remark that makes more of a person’s remarks than the desk can write is not added, and is told before; each thing is counted once', async () => {
    const [full, two] = [await withCard(), await withCard()];
    const body = async (card: number) =>
      (await fresh.db.row<{ body: string }>(sql`SELECT body FROM cards.remarks WHERE card_id = ${card} ORDER BY id DESC LIMIT 1`))
        ?.body;
    const stands = '通'.repeat(REMARK_LONGEST - 4);
    await fresh.db.run(
      sql`INSERT INTO cards.remarks (card_id, body, at, staff_id) VALUES (${full.cardId}, ${stands}, lib.now(), 1)`,
    );
    const rows = [
      row('RB-1', { ...full, remark: '車いすの方' }),
      row('RB-2', { ...two, remark: '杖' }),
      row('RB-3', { ...two, service: '電子証明書の更新', kana: 'イコウ　タロウ', phone: '0942-31-0002', remark: '車いす' }),
    ];
    const file = await judged(rows);
    expect([await remarksToAdd(db, file.id), await remarksBeyond(db, file.id)]).toEqual([1, ['RB-1']]);
    await taken(rows.slice(0, 1));
    expect(await body(full.cardId)).toBe(stands);
  });

  test('nothing of the people stays with the file once they are booked or refused', async () => {
    const one = await withCard();
    const { id } = await taken([row('P-1', { ...one, mail: 'p1@example.jp' }), row('P-2', { ...someone(), day: '2020/1/6' })]);
    expect(await statesOf(id)).toEqual(['booked', 'refused past']);
    expect(
      await fresh.db.rows(
        sql`SELECT 1 FROM intake.bookings WHERE import_id = ${id} AND (members IS NOT NULL OR mail IS NOT NULL)`,
      ),
    ).toEqual([]);
  });

  test('each row that is not taken says why', async () => {
    const one = await withCard();
    const hold = await withCard();
    await fresh.db.run(sql`UPDATE cards.cards SET status = 'on-hold' WHERE id = ${hold.cardId}`);
    const { verdicts, reasons } = await judged([
      row('R-1', { ...one, time: '9:07' }),
      row('R-2', { ...one, name: '別の　氏名' }),
      row('R-3', hold),
      row('R-4', { ...(await withCard()), office: '月面支所' }),
      row('R-5', { ...someone(), day: '2020/1/6' }),
      row('例-1', one),
    ]);
    expect(verdicts).toEqual(['refused', 'refused', 'refused', 'refused', 'refused']);
    expect(reasons).toEqual(['no_slot', 'name_differs', 'card_not_bookable', 'unreadable', 'past']);
  });

  test('somebody twice, or rows of one number that contradict one another, are refused', async () => {
    const [one, other] = [await withCard(), await withCard()];
    const { id, verdicts } = await judged([
      row('T-1', one),
      row('T-2', { ...one, time: '10:00' }),
      row('T-3', other),
      row('T-3', { ...(await withCard()), time: '10:00' }),
    ]);
    expect(verdicts).toEqual(['new', 'refused', 'refused']);
    const problems = (await listBookings(db, EVERYBODY, id)).map(({ problem }) => problem);
    expect(problems[1]).toContain('予約番号 T-1');
    expect(problems[2]).toContain('交付場所か日時が違います');
  });

  test('個人番号 in a column refuse the whole file; one in a cell its row', async () => {
    const telephones = ['0942-31-0001', '090-1234-5678', '123456789018'].map((phone, at) =>
      row(`I-TEL-${at}`, { ...someone(), phone }),
    );
    expect((await judged(telephones)).verdicts.filter((verdict) => verdict === 'refused')).toHaveLength(1);
    const numbers = ['123456789018', '987654321093', '111111111118'].map((phone) =>
      row(`I-${phone.slice(0, 2)}`, { ...someone(), remark: phone }),
    );
    const whole = await read(numbers.map((cells) => ({ ...cells, kana: cells.remark ?? '', remark: '' })));
    expect(whole).toMatchObject({ ok: false, reason: 'individual_numbers' });
  });

  test('over capacity is left out, or with a reason becomes a recorded allowance', async () => {
    const three = [await withCard(), await withCard(), await withCard(), await withCard()];
    const rows = three.map((one, at) => row(`O-${n}-${at}`, one));
    expect((await judged(rows)).verdicts).toEqual(['new', 'new', 'new', 'over']);
    const { id } = await taken(rows, { exceedReason: '稼働前に受けた予約のため' });
    expect(await statesOf(id)).toEqual(['booked', 'booked', 'booked', 'booked']);
    expect(await readFormerRecord(db, id)).toMatchObject({ exceeded: 1 });
    const slot = await slotAt(fresh.db, city, city.main, 2 + n, 9);
    const [allowance] = await fresh.db.rows<{ places: number; reason: string }>(
      sql`SELECT places, reason FROM ledger.allowances WHERE slot_id = ${slot}`,
    );
    expect(allowance).toEqual({ places: 1, reason: '稼働前に受けた予約のため' });
  });

  test('a hold that lapsed is no longer in the way: its slot is not said to be full', async () => {
    const rows = await Promise.all([0, 1, 2].map(async (at) => row(`L-${n}-${at}`, await withCard())));
    const slotId = await slotAt(fresh.db, city, city.main, 2 + n, 9);
    const id = crypto.randomUUID();
    const held = await holdForCall(db, staff, {
      id,
      serviceId: city.service,
      slotId,
      members: [{ cardId: await cardOf(someone()) }],
    });
    expect(held.ok).toBe(true);
    expect((await judged(rows)).verdicts).toEqual(['new', 'new', 'over']);
    await fresh.db.run(
      sql`UPDATE reservations.reservations SET held_until = lib.now() - interval '1 second' WHERE id = ${id}::uuid`,
    );
    const { id: file } = await taken(rows);
    expect(await statesOf(file)).toEqual(['booked', 'booked', 'booked']);
    expect(await readFormerRecord(db, file)).toMatchObject({ exceeded: 0 });
  });

  test('the window of bookings does not hold: what was promised for tomorrow or for a far day stands', async () => {
    await fresh.db.run(sql`UPDATE calendar.windows SET earliest_open_days = 30 WHERE audience = 'staff'`);
    try {
      const { id } = await taken([row(`F-${n}`, await withCard())]);
      expect(await statesOf(id)).toEqual(['booked']);
    } finally {
      await fresh.db.run(sql`UPDATE calendar.windows SET earliest_open_days = 0 WHERE audience = 'staff'`);
    }
  });

  test('mails go only where they are asked for', async () => {
    const before = await mails();
    await taken([row(`M-${n}`, { ...(await withCard()), mail: 'm1@example.jp' })]);
    expect(await mails()).toBe(before);
    const { bookings } = await taken([row(`N-${n}`, { ...(await withCard()), mail: 'm2@example.jp' })], { tell: true });
    expect(await mails()).toBe(before + 1);
    const { mail } = await fresh.db.one<{ mail: string }>(
      sql`SELECT mail FROM reservations.reservations WHERE id = ${bookings[0]?.reservationId ?? null}::uuid`,
    );
    expect(mail).toBe('m2@example.jp');
  });

  test('the same file twice, also pressed at once, books once', async () => {
    const rows = [row(`S-${n}`, await withCard())];
    const [first, second] = [await judged(rows), await judged(rows)];
    const press = ({ id, version }: typeof first) => pressFile(db, staff, id, { seen: version, exceedReason: null, tell: false });
    const both = await Promise.all([press(first), press(second)]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    await Promise.all([finishFormer(db), finishFormer(worker)]);
    expect((await judged(rows)).verdicts).toEqual(['there']);
    const { n: live } = await fresh.db.one<{ n: number }>(
      sql`SELECT count(*)::integer AS n FROM reservations.reservations WHERE former_number = ${`S-${n}`}`,
    );
    expect(live).toBe(1);
  });

  test('a press on an old page stores nothing', async () => {
    const one = await withCard();
    const { id, version } = await judged([row(`V-${n}`, one)]);
    await fresh.db.run(sql`UPDATE cards.cards SET status = 'on-hold' WHERE id = ${one.cardId}`);
    const pressed = await pressFile(db, staff, id, { seen: version, exceedReason: null, tell: false });
    expect(pressed).toMatchObject({ ok: false, reason: 'changed_meanwhile' });
    expect(await statesOf(id)).toEqual(['judged']);
  });

  /** The visit of a row: what it is and where, and what it stands with. */
  const visitOf = (reservationId: string | null | undefined) =>
    fresh.db.one<{
      state: string;
      number: string;
      channel: string;
      former: string;
      keys: number;
      units: number;
      taken: number;
      awaits: number;
      mail: string | null;
      status: string | null;
    }>(sql`
      SELECT r.state, r.number, r.channel, r.former_number AS former, r.keys, r.units, s.taken, r.mail, c.status,
        (SELECT count(*)::integer FROM reservations.members m WHERE m.reservation_id = r.id AND m.awaits IS NOT NULL AND m.removed_at IS NULL) AS awaits
      FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id LEFT JOIN reservations.members m ON m.reservation_id = r.id AND m.position = 1
        LEFT JOIN cards.cards c ON c.id = m.card_id
      WHERE r.id = ${reservationId ?? null}::uuid`);
  const bookCard = async (cardId: number, hour = 9) =>
    book(db, staff, {
      id: crypto.randomUUID(),
      serviceId: city.service,
      slotId: await slotAt(fresh.db, city, city.main, 2 + n, hour),
      members: [{ cardId }],
      ...BY_PHONE,
    });
  /** The day of a visit passes. */
  const passDay = (reservationId: string | null | undefined) =>
    fresh.db.run(
      sql`UPDATE ledger.slots SET day = day - 2000 WHERE id = (SELECT slot_id FROM reservations.reservations WHERE id = ${reservationId ?? null}::uuid)`,
    );

  test('who waits for a card has their place at once; when the card comes it is their visit, by the number they had', async () => {
    const late = [someone(), someone(), someone()];
    const rows = late.map((one, at) =>
      row(`W-${n}-${at}`, { ...one, kana: 'イコウ　タロウ', phone: '0942-31-0007', remark: at === 0 ? '杖を使う' : '' }),
    );
    expect((await judged(rows)).verdicts).toEqual(['waits', 'waits', 'waits']);
    const { id, bookings } = await taken(rows);
    expect(await statesOf(id)).toEqual(['waiting', 'waiting', 'waiting']);
    expect(await readFormerRecord(db, id)).toMatchObject({ counts: { waiting: 3 }, endedAt: expect.any(Date) });
    const before = await visitOf(bookings[0]?.reservationId);
    expect(before).toMatchObject({
      state: 'booked',
      channel: 'phone',
      former: `W-${n}-0`,
      keys: 1,
      units: 1,
      taken: 3,
      awaits: 1,
      status: null,
    });
    // Nobody else gets these places, neither on the web nor by telephone, nor one of another file.
    expect(await bookCard((await withCard()).cardId)).toMatchObject({ ok: false, reason: 'full' });
    const fourth = row(`V-${n}`, someone());
    expect(await judged([fourth])).toMatchObject({ verdicts: ['over'], reasons: ['waits'] });
    const { id: other, bookings: exceeded } = await taken([fourth], { exceedReason: '稼働前に受けた予約のため' });
    expect(await statesOf(other)).toEqual(['waiting']);
    expect(exceeded[0]?.exceeded).toBe(true);

    const cards = await Promise.all(late.slice(0, 2).map(cardOf));
    // Two lists end at once.
    await Promise.all([finishFormer(db), finishFormer(worker)]);
    expect(await statesOf(id)).toEqual(['booked', 'booked', 'waiting']);
    expect(await visitOf(bookings[0]?.reservationId)).toEqual({ ...before, keys: 2, taken: 4, awaits: 0, status: 'booked' });
    expect(await bookCard(cards[0] ?? 0, 10)).toMatchObject({ ok: false, reason: 'already_booked' });
    const [kept] = await fresh.db.rows(
      sql`SELECT m.name, m.kana, m.birth_date, m.name_key, m.search, (SELECT x.body FROM cards.remarks_of(m.card_id, m.person_key) x LIMIT 1) AS remark FROM reservations.members m WHERE m.card_id = ${cards[0] ?? 0}`,
    );
    expect(kept).toEqual({ name: null, kana: null, birth_date: null, name_key: null, search: null, remark: '杖を使う' });
    // Cancelled, the card is as it was.
    expect(await cancel(db, staff, { id: bookings[0]?.reservationId ?? '', version: 0, reason: '' })).toMatchObject({ ok: true });
    expect(await fresh.db.one(sql`SELECT status FROM cards.cards WHERE id = ${cards[0] ?? 0}`)).toEqual({ status: 'notified' });
    expect(await invariantFaults(fresh.db)).toEqual([]);
  });

  test('nothing is recorded of who waits for a card, and of the others all is', async () => {
    const one = await withCard();
    const { bookings } = await taken([row(`M-${n}`, one), row(`M-${n}`, someone())]);
    const id = bookings[0]?.reservationId ?? '';
    await fresh.db.run(
      sql`UPDATE ledger.slots SET day = ${city.today}::date - 500 - ${n}::integer WHERE id = (SELECT slot_id FROM reservations.reservations WHERE id = ${id}::uuid)`,
    );
    const press = (position: number, from: 'arrived' | null, to: 'arrived' | 'handed-over' | 'no-show') =>
      record(db, staff, { reservationId: id, position, from, to, reason: '' });
    for (const to of ['arrived', 'no-show'] as const)
      expect(await press(2, null, to)).toMatchObject({ ok: false, reason: 'awaits_card' });
    expect((await press(1, null, 'arrived')).ok).toBe(true);
    expect((await press(1, 'arrived', 'handed-over')).ok).toBe(true);
    expect(await visitOf(id)).toMatchObject({ state: 'booked', keys: 3, units: 2 });
    // The day is over: the visit of the other one is, and the place of who waited is free.
    await finishFormer(worker);
    expect(await visitOf(id)).toMatchObject({ state: 'ended', units: 1, awaits: 0, taken: 1 });
    expect(
      await listLeft(
        db,
        EVERYBODY,
        (await fresh.db.one<{ id: number }>(sql`SELECT import_id AS id FROM intake.bookings WHERE reservation_id = ${id}::uuid`))
          .id,
      ),
    ).toMatchObject([{ reason: 'never_came', people: [{ name: expect.stringContaining('移行') }] }]);
  });

  test('a card that came and cannot be joined is told, and joined once it can', async () => {
    const [held, named, out, own] = [someone(), someone(), someone(), someone()];
    const before = (await fresh.db.one<{ stuck: number }>(sql`SELECT intake.stuck() AS stuck`)).stuck;
    const { id, bookings } = await taken([
      row(`H-${n}`, held),
      row(`J-${n}`, named),
      row(`K-${n}`, out),
      row(`O-${n}`, { ...own, time: '10:00' }),
    ]);
    const cardId = await cardOf(held);
    await fresh.db.run(sql`UPDATE cards.cards SET status = 'on-hold' WHERE id = ${cardId}`);
    await cardOf({ ...named, name: '別の　氏名' });
    const preparing = await cardOf(out);
    await fresh.db.run(sql`UPDATE cards.cards SET status = 'preparing' WHERE id = ${preparing}`);
    // A status of the city's own in which the notice is not out either.
    await fresh.db.run(
      sql`INSERT INTO cards.statuses (code, name, category, bookable_by, is_open, built_in, position) VALUES ('photo', '写真確認中', 'preparing', 'nobody', true, false, 90)`,
    );
    const photo = await cardOf(own);
    await fresh.db.run(sql`UPDATE cards.cards SET status = 'photo' WHERE id = ${photo}`);
    expect((await judged([row(`P-${n}`, { ...own, time: '11:00' })])).verdicts).not.toContain('new');
    await finishFormer(worker);
    expect(await statesOf(id)).toEqual([
      'waiting card_not_bookable',
      'waiting name_differs',
      'waiting not_out',
      'waiting not_out',
    ]);
    expect((await fresh.db.one<{ stuck: number }>(sql`SELECT intake.stuck() AS stuck`)).stuck).toBe(before + 2);
    const came = [cardId, preparing, photo];
    await fresh.db.run(sql`UPDATE cards.cards SET status = 'notified' WHERE id = ANY (${came}::bigint[])`);
    await finishFormer(worker);
    expect(await statesOf(id)).toEqual(['booked', 'waiting name_differs', 'booked', 'booked']);
    expect(await visitOf(bookings[1]?.reservationId)).toMatchObject({ state: 'booked', awaits: 1, taken: 3 });
  });

  test('whose day passes while their card is waited for is told with whom to call, until somebody has; the person goes a month later', async () => {
    const one = someone();
    const { id, bookings } = await taken([row(`P-${n}`, { ...one, phone: '0942-31-0003', mail: 'p@example.jp' })]);
    const [before, sent] = [(await fresh.db.one<{ count: number }>(LEFT_COUNT)).count, await mails()];
    await passDay(bookings[0]?.reservationId);
    // A card that comes now comes too late.
    const card = await cardOf(one);
    await finishFormer(worker);
    expect(await statesOf(id)).toEqual(['failed never_came']);
    expect(await visitOf(bookings[0]?.reservationId)).toMatchObject({ state: 'cancelled', taken: 0 });
    expect(await mails()).toBe(sent);
    const [left] = await listLeft(db, EVERYBODY, id);
    expect(left).toMatchObject({
      number: `P-${n}`,
      phone: '0942310003',
      mail: 'p@example.jp',
      people: [{ name: one.name, noticeId: one.noticeId }],
    });
    expect((await fresh.db.one<{ count: number }>(LEFT_COUNT)).count).toBe(before + 1);
    await fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE id = ${card}`);
    expect(await listLeft(db, { seesProtected: false }, id)).toMatchObject([
      { people: null, phone: null, mail: null, remark: null, day: null, startMinute: null, officeName: null },
    ]);
    await worker.run(sql`SELECT intake.forget_judged()`);
    await worker.run(sql`SELECT reservations.forget_persons()`);
    expect(await listLeft(db, EVERYBODY, id)).toMatchObject([{ number: `P-${n}`, phone: null, people: null }]);
    const gone = sql`SELECT m.name, m.awaits, m.birth_date, r.phone, r.mail FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id WHERE r.id = ${bookings[0]?.reservationId ?? null}::uuid`;
    expect(await fresh.db.one(gone)).toEqual({ name: null, awaits: null, birth_date: null, phone: '', mail: null });
    expect(await settleBooking(db, EVERYBODY, staff, id, left?.id ?? 0)).toEqual({ ok: true, value: undefined });
    expect(await settleBooking(db, EVERYBODY, staff, id, left?.id ?? 0)).toMatchObject({ ok: false, reason: 'unknown' });
    expect(await listLeft(db, EVERYBODY, id)).toEqual([]);
  });

  test('one whose slot was shut is not ended by its day: it is moved within 30 days and gets its card at its new time', async () => {
    const one = someone();
    const { id, bookings } = await taken([row(`Z-${n}`, one), row(`Y-${n}`, someone())]);
    const reservation = bookings[0]?.reservationId ?? '';
    const { slot } = await fresh.db.one<{ slot: number }>(
      sql`SELECT slot_id AS slot FROM reservations.reservations WHERE id = ${reservation}::uuid`,
    );
    /** At a time that no other slot of that day has. */
    const shutOn = (days: number) =>
      fresh.db.run(
        sql`UPDATE ledger.slots SET day = ${city.today}::date - ${days}::integer, start_minute = 5, closed_at = lib.now() WHERE id = ${slot}`,
      );
    for (const days of [1, 30]) {
      await shutOn(days);
      await finishFormer(worker);
      expect(await statesOf(id)).toEqual(['waiting', 'waiting']);
    }
    const slotId = await slotAt(fresh.db, city, city.main, 2 + n, 11);
    expect((await move(db, staff, { id: reservation, version: 0, slotId, exceedReason: null })).ok).toBe(true);
    await cardOf(one);
    // Moved by nobody, the other is ended after them.
    await shutOn(31);
    await finishFormer(worker);
    expect(await statesOf(id)).toEqual(['booked', 'failed never_came']);
    await fresh.db.run(sql`UPDATE ledger.slots SET closed_at = NULL WHERE id = ${slot}`);
  });

  test('the mail of who waits for a card goes when the card is there, where mails are asked for', async () => {
    const [told, quiet] = [someone(), someone()];
    const { bookings } = await taken([row(`T-${n}`, { ...told, mail: 't@example.jp' })], { tell: true });
    const { bookings: others } = await taken([row(`Q-${n}`, { ...quiet, mail: 'q@example.jp' })]);
    const sent = await mails();
    const of = (id: string | null | undefined) =>
      fresh.db.rows<{ kind: string }>(sql`SELECT kind FROM outbox.mails WHERE reservation_id = ${id ?? null}::uuid`);
    expect(await of(bookings[0]?.reservationId)).toEqual([]);
    expect((await visitOf(bookings[0]?.reservationId)).mail).toBe('t@example.jp');
    await Promise.all([cardOf(told), cardOf(quiet)]);
    await finishFormer(worker);
    expect(await of(bookings[0]?.reservationId)).toEqual([{ kind: 'booked' }]);
    expect(await of(others[0]?.reservationId)).toEqual([]);
    expect(await mails()).toBe(sent + 1);
  });

  test('taken back, the place of who waits is free, told or not; what a clerk moved stays', async () => {
    const rows = [row(`B-${n}`, { ...someone(), mail: 'b@example.jp' }), row(`C-${n}`, someone())];
    const { id, bookings } = await taken(rows, { tell: true });
    const [first, moved] = bookings.map(({ reservationId }) => reservationId ?? '');
    const slotId = await slotAt(fresh.db, city, city.main, 2 + n, 11);
    expect(await move(db, staff, { id: moved ?? '', slotId, version: 0, exceedReason: null })).toMatchObject({ ok: true });
    const sent = await mails();
    expect((await undoFile(db, staff, id)).ok).toBe(true);
    await finishFormer(db);
    expect(await statesOf(id)).toEqual(['undone', 'waiting touched']);
    expect(await visitOf(first)).toMatchObject({ state: 'cancelled', taken: 0 });
    expect(await visitOf(moved)).toMatchObject({ state: 'booked', taken: 1 });
    expect(await mails()).toBe(sent);
    expect((await judged(rows)).verdicts).toEqual(['waits', 'there']);
  });

  test('whom an earlier release left waiting without a place gets one at once', async () => {
    const one = someone();
    const { id, version } = await judged([row(`E-${n}`, one)]);
    await pressFile(db, staff, id, { seen: version, exceedReason: null, tell: false });
    const member = { notice_id: one.noticeId, birth_date: one.birth.replaceAll('/', '-'), name_key: nameKey(one.name) };
    await fresh.db.run(
      sql`UPDATE intake.bookings SET state = 'waiting', members = ${JSON.stringify([member])}::jsonb WHERE import_id = ${id}`,
    );
    await finishFormer(worker);
    expect(await statesOf(id)).toEqual(['waiting']);
    const [booking] = await listBookings(db, EVERYBODY, id);
    expect(await visitOf(booking?.reservationId)).toMatchObject({ state: 'booked', awaits: 1, taken: 1 });
    await cardOf(one);
    await finishFormer(worker);
    expect(await statesOf(id)).toEqual(['booked']);
    expect(await invariantFaults(fresh.db)).toEqual([]);
  });

  test('what a process left undone is done by the next: a step is whole or not at all', async () => {
    const rows = [row(`Z-${n}`, await withCard()), row(`Y-${n}`, { ...(await withCard()), time: '10:00' })];
    const { id, version } = await judged(rows);
    await pressFile(db, staff, id, { seen: version, exceedReason: null, tell: false });
    // One step, then the process dies in the middle of the second.
    await db.one(sql`SELECT intake.next_booking()`);
    await db
      .transaction(async (tx) => {
        await tx.one(sql`SELECT intake.next_booking()`);
        throw new Error('killed');
      })
      .catch(() => {});
    expect(await statesOf(id)).toEqual(['booked', 'queued']);
    await finishFormer(worker);
    expect(await statesOf(id)).toEqual(['booked', 'booked']);
    expect(await readFormerRecord(db, id)).toMatchObject({ endedAt: expect.any(Date) });
  });

  test('a file is taken back whole as far as nothing happened; then it may be taken in anew', async () => {
    const [one, other] = [await withCard(), await withCard()];
    const rows = [
      row(`U-${n}`, one),
      row(`Q-${n}`, { ...other, time: '10:00', mail: 'u@example.jp' }),
      row(`B-${n}`, { ...someone(), time: '11:00' }),
    ];
    const { id, bookings } = await taken(rows);
    const before = await mails();
    await fresh.db.run(
      sql`UPDATE reservations.members SET outcome = 'arrived', outcome_at = lib.now() WHERE reservation_id = ${bookings[0]?.reservationId ?? null}::uuid`,
    );
    expect((await undoFile(db, staff, id)).ok).toBe(true);
    await finishFormer(db);
    expect(await statesOf(id)).toEqual(['booked touched', 'undone', 'undone']);
    expect(await mails()).toBe(before);
    const { status } = await fresh.db.one<{ status: string }>(sql`SELECT status FROM cards.cards WHERE id = ${other.cardId}`);
    expect(status).toBe('notified');
    expect(await undoFile(db, staff, id)).toMatchObject({ ok: false, reason: 'undone_already' });
    expect((await judged(rows)).verdicts).toEqual(['there', 'new', 'waits']);
  });

  test('a service without a card books the person', async () => {
    const { id } = await taken([
      row(`C-${n}`, {
        service: '電子証明書の更新',
        name: '更新　花子',
        kana: 'コウシン　ハナコ',
        birth: '1980/1/2',
        phone: '0942-31-0002',
      }),
    ]);
    expect(await statesOf(id)).toEqual(['booked']);
  });

  test('by the command, with counts and reasons', async () => {
    const path = join(folder, 'by-command.csv');
    await writeFile(path, textOf([row(`G-${n}`, await withCard()), row(`H-${n}`, { ...someone(), time: '9:07' })]));
    const said: string[] = [];
    const config = configFor('import', { DESK_DATABASE_URL: fresh.urlFor('desk') });
    const run = (...args: string[]) =>
      importCommand(args, { config, clock: systemClock, log: (line) => void said.push(line), screen: null });
    await run('reservations', path, '--dry-run');
    expect(said.join('\n')).toContain('登録する 1件、登録できない 1件');
    expect(said.join('\n')).toContain('何も登録していません');
    await run('reservations', path);
    expect(said.at(-1)).toContain('登録した 1件');
    const id = /番号 (\d+)/u.exec(said.findLast((line) => line.startsWith('読みました')) ?? '')?.[1] ?? '';
    await run('undo-reservations', id);
    expect(said.join('\n')).toContain('取り消しました。1件');
  });

  test('what was never pressed is forgotten after a week', async () => {
    const { id } = await judged([row(`L-${n}`, someone())]);
    await fresh.db.run(sql`UPDATE intake.imports SET started_at = started_at - interval '8 days' WHERE id = ${id}`);
    await worker.run(sql`SELECT intake.forget_judged()`);
    expect(await listBookings(db, EVERYBODY, id)).toEqual([]);
  });
});

test('the template’s example is not read as a reservation', async () => {
  const path = join(folder, 'template.csv');
  await writeFile(path, `${HEAD}\r\n${formerFields.map((field) => FORMER_COLUMNS[field].sample).join(',')}\r\n`);
  expect(await judgeFile(db, OPERATOR, path, 'template.csv')).toMatchObject({ ok: false, reason: 'no_rows' });
  expect((await readFile(path, 'utf8')).includes('例-0001')).toBe(true);
});

test('[8(1)⑬a] a party that takes a slot more is judged by all of its slots, and is refused where none follows', async () => {
  // A day that no other test has.
  day = addDays(city.today, 2);
  await fresh.db.run(sql`UPDATE services.services SET slot_every = 1 WHERE id = ${city.service}`);
  try {
    const pair = async (number: string, time: string) => {
      const [one, other] = [await withCard(), await withCard()];
      return [row(number, { ...one, time }), row(number, { ...other, time })];
    };
    const single = async (number: string, time: string) => row(number, { ...(await withCard()), time });
    // Three places an hour: two of them take both of 9 and 10, one more takes the last of 10.
    const rows = [...(await pair(`P-${n}-1`, '9:00')), await single(`P-${n}-2`, '10:00'), await single(`P-${n}-3`, '10:00')];
    expect((await judged(rows)).verdicts).toEqual(['new', 'new', 'over']);
    expect(await judged(await pair(`P-${n}-4`, '23:00'))).toMatchObject({ verdicts: ['refused'], reasons: ['too_short'] });
    const { id } = await taken(rows, { exceedReason: '移行' });
    expect(await statesOf(id)).toEqual(['booked', 'booked', 'booked']);
    expect(
      await fresh.db.rows(
        sql`SELECT start_minute / 60 AS hour, taken FROM ledger.slots WHERE day = ${day} AND office_id = ${city.main} AND service_id = ${city.service} AND taken > 0 ORDER BY 1`,
      ),
    ).toEqual([
      { hour: 9, taken: 2 },
      { hour: 10, taken: 4 },
    ]);
    expect(await invariantFaults(fresh.db)).toEqual([]);
  } finally {
    await fresh.db.run(sql`UPDATE services.services SET slot_every = 0 WHERE id = ${city.service}`);
  }
});
