// 仕様書 8(2) 職員業務へのシステム要件, line by line. What is not built stands as a todo with its sentence.
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { shortDate } from '../../src/lib/dates/format.ts';
import { addDays, cityInstant, weekday } from '../../src/lib/dates/jst.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { runJob } from '../../src/worker/clockwork.ts';
import { type Page, signedIn, type Visitor, visitor } from '../support/browse.ts';
import { KEPT } from '../support/citizen.ts';
import { closeOffice } from '../support/closing.ts';
import { PASSWORD } from '../support/desk.ts';
import { type Drafting, startDrafting } from '../support/drafting.ts';
import { formFields } from '../support/forms.ts';
import { inHandAllTheSame } from '../support/in-hand.ts';
import { words } from '../support/pages.ts';
import { pdfText } from '../support/pdf-text.ts';
import { openDay } from '../support/ruled-city.ts';
import { slotAt } from '../support/small-city.ts';
import { shiftTime } from '../support/time.ts';
import { jobContext, linkIn } from '../support/worker.ts';
import { act, becomes, page, rows, spoilt } from './support/away.ts';
import { demandsOf } from './support/demand.ts';
import { type Person, person, someWaiting } from './support/people.ts';
import {
  arrive,
  bookByPhone,
  bookOnTheWeb,
  buildWorld,
  fill,
  find,
  mailTo,
  numberOn,
  on,
  prove,
  shown,
  smallHour,
  someone,
  type World,
} from './support/world.ts';

let world: World;
/** A second city whose slots were laid out from rules: there opening hours are changed. */
let here: Drafting;
beforeAll(async () => {
  world = await buildWorld();
  here = await startDrafting();
});
afterAll(async () => {
  await here.close();
  await world.close();
});
const demand = demandsOf(() => world);
const hours = demandsOf(() => ({ fresh: here.fresh, gates: world.gates }));
const dayOn = (days: number): string => addDays(world.city.today, days);
const main = { office: 'honcho' } as const;

const waiting = (change?: Partial<Person>) => someWaiting(world, change);
const personPage = async (cardId: number) => words(shown(await world.clerk.get(`/people/${cardId}`)));

/** A press of the board for whoever booked for this card. */
async function pressOnBoard(cardId: number, fields: Record<string, string>): Promise<void> {
  const { id } = await world.fresh.db.one<{ id: string }>(
    sql`SELECT r.id FROM reservations.reservations r JOIN reservations.members m ON m.reservation_id = r.id WHERE m.card_id = ${cardId} AND r.state = 'booked'`,
  );
  shown(await world.clerk.get('/today?office=honcho'));
  const pressed = await on(
    world.clerk,
    await world.clerk.post('/today/press', { id, position: '1', office: 'honcho', ...fields }),
  );
  shown(await inHandAllTheSame(world.clerk, pressed));
}

/** Somebody booked for the hour that is now, and what the board's buttons make of them, one press after the other. */
async function atTheCounter(...presses: string[]) {
  const one = await waiting();
  const { hour } = await world.fresh.db.one<{ hour: number }>(sql`SELECT lib.minute_of(lib.now()) / 60 AS hour`);
  await bookByPhone(world, world.clerk, one.cardId, { ...main, daysOn: 0, hour });
  let from = '';
  for (const press of presses) {
    await pressOnBoard(one.cardId, { from, press });
    from = press;
  }
  return one;
}
const handOver = () => atTheCounter('arrived', 'handed-over');

/** People whose cards were unpacked into one box, in the order of the shelf. */
async function shelved(count: number) {
  await world.fresh.db.run(
    sql`INSERT INTO cards.storage_places (id, office_id, cabinet, box) VALUES (901, ${world.city.main}, 'C棚', '7箱') ON CONFLICT DO NOTHING`,
  );
  await world.fresh.db.run(
    sql`INSERT INTO cards.storage_rules (position, lot_from, lot_to, storage_place_id) VALUES (901, 'L2601', 'L2601', 901)`,
  );
  try {
    const people = Array.from({ length: count }, () => person());
    await arrive(world, ...people);
    await world.fresh.db.run(sql`SELECT cards.shelve_expected(ROW('operator', NULL, NULL, NULL)::audit.actor, lib.now())`);
    const rows = await world.fresh.db.rows<{ id: number; notice: string }>(
      sql`SELECT id, notice_id AS notice FROM cards.cards WHERE notice_id = ANY (${people.map(({ noticeId }) => noticeId)}::text[]) ORDER BY storage_position`,
    );
    return rows.flatMap(({ id, notice }) =>
      people.filter(({ noticeId }) => noticeId === notice).map((one) => ({ ...one, cardId: id })),
    );
  } finally {
    await world.fresh.db.run(sql`DELETE FROM cards.storage_rules WHERE position = 901`);
  }
}

/** A list as a file: csv, xlsx or pdf. */
async function taken(list: string, fields: Record<string, string>, as: string) {
  shown(await world.clerk.get(`/lists/${list}?${new URLSearchParams(fields)}`));
  return shown(await world.clerk.post(`/lists/${list}/take`, { ...fields, as }));
}

/** What a paper says, each line of a cell by itself. */
const saysOnPaper = ({ raw }: Page): string =>
  pdfText(raw)
    .map(({ text }) => text)
    .join('\n');

/** A draft's one change, put in through its form and published. */
async function publish(what: string, typed: Record<string, string>, how = {}): Promise<void> {
  const draft = await here.begin();
  await here.puts(draft, what, typed, how);
  expect(words(await here.publish(draft))).toContain('公開');
}
/** The slots of a day as the desk shows them: `9:00 30分 2` (start, length, capacity). */
async function slotsOn(office: string, day: string): Promise<string[]> {
  const { html } = shown(await here.me.get(`/calendar/day?office=${office}&service=${here.city.service}&day=${day}`));
  return [...html.matchAll(/<tr>(.*?)<\/tr>/gu)].flatMap(([, row = '']) => {
    const cells = [...row.matchAll(/<t([dh])[^>]*>(.*?)<\/t\1>/gu)].map(([, , cell = '']) => cell.replace(/<[^>]*>/gu, ''));
    const open = (cells.at(-1) ?? '').startsWith('空き');
    return open ? [cells.slice(0, 3).join(' ')] : [];
  });
}
type Band = { from: string; to: string; unit: number; capacity: number };
const bandsOf = (bands: readonly Band[]): Record<string, string> =>
  Object.fromEntries(
    bands.flatMap(({ from, to, unit, capacity }, row) => [
      [`from-${row}`, from],
      [`to-${row}`, to],
      [`unit-${row}`, String(unit)],
      [`capacity-${row}`, String(capacity)],
    ]),
  );
/** A pattern of hours of this name; its id. */
async function pattern(name: string, ...bands: Band[]): Promise<number> {
  await publish('pattern', { name, ...bandsOf(bands) });
  return (await here.fresh.db.one<{ id: number }>(sql`SELECT id FROM calendar.patterns WHERE name = ${name}`)).id;
}
/** A day of the main hall follows a pattern (null: it is closed), by the form of special days. */
const special = (day: string, id: number | null): Promise<void> =>
  publish(
    'days',
    { reason: '窓口の都合', ...(id === null ? { how: 'closed' } : { how: 'open', pattern: String(id) }) },
    { query: `?office=honcho&service=${here.city.service}&day=${day}` },
  );
