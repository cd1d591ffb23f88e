// 仕様書 10 研修の実施. The exercises of docs/training are walked in a practice city: what they quote must stand on the pages met.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fillDemo } from '../../src/demo/fill.ts';
import { fillPractice, PRACTICE_PASSWORD, practiceCard } from '../../src/demo/practice.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { ROOT } from '../../src/lib/root.ts';
import { signedIn, type Visitor, visitor } from '../support/browse.ts';
import { startCitizenDoor, type TestCitizenDoor } from '../support/citizen.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { startDesk, type TestDesk } from '../support/desk.ts';
import { formFields } from '../support/forms.ts';
import { words } from '../support/pages.ts';
import { spoilt } from './support/away.ts';
import { demandsOf } from './support/demand.ts';
import { type Gate, openGate } from './support/gate.ts';
import { fill, find, on, shown } from './support/world.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let citizen: TestCitizenDoor;
let gates: { citizen: Gate; desk: Gate };
beforeAll(async () => {
  fresh = await freshDatabase();
  await fillDemo(fresh.db, systemClock, () => {}, 1_500);
  await fillPractice(fresh.db, systemClock);
  [desk, citizen] = await Promise.all([startDesk(fresh), startCitizenDoor(fresh)]);
  gates = { citizen: await openGate(citizen.url), desk: await openGate(desk.url) };
  // As long as fill.db.test.ts waits for the same city.
}, 300_000);
afterAll(async () => {
  await Promise.all([gates.citizen.close(), gates.desk.close()]);
  await Promise.all([desk.close(), citizen.close()]);
  await fresh.drop();
});
const demand = demandsOf(() => ({ fresh, gates }));