const RULES = { has: 'name="w-1"' };
const noChange = rows('calendar.draft_changes');
/** The first day of this weekday at least three weeks ahead that is open. */
async function next(day: number): Promise<string> {
  for (let from = 21; ; from += 1) {
    const found = addDays(here.city.today, from);
    if (weekday(found) === day && (await slotsOn('kitano', found)).length > 0) return found;
  }
}

/** The windows of an office, changed through its form while `during` looks at them, then put back. */
async function windows(office: number, typed: Record<string, string>, during: () => Promise<void>): Promise<void> {
  const path = `/settings/windows/${office}/${world.city.service}`;
  const before = formFields(shown(await world.admin.get(path)), path);
  try {
    await on(world.admin, await fill(world.admin, await world.admin.get(path), path, { ...typed, act: 'save' }));
    await during();
  } finally {
    const { seen: _, ...usual } = before;
    const ticks = Object.fromEntries(Object.keys(typed).map((name) => [name, before[name] ?? '']));
    await fill(world.admin, await world.admin.get(path), path, { ...usual, ...ticks, act: 'save' });
  }
}
/** Whether a citizen's calendar of an office leads to these days from today. */
async function offering(): Promise<(office: string, ...days: number[]) => Promise<boolean[]>> {
  const me = await prove(world, await waiting());
  return async (office, ...days) => {
    const { html } = await me.get(`/calendar?office=${office}`);
    return days.map((day) => html.includes(`office=${office}&amp;day=${dayOn(day)}`));
  };
}
/** The sentence that says from when to when the desk may book somebody. */
const deskWindow = async (cardId: number, office = 'honcho'): Promise<string> =>
  /\d+月\d+日（.）から\d+月\d+日（.）まで/u.exec(
    words(shown(await world.clerk.get(`/booking?card=${cardId}&office=${office}`))),
  )?.[0] ?? '';