/** Remembers what every page said to somebody. */
function heard(me: Visitor): { me: Visitor; all: () => string } {
  const said: string[] = [];
  const noted =
    <A extends unknown[]>(ask: (...args: A) => ReturnType<Visitor['get']>) =>
    async (...args: A) => {
      const page = await ask(...args);
      said.push(words(page), ...[...page.html.matchAll(/aria-label="([^"]+)"/gu)].map(([, label = '']) => label));
      return page;
    };
  return {
    me: { ...me, get: noted(me.get), post: noted(me.post), upload: noted(me.upload), follow: noted(me.follow) },
    all: () => said.join('\n'),
  };
}
const exercises = async (name: string): Promise<Map<string, string>> => {
  const text = await readFile(join(ROOT, 'docs/training', `${name}.md`), 'utf8');
  return new Map(
    text
      .split(/^## /mu)
      .slice(1)
      .map((part) => [part.split('\n', 1)[0] ?? '', part]),
  );
};
/** Words an exercise quotes that no page said. */
const dead = (exercise: string, said: string): string[] =>
  [...exercise.matchAll(/「([^」]+)」/gu)]
    .map(([, quoted = '']) => quoted)
    .filter((quoted) => !said.replace(/\s+/gu, '').includes(quoted.replace(/\s+/gu, '')));

type Walk = (me: Visitor) => Promise<void>;
const SEAT = practiceCard(1);

async function slotInAWeek(): Promise<number> {
  const { id } = await fresh.db.one<{ id: number }>(sql`
    SELECT s.id FROM ledger.slots s JOIN services.services v ON v.id = s.service_id
    WHERE s.office_id = 1 AND v.needs_card AND s.day > lib.day_of(lib.now()) + 7 AND s.closed_at IS NULL AND NOT s.gone AND s.capacity > s.taken ORDER BY s.day, s.start_minute LIMIT 1`);
  return id;
}
let reservation = '';
const STAFF: Record<string, Walk> = {
  練習1: async (me) => void shown(await me.get('/today')),
  練習2: async (me) => {
    const page = await find(me, SEAT.noticeId);
    const path = /action="(\/people\/\d+\/remark)"/u.exec(page.html)?.[1] ?? '';
    expect(words(await on(me, await fill(me, page, path, { body: '耳が遠い方。筆談の用意' })))).toContain('筆談の用意');
  },
  練習3: async (me) => {
    shown(await me.get('/booking'));
    const { id } = await fresh.db.one<{ id: number }>(sql`SELECT id FROM cards.cards WHERE notice_id = ${SEAT.noticeId}`);
    const page = shown(await me.get(`/booking?card=${id}&slot=${await slotInAWeek()}&office=honcho`));
    const booked = await on(me, await fill(me, page, '/booking', { act: 'confirm' }));
    reservation = new URL(booked.url, gates.desk.url).pathname;
    expect(words(booked)).toMatch(/\d{4}-\d{4}/u);
    expect(words(await find(me, SEAT.noticeId))).toContain('予約済');
  },
  練習4: async (me) => {
    shown(await me.get(reservation));
    const page = shown(await me.get(`${reservation}/cancel`));
    await on(me, await fill(me, page, `${reservation}/cancel`, { why: '電話で申し出' }));
    expect(words(await find(me, SEAT.noticeId))).toContain('通知発送済');
  },
  練習5: async (me) => {
    shown(await me.get('/lists'));
    shown(await me.get('/lists/visits'));
  },
  練習6: async (me) => {
    shown(await me.get('/terminals'));
    const page = shown(await me.get('/terminals/check'));
    const ok = [...page.html.matchAll(/name="(\w+)" value="ok"/gu)].map(([, name = '']) => [name, 'ok'] as const);
    await on(me, await fill(me, page, '/terminals/check', { ...Object.fromEntries(ok), terminal: '練習1', act: 'keep' }));
  },
};
const ADMIN: Record<string, Walk> = {
  練習1: async (me) => {
    shown(await me.get('/accounts'));
    const page = shown(await me.get('/accounts/new'));
    const made = await fill(me, page, '/accounts/new', { login: 'shinjin1', name: '新人 一郎', 'role-counter': 'yes' });
    expect(words(made.status === 303 ? await on(me, made) : shown(made))).toContain('本人に渡すもの');
  },
  練習2: async (me) => {
    shown(await me.get('/settings'));
    const page = shown(await me.get('/settings/notices'));
    const look = shown(await fill(me, page, '/settings/notices', { body: '練習のお知らせです。' }));
    expect(words(look)).toContain('お知らせの表示を確かめる');
    const list = await on(me, await fill(me, look, '/settings/notices', { preview: 'sure' }));
    expect(words(list)).toContain('練習のお知らせです。');
  },
  練習3: async (me) => {
    shown(await me.get('/settings/former/template.csv'));
    shown(await me.get('/settings/former'));
    const rows =
      '以前の予約番号,交付場所,予約日,予約時刻,交付通知書ID,氏名,生年月日\r\nR-1,本庁,2020/1/6,9:00,REN-000012,練習　太郎12,1980/1/12\r\n';
    const file = { field: 'file', name: 'ひな型.csv', bytes: new TextEncoder().encode(rows) };
    expect(words(await on(me, await me.upload('/settings/former', {}, file)))).toContain('予約の日時が過ぎています');
  },
  練習4: async (me) => void shown(await me.get('/audit')),
};

async function walkAll(name: 'staff' | 'admin', login: string, walks: Record<string, Walk>): Promise<void> {
  const parts = await exercises(name);
  expect([...parts.keys()].map((title) => title.split(' ')[0])).toEqual(Object.keys(walks));
  const first = heard(visitor(gates.desk.url));
  await first.me.get('/sign-in');
  const before = first.all();
  for (const [title, exercise] of parts) {
    const { me, all } = heard(await signedIn(gates.desk.url, login, PRACTICE_PASSWORD));
    await walks[title.split(' ')[0] ?? '']?.(me);
    expect([title, dead(exercise, before + all())]).toEqual([title, []]);
  }
}

describe('10 研修の実施', () => {
  demand(
    '[§10] training for staff and, apart, for administrators: a practice city marked on every page, a plan, and exercises that hold step by step',
    spoilt('desk', '/', (html) => html.replaceAll('練習', '')),
    async () => {
      for (const path of ['/sign-in', '/today', '/settings']) {
        const me = path === '/sign-in' ? visitor(gates.desk.url) : await signedIn(gates.desk.url, 'kanri1', PRACTICE_PASSWORD);
        expect(shown(await me.get(path)).html).toContain('class="band"');
        expect(words(await me.get(path))).toContain('練習用の画面です');
      }
      for (const path of ['/', '/notice', '/help'])
        expect(words(shown(await visitor(gates.citizen.url).get(path)))).toContain('練習用の画面です');
      const plan = await readFile(join(ROOT, 'docs/training/plan.md'), 'utf8');
      for (const said of ['時期', '回数', '講師', '職員研修', '管理者研修']) expect(plan).toContain(said);
      await walkAll('staff', 'renshu1', STAFF);
      await walkAll('admin', 'kanri1', ADMIN);
      await fresh.db.run(sql`DELETE FROM staff.accounts WHERE login = 'shinjin1'`).catch(() => {});
    },
  );

  test('a practice city stays one, whatever name is typed; another city has no band', async () => {
    const me = await signedIn(gates.desk.url, 'kanri1', PRACTICE_PASSWORD);
    const page = await me.get('/settings/about');
    await me.post('/settings/about', { ...formFields(page, '/settings/about'), name: '久留米市' });
    const { name } = await fresh.db.one<{ name: string }>(sql`SELECT name FROM site.city`);
    expect(name).toBe('【練習】久留米市');
  });
});