describe('8(2) 職員業務へのシステム要件', () => {
  demand('[8(2)①] the list J-LIS sends is taken in whole by one command', rows('cards.cards'), async () => {
    const people = Array.from({ length: 60 }, () => person());
    expect(await arrive(world, ...people)).toMatch(/60/u);
    for (const one of [people[0], people[59]]) {
      const found = words(await find(world.clerk, one?.noticeId ?? ''));
      for (const told of [one?.name, one?.kana, one?.phone, '福岡県久留米市城南町15番地3']) expect(found).toContain(told);
    }
  });

  let accounts = 0;
  /** An account of its own, made on the page of accounts; signed in by the link it shows. */
  async function account(role: 'counter' | 'admin') {
    accounts += 1;
    const login = `clerk-${accounts}`;
    const form = await world.admin.get('/accounts/new');
    const { 'role-counter': _, ...fields } = formFields(form, '/accounts/new');
    const typed = { ...fields, login, name: `職員 ${accounts}`, office: String(world.city.main), [`role-${role}`]: 'yes' };
    const made = shown(await world.admin.post('/accounts/new', typed));
    const link = new URL(/https?:\/\/[^\s<"]*\/welcome\/[^\s<"]*/u.exec(made.html)?.[0] ?? 'http://none/').pathname;
    const me = visitor(world.gates.desk.url);
    shown(await me.get(link));
    await me.post(link, { fresh: PASSWORD, again: PASSWORD });
    const id = Number((await world.fresh.db.one<{ id: number }>(sql`SELECT id FROM staff.accounts WHERE login = ${login}`)).id);
    return { login, id, me: await signedIn(world.gates.desk.url, login, PASSWORD) };
  }

  demand(
    '[8(2)②a] rights are set for each user: one account is given another role and may more; what a role may is set by a tick a right',
    page('desk', 'POST /accounts/\\d+'),
    async () => {
      const { id, me } = await account('counter');
      expect((await me.get('/accounts')).status).toBe(403);
      const path = `/accounts/${id}`;
      await on(world.admin, await fill(world.admin, await world.admin.get(path), path, { 'role-admin': 'yes' }));
      shown(await me.get('/accounts'));
      // What a role may is set too: one right is given to a role of the city's own, and taken away again.
      const added = '/settings/roles/new';
      const made = await fill(world.admin, shown(await world.admin.get(added)), added, { code: 'statistics', name: '統計係' });
      const role = (made.location ?? '').split('?')[0] ?? '';
      await on(world.admin, made);
      const mine = shown(await world.admin.get(path));
      const { 'role-counter': _, 'role-admin': __, ...boxes } = formFields(mine, path);
      await on(world.admin, await world.admin.post(path, { ...boxes, 'role-statistics': 'yes' }));
      expect((await me.get('/numbers')).status).toBe(403);
      await on(world.admin, await fill(world.admin, shown(await world.admin.get(role)), role, { 'rights-numbers_see': 'yes' }));
      shown(await me.get('/numbers'));
      const { 'rights-numbers_see': ___, ...without } = formFields(shown(await world.admin.get(role)), role);
      await on(world.admin, await world.admin.post(role, without));
      expect((await me.get('/numbers')).status).toBe(403);
    },
  );

  demand(
    '[8(2)②b] what a user may see follows from their rights: pages and menu',
    becomes('desk', '/audit', '/today'),
    async () => {
      const { me } = await account('counter');
      for (const path of ['/accounts', '/audit', '/settings/city']) {
        expect([path, (await me.get(path)).status]).toEqual([path, 403]);
        shown(await world.admin.get(path));
      }
      expect((await me.get('/today')).html).not.toMatch(/href="\/(accounts|audit|settings)"/u);
      expect((await world.admin.get('/today')).html).toContain('href="/settings"');
      const { html } = await world.admin.get('/settings');
      for (const path of ['/accounts', '/audit']) expect(html).toContain(`href="${path}"`);
      // Somebody who is to be hidden is marked on their page, and gone for whoever may not see them.
      const { cardId, name } = await waiting();
      expect(words(shown(await me.get(`/people/${cardId}`)))).toContain(name);
      const mark = `/people/${cardId}/protect`;
      await on(world.admin, await fill(world.admin, shown(await world.admin.get(mark)), mark, { why: '支援措置の申出' }));
      expect((await me.get(`/people/${cardId}`)).status).toBe(404);
      expect(words(shown(await world.admin.get(`/people/${cardId}`)))).toContain('支援措置');
    },
  );

  demand(
    '[8(2)②c] what a user may do follows from their rights: the press is refused, nothing is changed',
    becomes('desk', '/settings/city/hold-minutes', '/search'),
    async () => {
      const { me } = await account('counter');
      shown(await me.get('/today'));
      expect((await me.post('/settings/city/hold-minutes', { value: '20' })).status).toBe(403);
      expect((await me.post('/accounts/new', { login: 'stranger' })).status).toBe(403);
      expect(await world.fresh.db.rows(sql`SELECT FROM site.settings WHERE key = 'hold-minutes'`)).toEqual([]);
    },
  );

  demand(
    '[8(2)②d] signing in is managed: wrong passwords lock, an administrator unlocks, an account that is stopped is out at once',
    page('desk', 'POST /sign-in'),
    async () => {
      const { login, id, me } = await account('counter');
      const other = visitor(world.gates.desk.url);
      await other.get('/sign-in');
      for (let turn = 0; turn < 5; turn += 1) await other.post('/sign-in', { login, password: `${PASSWORD}x` });
      expect((await other.post('/sign-in', { login, password: PASSWORD })).status).not.toBe(303);
      shown(await world.admin.get(`/accounts/${id}`));
      await on(world.admin, await world.admin.post(`/accounts/${id}/lift`, {}));
      await signedIn(world.gates.desk.url, login, PASSWORD);
      shown(await me.get('/today'));
      await on(world.admin, await world.admin.post(`/accounts/${id}/retire`, {}));
      expect((await me.get('/today')).status).not.toBe(200);
    },
  );

  demand(
    '[8(2)③] where a card is kept follows from what J-LIS supplies: a rule over lots leads to a box, a delivery takes its free positions in one act',
    page('desk', 'POST /storage/placing'),
    async () => {
      const { cardId, name } = await waiting();
      const [boxes, cabinet] = ['/storage/boxes', `J${Math.random().toString(36).slice(2, 7)}棚`];
      const made = formFields(shown(await world.admin.get(boxes)), boxes);
      await world.admin.post(boxes, { ...made, office: 'honcho', cabinet, first: '1', count: '1', size: '900' });
      const plan = shown(await world.admin.get('/storage?office=honcho')).html;
      const [, box = ''] = new RegExp(`${cabinet}.*?href="/storage/boxes/(\\d+)"`, 'su').exec(plan) ?? [];
      const rules = '/storage/rules';
      const form = formFields(shown(await world.admin.get(rules)), rules);
      await world.admin.post(rules, { ...form, lotFrom: 'L2601', lotTo: 'L2601', place: box });
      try {
        expect(words(shown(await world.admin.get(rules)))).toContain('ロット L2601');
        const placing = '/storage/placing';
        const shows = shown(await world.clerk.get(placing));
        expect(words(shows)).toContain(`本庁 ${cabinet} 1箱`);
        await world.clerk.post(placing, formFields(shows, placing));
        const said = await personPage(cardId);
        expect(said).toMatch(new RegExp(`本庁 ${cabinet} 1箱 \\d+`, 'u'));
        expect(words(shown(await world.clerk.get(`/storage/boxes/${box}`)))).toContain(name);
      } finally {
        await world.fresh.db.run(sql`DELETE FROM cards.storage_rules WHERE storage_place_id = ${Number(box)}`);
      }
    },
  );

  demand('[8(2)④a] staff book for who telephones', page('desk', 'POST /booking'), async () => {
    const { cardId, name } = await waiting();
    const number = numberOn(await bookByPhone(world, world.clerk, cardId, { ...main, daysOn: 2, hour: 9 }));
    const board = words(shown(await world.clerk.get(`/today?office=honcho&day=${dayOn(2)}`)));
    expect(board).toContain(name);
    expect(words(await find(world.clerk, number))).toContain(name);
  });

  demand(
    '[8(2)④b] while booking, what can be booked and what is booked shows for each day and each hour',
    spoilt('desk', '/booking', (html) => html.replaceAll('予', '')),
    async () => {
      const [one, other] = [await waiting(), await waiting()];
      /** Free and booked of each day, and of each hour, as the page of the call says them. */
      const counts = async () => {
        const { html } = shown(await world.clerk.get(`/booking?card=${other.cardId}&office=honcho`));
        const said = html.replace(/<[^>]*>/gu, ' ').replace(/\s+/gu, ' ');
        const read = (pattern: RegExp) => [...said.matchAll(pattern)].map(([, free, booked]) => [Number(free), Number(booked)]);
        return { days: read(/空 ?(\d+) 予 ?(\d+)/gu), hours: read(/(?<!空) (\d+) 予 ?(\d+)/gu) };
      };
      const before = await counts();
      await bookByPhone(world, world.clerk, one.cardId, { ...main, daysOn: 6, hour: 9 });
      const after = await counts();
      for (const part of ['days', 'hours'] as const) {
        const moved = after[part].flatMap(([free = 0, booked = 0], at) => {
          const [freeBefore = 0, bookedBefore = 0] = before[part][at] ?? [];
          return free === freeBefore && booked === bookedBefore ? [] : [[free - freeBefore, booked - bookedBefore]];
        });
        expect([part, moved]).toEqual([part, [[-1, 1]]]);
      }
      // Who came without a booking is registered for the hour that is now: its counts stand there too.
      const { hour } = await world.fresh.db.one<{ hour: number }>(sql`SELECT lib.minute_of(lib.now()) / 60 AS hour`);
      const now = async () =>
        /予約の状況予約(\d+)/u.exec(words(shown(await world.clerk.get(`/walk-in?card=${other.cardId}&office=honcho`))))?.[1];
      const already = Number(await now());
      await bookByPhone(world, world.clerk, (await waiting()).cardId, { ...main, daysOn: 0, hour });
      expect(Number(await now())).toBe(already + 1);
    },
  );

  demand(
    '[8(2)④c] a full hour is closed to a clerk; an administrator goes above it with a reason',
    act('ledger.exceed'),
    async () => {
      const place = await smallHour(world);
      for (let turn = 0; turn < 2; turn += 1) await bookByPhone(world, world.clerk, (await waiting()).cardId, place);
      const third = await waiting();
      await expect(bookByPhone(world, world.clerk, third.cardId, place)).rejects.toThrow();
      await expect(bookByPhone(world, world.admin, third.cardId, place)).rejects.toThrow();
      const slot = await slotAt(world.fresh.db, world.city, world.city.main, place.daysOn, place.hour);
      const asked = await world.admin.get(`/booking?card=${third.cardId}&slot=${slot}&office=honcho`);
      await on(world.admin, await fill(world.admin, asked, '/booking', { exceed: '家族と同時に来られるため' }));
      expect(words(shown(await world.clerk.get(`/today?office=honcho&day=${dayOn(place.daysOn)}`)))).toContain(third.name);
      // Nor is anybody moved into it by a clerk; an administrator gives a reason there too.
      const mover = await waiting();
      await bookByPhone(world, world.clerk, mover.cardId, { ...main, daysOn: 16, hour: 21 });
      const { id } = await world.fresh.db.one<{ id: string }>(
        sql`SELECT reservation_id AS id FROM reservations.members WHERE card_id = ${mover.cardId}`,
      );
      const path = `/reservations/${id}/move`;
      const move = async (who: typeof world.clerk, typed = {}) => {
        const page = await who.get(`${path}?office=honcho&slot=${slot}`);
        return who.post(path, { ...formFields(page, path), shown: String(slot), act: 'confirm', ...typed });
      };
      expect((await move(world.clerk)).status).toBe(409);
      expect((await move(world.admin)).status).toBe(422);
      expect((await move(world.admin, { exceed: '家族と同時に来られるため' })).status).toBe(303);
    },
  );

  hours('[8(2)⑤a] opening and closing time of one office: Mondays from 10:00 to 15:00', noChange, async () => {
    const id = await pattern('10時から15時', { from: '10:00', to: '15:00', unit: 60, capacity: 2 });
    const monday = await next(1);
    await publish('week', { 'w-1': String(id) }, RULES);
    const slots = await slotsOn('honcho', monday);
    expect([slots[0], slots.at(-1)]).toEqual(['10:00 60分 2', '14:00 60分 2']);
  });

  hours('[8(2)⑤b] opening days of an office: Sundays closed from now on', noChange, async () => {
    const sunday = await next(7);
    expect(await slotsOn('honcho', sunday)).not.toEqual([]);
    await publish('week', { 'w-7': 'closed' }, RULES);
    expect(await slotsOn('honcho', sunday)).toEqual([]);
    expect(await slotsOn('honcho', await next(3))).not.toEqual([]);
  });

  hours('[8(2)⑤c] a special opening day: one Saturday of closed Saturdays is open', noChange, async () => {
    const saturday = await next(6);
    await publish('week', { 'w-6': 'closed' }, RULES);
    expect(await slotsOn('honcho', saturday)).toEqual([]);
    await special(saturday, here.city.pattern);
    expect(await slotsOn('honcho', saturday)).not.toEqual([]);
    expect(await slotsOn('honcho', addDays(saturday, 7))).toEqual([]);
  });

  hours('[8(2)⑤d] slots by the hour, each with how many may come', noChange, async () => {
    const day = await openDay(here.fresh.db, here.city, 12);
    const bands = [
      { from: '9:00', to: '11:00', unit: 60, capacity: 5 },
      { from: '11:00', to: '12:00', unit: 60, capacity: 1 },
    ];
    await special(day, await pattern('一時間ごと', ...bands));
    expect(await slotsOn('honcho', day)).toEqual(['9:00 60分 5', '10:00 60分 5', '11:00 60分 1']);
  });

  hours('[8(2)⑤e] four patterns of hours beside each other, each followed by a day', noChange, async () => {
    for (const [name, to] of [
      ['短縮', '15:00'],
      ['延長', '19:00'],
      ['夜間', '20:00'],
    ] as const) {
      const day = await openDay(here.fresh.db, here.city, 14);
      await special(day, await pattern(name, { from: '9:00', to, unit: 60, capacity: 1 }));
      expect((await slotsOn('honcho', day)).at(-1)).toBe(`${Number(to.slice(0, 2)) - 1}:00 60分 1`);
    }
    const list = words(shown(await here.me.get('/calendar/patterns')));
    for (const name of ['通常', '短縮', '延長', '夜間']) expect(list).toContain(name);
  });

  hours('[8(2)⑤f] staff add a pattern and remove it again', noChange, async () => {
    const id = await pattern('試行', { from: '9:00', to: '12:00', unit: 30, capacity: 1 });
    const listed = async () =>
      words(shown(await here.me.get('/calendar/patterns')))
        .split('使っていない')[0]
        ?.includes('試行');
    expect(await listed()).toBe(true);
    const draft = await here.begin();
    await here.me.post(`/calendar/drafts/${draft}/pattern-retired`, { id: String(id), version: '0' });
    await here.publish(draft);
    const { retired } = await here.fresh.db.one<{ retired: boolean }>(
      sql`SELECT retired_at IS NOT NULL AS retired FROM calendar.patterns WHERE id = ${id}`,
    );
    expect(retired).toBe(true);
  });

  hours('[8(2)⑤g] set by office: what one office changes leaves the other as it is', noChange, async () => {
    const day = await openDay(here.fresh.db, here.city, 16);
    const before = await slotsOn('kitano', day);
    await special(day, await pattern('本庁だけ', { from: '13:00', to: '14:00', unit: 60, capacity: 4 }));
    expect(await slotsOn('honcho', day)).toEqual(['13:00 60分 4']);
    expect(await slotsOn('kitano', day)).toEqual(before);
  });

  hours('[8(2)⑤h] set by day: one day is closed, the days around it are not', noChange, async () => {
    const day = await openDay(here.fresh.db, here.city, 18);
    const around = async () => [await slotsOn('honcho', addDays(day, -1)), await slotsOn('honcho', addDays(day, 1))];
    const before = await around();
    await special(day, null);
    expect(await slotsOn('honcho', day)).toEqual([]);
    expect(await around()).toEqual(before);
  });

  hours('[8(2)⑤i] set by unit of time: 60, 30, 20, 15 and 10 minutes in one day', noChange, async () => {
    const day = await openDay(here.fresh.db, here.city, 20);
    const units = [60, 30, 20, 15, 10];
    const bands = units.map((unit, row) => ({ from: `${9 + row}:00`, to: `${10 + row}:00`, unit, capacity: 1 }));
    await special(day, await pattern('いろいろな長さ', ...bands));
    const slots = await slotsOn('honcho', day);
    for (const [row, unit] of units.entries())
      expect(slots.filter((slot) => slot.startsWith(`${9 + row}:`) && slot.includes(` ${unit}分`))).toHaveLength(60 / unit);
  });

  const noWindows = page('desk', 'POST /settings/windows/[^?]*');

  demand('[8(2)⑥a] the earliest day citizens may book: five open days ahead', noWindows, async () => {
    const of = await offering();
    await windows(world.city.main, { 'citizen-ahead': '5' }, async () => {
      await expect.poll(() => of('honcho', 4, 5), KEPT).toEqual([false, true]);
    });
    // A whole day that 臨時閉庁 shuts is no open day: a day more lies before the first, which two days of transfer precede. Hours of a day change nothing.
    await windows(world.city.branch, { 'citizen-ahead': '5' }, async () => {
      await expect.poll(() => of('kitano', 6, 7), KEPT).toEqual([false, true]);
      const shut = (day: string, hours: { from: number; to: number } | null) =>
        closeOffice(world.desk.db, { kind: 'staff', staffId: 1 }, { office: world.city.branch, day, hours });
      const ids = [await shut(dayOn(3), { from: 540, to: 600 })];
      await expect.poll(() => of('kitano', 6, 7), KEPT).toEqual([false, true]);
      ids.push(await shut(dayOn(2), null));
      await expect.poll(() => of('kitano', 7, 8), KEPT).toEqual([false, true]);
      for (const id of ids) {
        await world.admin.get(`/closings/${id}/reopen`);
        await world.admin.post(`/closings/${id}/reopen`, {});
      }
      await expect.poll(() => of('kitano', 6, 7), KEPT).toEqual([false, true]);
    });
  });

  demand('[8(2)⑥b] the earliest day staff may book, in open days before', noWindows, async () => {
    const { cardId } = await waiting();
    await windows(world.city.main, { 'staff-ahead': '3', 'staff-same-day': '' }, async () => {
      expect(await deskWindow(cardId)).toContain(`${shortDate(dayOn(3))}から`);
    });
  });

  demand('[8(2)⑥c] booking for the same day is off, then on', noWindows, async () => {
    const { cardId } = await waiting();
    await windows(world.city.main, { 'staff-same-day': '' }, async () => {
      expect(await deskWindow(cardId)).toContain(`${shortDate(dayOn(1))}から`);
    });
    expect(await deskWindow(cardId)).toContain(`${shortDate(dayOn(0))}から`);
    // Citizens too: nothing of today, then today as long as an hour of it is to come.
    const of = await offering();
    await windows(world.city.main, { 'citizen-ahead': '0' }, async () => {
      await expect.poll(() => of('honcho', 0, 1), KEPT).toEqual([false, true]);
    });
    await windows(world.city.main, { 'citizen-ahead': '0', 'citizen-same-day': 'yes' }, async () => {
      const { hour } = await world.fresh.db.one<{ hour: number }>(sql`SELECT lib.minute_of(lib.now()) / 60 AS hour`);
      await expect.poll(() => of('honcho', 0, 1), KEPT).toEqual([hour < 23, true]);
    });
  });

  demand('[8(2)⑥d] changing on the same day is off, then on', noWindows, async () => {
    const one = await waiting();
    await bookByPhone(world, world.clerk, one.cardId, { ...main, daysOn: 1, hour: 20 }, { mail: one.mail });
    const link = linkIn(await mailTo(world, one.mail, '予約を受け付けました'));
    /** On the morning of the visit, in the browser that opened its link. */
    const thatMorning = async <T>(look: (me: Visitor, page: Page) => Promise<T>): Promise<T> => {
      const { now } = await world.fresh.db.one<{ now: Date }>(sql`SELECT clock_timestamp() AS now`);
      try {
        await shiftTime(world.fresh, Math.ceil((cityInstant(dayOn(1), 480).epochMilliseconds - now.getTime()) / 1_000));
        const me = someone(world);
        shown(await me.get(link));
        return await look(me, await on(me, await me.post(link, {})));
      } finally {
        await shiftTime(world.fresh, 0);
      }
    };
    const changeable = () => thatMorning(async (_, page) => page.html.includes('場所や日時を変更する'));
    /** Whether the day itself offers its later hours, how the move is answered, and when the visit begins afterwards. */
    const laterToday = () =>
      thatMorning(async (me) => {
        const slot = await slotAt(world.fresh.db, world.city, world.city.main, 1, 22);
        const times = `/times?office=honcho&day=${dayOn(1)}`;
        const offered = (await me.get(times)).html.includes(`value="${slot}"`);
        const to = `/change?office=honcho&day=${dayOn(1)}&slot=${slot}`;
        const asked = await me.get(to);
        const moved = await me.post('/change', formFields(asked, '/change'));
        const { minute } = await world.fresh.db.one<{ minute: number }>(sql`
          SELECT s.start_minute AS minute FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id JOIN ledger.slots s ON s.id = r.slot_id WHERE m.card_id = ${one.cardId}`);
        return [offered, moved.status, minute];
      });
    expect(await changeable()).toBe(false);
    await windows(world.city.main, { 'citizen-same-day-change': 'yes' }, async () => {
      expect(await changeable()).toBe(true);
      // To a later hour of the day itself too, though nobody may book for today any more.
      expect(await laterToday()).toEqual([true, 303, 22 * 60]);
    });
    // At the desk: a visit of today is moved to another day, or not. Cancelled it is in any case.
    const { hour } = await world.fresh.db.one<{ hour: number }>(sql`SELECT lib.minute_of(lib.now()) / 60 AS hour`);
    const today = await waiting();
    await bookByPhone(world, world.clerk, today.cardId, { ...main, daysOn: 0, hour });
    const { id } = await world.fresh.db.one<{ id: string }>(
      sql`SELECT reservation_id AS id FROM reservations.members WHERE card_id = ${today.cardId}`,
    );
    const path = `/reservations/${id}/move`;
    const slot = await slotAt(world.fresh.db, world.city, world.city.main, 5, 20);
    const moved = async () => {
      const page = shown(await world.clerk.get(`${path}?office=honcho&slot=${slot}`));
      return world.clerk.post(path, { ...formFields(page, path), act: 'confirm' });
    };
    await windows(world.city.main, { 'staff-same-day-change': '' }, async () => {
      const refused = await moved();
      expect([refused.status, words(refused)]).toEqual([409, expect.stringContaining('変更できる期限を過ぎています')]);
    });
    expect((await moved()).status).toBe(303);
    // And to another hour of its own day where the day lies before the window of staff too.
    await windows(world.city.main, { 'staff-ahead': '9', 'staff-same-day': '' }, async () => {
      const at = await slotAt(world.fresh.db, world.city, world.city.main, 5, 21);
      const page = shown(await world.clerk.get(`${path}?office=honcho&slot=${at}`));
      expect((await world.clerk.post(path, { ...formFields(page, path), act: 'confirm' })).status).toBe(303);
      const other = await slotAt(world.fresh.db, world.city, world.city.main, 4, 21);
      const early = shown(await world.clerk.get(`${path}?office=honcho&slot=${other}`));
      expect((await world.clerk.post(path, { ...formFields(early, path), act: 'confirm' })).status).toBe(409);
    });
  });

  demand('[8(2)⑥e] the latest day as days from the day of applying', noWindows, async () => {
    const of = await offering();
    await windows(world.city.main, { 'citizen-kind': 'days', 'citizen-days': '10' }, async () => {
      await expect.poll(() => of('honcho', 10, 11), KEPT).toEqual([true, false]);
    });
    const { cardId } = await waiting();
    await windows(world.city.main, { 'staff-kind': 'days', 'staff-days': '11' }, async () => {
      expect(await deskWindow(cardId)).toContain(`${shortDate(dayOn(11))}まで`);
    });
  });

  demand('[8(2)⑥f] the latest day as a date', noWindows, async () => {
    const of = await offering();
    await windows(world.city.main, { 'citizen-kind': 'date', 'citizen-date': dayOn(12) }, async () => {
      await expect.poll(() => of('honcho', 12, 13), KEPT).toEqual([true, false]);
    });
    const { cardId } = await waiting();
    await windows(world.city.main, { 'staff-kind': 'date', 'staff-date': dayOn(14) }, async () => {
      expect(await deskWindow(cardId)).toContain(`${shortDate(dayOn(14))}まで`);
    });
  });

  demand('[8(2)⑥g] all of it by office: one is set, the other stays', noWindows, async () => {
    const of = await offering();
    await windows(world.city.branch, { 'citizen-ahead': '6', 'citizen-kind': 'days', 'citizen-days': '9' }, async () => {
      await expect.poll(() => of('kitano', 5, 8, 10), KEPT).toEqual([false, true, false]);
      await expect.poll(() => of('honcho', 5, 8, 10), KEPT).toEqual([true, true, true]);
    });
    const { cardId } = await waiting();
    const before = await deskWindow(cardId);
    await windows(world.city.branch, { 'staff-kind': 'days', 'staff-days': '9' }, async () => {
      expect(await deskWindow(cardId, 'kitano')).toContain(`${shortDate(dayOn(9))}まで`);
      expect(await deskWindow(cardId)).toBe(before);
    });
  });

  demand(
    '[8(2)⑦a] progress is followed from the notice sent to the card handed over',
    page('desk', 'POST /today/press'),
    async () => {
      const { cardId } = await waiting();
      const stands = async (status: string) => expect(await personPage(cardId)).toContain(`交付状況${status}`);
      await stands('通知発送済');
      await changed(cardId, 'returned', '宛先不明で戻った');
      await stands('通知返戻');
      await changed(cardId, 'renotified', '住所を確かめて送り直した');
      await stands('再通知');
      const { hour } = await world.fresh.db.one<{ hour: number }>(sql`SELECT lib.minute_of(lib.now()) / 60 AS hour`);
      await bookByPhone(world, world.clerk, cardId, { ...main, daysOn: 0, hour });
      await stands('予約済');
      for (const [from, press] of [
        ['', 'arrived'],
        ['arrived', 'handed-over'],
      ] as const)
        await pressOnBoard(cardId, { from, press });
      await stands('交付済');
      // Each step of the one card, with when: the last first.
      const said = await personPage(cardId);
      const history = said.slice(said.indexOf('交付状況の履歴'));
      const steps = ['交付済', '予約済', '再通知', '通知返戻'].map((status) => history.indexOf(status));
      expect([steps.includes(-1), steps]).toEqual([false, steps.toSorted((a, b) => a - b)]);
    },
  );

  const changed = async (cardId: number, to: string, why: string) => {
    const path = `/people/${cardId}/status`;
    return on(world.clerk, await fill(world.clerk, shown(await world.clerk.get(path)), path, { to, why }));
  };

  demand('[8(2)⑦b] each person’s status is kept: one is changed, another’s stays', act('cards.change_status'), async () => {
    const [one, other] = [await waiting(), await waiting()];
    await changed(one.cardId, 'returned', '宛先不明で戻った');
    expect(await personPage(one.cardId)).toContain('交付状況通知返戻');
    expect(await personPage(other.cardId)).toContain('交付状況通知発送済');
  });

  demand(
    '[8(2)⑦c] status is changed for many at once: those a filter chooses, after it was shown how many',
    page('desk', 'POST /cards/status'),
    async () => {
      const [one, two] = [await waiting(), await waiting()];
      for (const { cardId } of [one, two]) await changed(cardId, 'returned', '宛先不明で戻った');
      const path = '/cards/status';
      const chosen = shown(await world.clerk.get(`${path}?office=&status-returned=yes&booked=all`));
      const asked = { 'change-to': 'renotified', 'change-why': '住所を確かめて送り直した', act: 'preview' };
      const preview = await world.clerk.post(path, { ...formFields(chosen, path), ...asked });
      expect(words(preview)).toMatch(/変更します\d+枚/u);
      await world.clerk.post(path, { ...formFields(preview, path, 'seen'), act: 'change' });
      for (const { cardId } of [one, two]) expect(await personPage(cardId)).toContain('交付状況再通知');
    },
  );

  demand(
    '[8(2)⑦d] handing over one card changes its status by one press on the board',
    page('desk', 'POST /today/press'),
    async () => {
      const { cardId, name } = await handOver();
      expect(await personPage(cardId)).toContain('交付状況交付済');
      expect(words(shown(await world.clerk.get('/today?office=honcho&all=1')))).toContain(name);
    },
  );

  demand('[8(2)⑦e] a status keeps its history: when, what, why and who', rows('cards.status_history'), async () => {
    const { cardId } = await waiting();
    await changed(cardId, 'returned', '転居先不明のため');
    await changed(cardId, 'notified', '住所を確かめて送り直した');
    const said = await personPage(cardId);
    const history = said.slice(said.indexOf('交付状況の履歴'));
    for (const part of ['通知返戻', '転居先不明のため', '住所を確かめて送り直した', '古賀 恵子']) expect(history).toContain(part);
    expect(history).toMatch(/令和\d+年\d+月\d+日 \d+:\d{2}/u);
  });

  demand(
    '[8(2)⑦f] handing over changes the status of many at once: those ticked of a day, after it was shown how many, and back as a whole',
    page('desk', 'POST /today/hand-over/many'),
    async () => {
      const people = [await atTheCounter('arrived'), await atTheCounter('arrived')];
      const left = await atTheCounter('arrived');
      const path = '/today/hand-over/many';
      const day = shown(await world.clerk.get(`${path}?office=honcho`));
      const ticks = Object.entries(formFields(day, path));
      const { id } = await world.fresh.db.one<{ id: string }>(
        sql`SELECT reservation_id AS id FROM reservations.members WHERE card_id = ${left.cardId}`,
      );
      const fields = Object.fromEntries(ticks.filter(([box]) => !box.startsWith(`who-${id}`)));
      const preview = await world.clerk.post(path, { ...fields, act: 'preview' });
      expect(words(preview)).toMatch(/選んでいません）1人/u);
      const done = await on(world.clerk, await world.clerk.post(path, { ...formFields(preview, path, 'seen'), act: 'hand' }));
      for (const { cardId } of people) expect(await personPage(cardId)).toContain('交付状況交付済');
      expect(await personPage(left.cardId)).toContain('交付状況予約済');
      const undo = /action="([^"]*\/undo)"/u.exec(shown(done).html)?.[1] ?? '';
      await on(world.clerk, await world.clerk.post(undo, formFields(done, undo)));
      for (const { cardId } of people) expect(await personPage(cardId)).toContain('交付状況予約済');
    },
  );

  demand(
    '[8(2)⑧a] people are narrowed down by status: one of two stands on the list',
    page('desk', 'GET /lists/cards'),
    async () => {
      const [one, other] = [await waiting(), await waiting()];
      await changed(one.cardId, 'returned', '宛先不明で戻った');
      const narrowed = words(shown(await world.clerk.get('/lists/cards?office=&status-returned=yes&booked=all')));
      expect(narrowed).toContain(one.name);
      expect(narrowed).not.toContain(other.name);
    },
  );

  demand('[8(2)⑧b] people are searched: by name, reading, birthday, telephone and ID', page('desk', 'POST /search'), async () => {
    const one = await waiting();
    const surname = one.name.split('　')[0] ?? '';
    for (const q of [one.name, one.kana, `${surname} ${one.birth}`, one.phone, one.noticeId])
      expect([q, words(await find(world.clerk, q)).includes(one.name)]).toEqual([q, true]);
  });

  demand(
    '[8(2)⑧c] forms and data are taken out: those of a status as CSV, for Excel and on paper',
    page('desk', 'POST /lists/cards/take'),
    async () => {
      const one = await waiting();
      await changed(one.cardId, 'returned', '宛先不明で戻った');
      const fields = { office: '', 'status-returned': 'yes', booked: 'all' };
      const csv = await taken('cards', fields, 'csv');
      expect(csv.html.split('\r\n').find((line) => line.includes(one.noticeId))).toContain(one.name);
      expect((await taken('cards', fields, 'xlsx')).headers.get('content-type')).toContain('spreadsheetml');
      const paper = await taken('cards', fields, 'pdf');
      expect(paper.headers.get('content-type')).toBe('application/pdf');
      for (const part of [one.noticeId, ...one.name.split('　')]) expect(saysOnPaper(paper)).toContain(part);
    },
  );

  demand('[8(2)⑨a] a detailed list by day and by time, as CSV and as PDF', page('desk', 'POST /lists/visits/take'), async () => {
    const [late, early] = [await waiting(), await waiting()];
    await bookByPhone(world, world.clerk, late.cardId, { ...main, daysOn: 8, hour: 14 });
    await bookByPhone(world, world.clerk, early.cardId, { ...main, daysOn: 8, hour: 9 });
    const fields = { office: 'honcho', from: dayOn(8), to: dayOn(8) };
    const lines = (await taken('visits', fields, 'csv')).html.split('\r\n');
    const at = (noticeId: string) => lines.findIndex((line) => line.includes(noticeId));
    expect([lines[at(early.noticeId)], lines[at(late.noticeId)]]).toEqual([
      expect.stringContaining(`${dayOn(8)},09:00,`),
      expect.stringContaining(`${dayOn(8)},14:00,`),
    ]);
    expect(at(early.noticeId)).toBeLessThan(at(late.noticeId));
    for (const part of [early.name, early.phone]) expect(lines[at(early.noticeId)]).toContain(part);
    const paper = saysOnPaper(await taken('visits', fields, 'pdf'));
    expect(paper.indexOf(early.noticeId)).toBeGreaterThan(-1);
    expect(paper.indexOf(early.noticeId)).toBeLessThan(paper.indexOf(late.noticeId));
    for (const part of ['14:00', early.phone]) expect(paper).toContain(part);
    // By time: the afternoon alone, and the morning.
    const afternoon = await taken('visits', { ...fields, 'time-from': '13:00' }, 'csv');
    expect(afternoon.html).toContain(late.noticeId);
    expect(afternoon.html).not.toContain(early.noticeId);
    const morning = { ...fields, 'time-from': '9時', 'time-until': '12時' };
    expect((await taken('visits', morning, 'csv')).html).not.toContain(late.noticeId);
    expect((await taken('pull', { ...morning, state: 'all' }, 'csv')).html).toContain(early.noticeId);
    expect((await taken('pull', { ...morning, state: 'all' }, 'csv')).html).not.toContain(late.noticeId);
    expect(saysOnPaper(await taken('visits', morning, 'pdf'))).not.toContain(late.noticeId);
  });

  demand(
    '[8(2)⑨b] to pull the cards of a day: a list in the order of the shelf, whatever the order of the visits',
    page('desk', 'GET /lists/pull'),
    async () => {
      const [first, second] = await shelved(2);
      if (first === undefined || second === undefined) throw new Error('two people');
      await bookByPhone(world, world.clerk, second.cardId, { ...main, daysOn: 9, hour: 9 });
      await bookByPhone(world, world.clerk, first.cardId, { ...main, daysOn: 9, hour: 15 });
      const list = shown(await world.clerk.get(`/lists/pull?office=honcho&from=${dayOn(9)}&state=unpulled`)).html;
      for (const part of [first.noticeId, second.noticeId, 'C棚', '7箱']) expect(list).toContain(part);
      expect(list.indexOf(first.noticeId)).toBeLessThan(list.indexOf(second.noticeId));
    },
  );

  demand(
    '[8(2)⑩a] places of storage are managed: boxes are added, hold cards, and one that is empty is taken out of use',
    page('desk', 'POST /storage/boxes'),
    async () => {
      const [path, cabinet] = ['/storage/boxes', `N${Math.random().toString(36).slice(2, 7)}棚`];
      const form = formFields(shown(await world.admin.get(path)), path);
      await world.admin.post(path, { ...form, office: 'honcho', cabinet, first: '1', count: '2', size: '3' });
      const plan = shown(await world.admin.get('/storage?office=honcho&empty=shown'));
      expect(words(plan)).toContain(`${cabinet} 0枚1箱0／3 空`);
      const [, full = '', empty = ''] =
        new RegExp(`${cabinet}.*?href="(/storage/boxes/\\d+)".*?href="(/storage/boxes/\\d+)"`, 'su').exec(plan.html) ?? [];
      const { noticeId, name } = await waiting();
      const scan = `/scan/shelve?box=${full.split('/').at(-1)}`;
      const page = shown(await world.clerk.get(scan));
      await world.clerk.post('/scan/shelve', { ...formFields(page, '/scan/shelve'), code: noticeId });
      expect(words(shown(await world.clerk.get(full)))).toContain(name);
      shown(await world.admin.get(empty));
      await world.admin.post(`${empty}/retire`, {});
      expect((await world.admin.get(empty)).status).toBe(404);
    },
  );

  demand(
    '[8(2)⑩b] cards to be sent to another office are seen from the bookings',
    page('desk', 'GET /lists/transfer'),
    async () => {
      const [there, here] = await shelved(2);
      if (there === undefined || here === undefined) throw new Error('two people');
      await bookByPhone(world, world.clerk, there.cardId, { office: 'kitano', daysOn: 8, hour: 10 });
      await bookByPhone(world, world.clerk, here.cardId, { ...main, daysOn: 8, hour: 10 });
      const list = words(shown(await world.clerk.get(`/lists/transfer?office=honcho&from=${dayOn(8)}`)));
      expect(list).toContain(there.name);
      expect(list).not.toContain(here.name);
    },
  );

  demand(
    '[8(2)⑩c] the list of them holds the office wanted, the place of storage and the day booked',
    page('desk', 'POST /lists/transfer/take'),
    async () => {
      const [one] = await shelved(1);
      if (one === undefined) throw new Error('one person');
      await bookByPhone(world, world.clerk, one.cardId, { office: 'kitano', daysOn: 9, hour: 11 });
      const lines = (await taken('transfer', { office: 'honcho', from: dayOn(9) }, 'csv')).html.split('\r\n');
      const line = lines.find((text) => text.includes(one.noticeId));
      for (const part of ['北野総合支所', '本庁', 'C棚', '7箱', dayOn(9), one.name]) expect(line).toContain(part);
      expect(lines[0]).toMatch(/希望する交付場所.*保管場所.*送る日.*予約日/u);
      const paper = await taken('transfer', { office: 'honcho', from: dayOn(9) }, 'pdf');
      expect([paper.headers.get('content-type'), paper.html.slice(0, 5)]).toEqual(['application/pdf', '%PDF-']);
    },
  );

  demand(
    '[8(2)⑪] staff write a mail to many at once: everybody of a day gets the text they wrote',
    page('desk', 'POST /mails/mailings/new'),
    async () => {
      const people = [await waiting(), await waiting()];
      const [called, typed] = people;
      if (called === undefined || typed === undefined) throw new Error('two people');
      // One address was told to a clerk, one its citizen typed on the web; who has cancelled since is not written to.
      await bookByPhone(world, world.clerk, called.cardId, { ...main, daysOn: 11, hour: 10 }, { mail: called.mail });
      await bookOnTheWeb(world, typed, { ...main, daysOn: 11, hour: 11 });
      const gone = await waiting();
      const { me } = await bookOnTheWeb(world, gone, { ...main, daysOn: 11, hour: 12 });
      await on(me, await me.post('/cancel', formFields(shown(await me.get('/cancel')), '/cancel')));
      const path = '/mails/mailings/new';
      const to = shown(await world.admin.get(`${path}?office=honcho&service=&from=${dayOn(11)}&to=&state=all`));
      const text = { subject: '駐車場の工事', body: '駐車場は使えません。', minutes: '0', act: 'preview' };
      const preview = await world.admin.post(path, { ...formFields(to, path), ...text });
      const mails = people.map(({ mail }) => mailTo(world, mail, '駐車場の工事'));
      await world.admin.post(path, { ...formFields(preview, path, 'seen'), act: 'send' });
      for (const mail of mails) expect((await mail).parsed.text).toContain('駐車場は使えません。');
      const written = await world.fresh.db.rows<{ card: number }>(sql`
        SELECT m.card_id AS card FROM outbox.mails o JOIN reservations.members m ON m.reservation_id = o.reservation_id WHERE o.kind = 'mailing'`);
      const stand = await world.fresh.db.rows<{ card: number }>(sql`
        SELECT m.card_id AS card FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id AND r.state = 'booked' JOIN ledger.slots s ON s.id = r.slot_id
        WHERE s.office_id = ${world.city.main} AND s.day = ${dayOn(11)}::date`);
      const cards = (rows: { card: number }[]) => rows.map(({ card }) => card).toSorted();
      expect(cards(written)).toEqual(cards(stand));
      expect(cards(written)).toEqual(expect.arrayContaining(people.map(({ cardId }) => cardId)));
    },
  );

  demand(
    '[8(2)⑫a] a list of those who did not come, with how to reach them',
    page('desk', 'POST /lists/no-shows/take'),
    async () => {
      const absent = await atTheCounter('no-show');
      const came = await atTheCounter('arrived', 'handed-over');
      // Nobody closed yesterday: who has no record stands there, marked.
      const open = await waiting();
      await bookByPhone(world, world.clerk, open.cardId, { ...main, daysOn: 5, hour: 11 });
      await world.fresh.db.run(sql`
        UPDATE reservations.reservations SET slot_id = ${await slotAt(world.fresh.db, world.city, world.city.main, -1, 8)}
        WHERE id = (SELECT reservation_id FROM reservations.members WHERE card_id = ${open.cardId})`);
      const fields = { office: 'honcho', from: dayOn(-1), to: dayOn(0) };
      const lines = (await taken('no-shows', fields, 'csv')).html.split('\r\n');
      expect(lines.find((line) => line.includes(absent.noticeId))).toContain(absent.phone);
      expect(lines.find((line) => line.includes(open.noticeId))).toContain('未確定');
      const paper = saysOnPaper(await taken('no-shows', fields, 'pdf'));
      for (const part of [absent.noticeId, absent.phone, open.noticeId, '未確定']) expect(paper).toContain(part);
      expect(paper).not.toContain(came.noticeId);
      expect(lines.some((line) => line.includes(came.noticeId))).toBe(false);
    },
  );

  demand(
    '[8(2)⑫b] who did not come and has an address is mailed by itself: nobody presses 日締め, one person 受付中 holds nobody back, and neither does a day on which nobody came',
    act('counter.decide_day'),
    async () => {
      const [one, pressed, here] = [await waiting(), await waiting(), await waiting()];
      // At a small office: the one visit of the day before yesterday, and one of the day before it.
      const [alone, dayBefore] = [await waiting(), await waiting()];
      const { main: hall, branch } = world.city;
      const visits: [Awaited<ReturnType<typeof waiting>>, number, number][] = [
        [one, hall, -2],
        [pressed, hall, -2],
        [here, hall, -2],
        [alone, branch, -2],
        [dayBefore, branch, -3],
      ];
      for (const [{ cardId, mail }, office, daysOn] of visits) {
        await bookByPhone(world, world.clerk, cardId, { ...main, daysOn: 5, hour: 8 }, { mail });
        // Nobody books a day that is past: this visit was booked for that day.
        await world.fresh.db.run(sql`
          UPDATE reservations.reservations SET slot_id = ${await slotAt(world.fresh.db, world.city, office, daysOn, 8)}
          WHERE id = (SELECT reservation_id FROM reservations.members WHERE card_id = ${cardId})`);
      }
      await pressOnBoard(dayBefore.cardId, { from: '', press: 'no-show', day: dayOn(-3) });
      // Of one of them the clerk said so on the board already; one came and was forgotten.
      await pressOnBoard(pressed.cardId, { from: '', press: 'no-show', day: dayOn(-2) });
      await pressOnBoard(here.cardId, { from: '', press: 'arrived', day: dayOn(-2) });
      const setting = '/settings/city/no-show-mail-minutes';
      await world.admin.post(setting, { ...formFields(shown(await world.admin.get(setting)), setting, 'value'), value: '0' });
      const mails = [one, pressed, alone].map(({ mail }) => mailTo(world, mail, 'あらためて予約をお願いします'));
      await runJob('decide', jobContext(world.desk.db, world.desk.db));
      for (const mail of mails) expect((await mail).parsed.text).toContain('http');
      const day = words(shown(await world.clerk.get(`/today/end?office=honcho&day=${dayOn(-2)}`)));
      expect(day).toMatch(/受付中の方が[1-9]\d*人います/u);
      expect(day).toContain(here.name);
      expect(day).toContain('自動で未来庁にしました');
    },
  );

  const remark = async (cardId: number, body: string) => {
    const path = `/people/${cardId}/remark`;
    return on(world.clerk, await fill(world.clerk, shown(await world.clerk.get(`/people/${cardId}`)), path, { body }));
  };

  demand('[8(2)⑬a] remarks on a person are seen and changed by staff, and by nobody else', act('cards.remark'), async () => {
    const one = await waiting();
    await remark(one.cardId, '耳が遠い方。大きな声で。');
    expect(words(shown(await world.admin.get(`/people/${one.cardId}`)))).toContain('耳が遠い方');
    const { me } = await bookOnTheWeb(world, one, { ...main, daysOn: 5, hour: 9 });
    const pages = [await me.get('/reservation'), await me.get('/cancel'), await me.get('/reservation.ics')];
    const { parsed } = await mailTo(world, one.mail, '予約を受け付けました');
    for (const text of [...pages.map(({ html }) => html), parsed.text ?? '']) expect(text).not.toContain('耳が遠い');
    await remark(one.cardId, '補聴器あり。');
    expect(await personPage(one.cardId)).toContain('補聴器あり。');
    // Of the person: a card made anew under another ID has it.
    const anew = await waiting({ name: one.name, kana: one.kana, birth: one.birth, month: one.month, day: one.day });
    expect(anew.noticeId).not.toBe(one.noticeId);
    expect(await personPage(anew.cardId)).toContain('補聴器あり。');
  });

  demand(
    '[8(2)⑬b] remarks are changed at any time: while booked, and after the card was handed over',
    act('cards.remark'),
    async () => {
      const one = await waiting();
      await bookByPhone(world, world.clerk, one.cardId, { ...main, daysOn: 5, hour: 10 });
      await remark(one.cardId, '当日は代理の方。');
      expect(await personPage(one.cardId)).toContain('当日は代理の方。');
      const { cardId } = await handOver();
      await remark(cardId, '手数料の領収書を再発行した。');
      expect(await personPage(cardId)).toContain('手数料の領収書を再発行した。');
    },
  );
});
