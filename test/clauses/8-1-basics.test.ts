// 仕様書 8(1) 基本要件, line by line. What is not built stands as a todo with its sentence.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { paths as citizenPaths } from '../../src/citizen/paths.ts';
import { paths as deskPaths } from '../../src/desk/paths.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { eraDate, longDate, shortDate } from '../../src/lib/dates/format.ts';
import { addDays, cityInstant } from '../../src/lib/dates/jst.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { type Page, signedIn, visitor } from '../support/browse.ts';
import { closeBrowser, open } from '../support/browser.ts';
import { KEPT, startCitizenDoor } from '../support/citizen.ts';
import { closeOffice } from '../support/closing.ts';
import { PASSWORD } from '../support/desk.ts';
import { missingInIe11 } from '../support/html.ts';
import { inHandAllTheSame } from '../support/in-hand.ts';
import { words } from '../support/pages.ts';
import { shiftTime } from '../support/time.ts';
import { whileAllIsDown } from './support/all-down.ts';
import { act, led, page, rows, spoilt } from './support/away.ts';
import { type Away, demandsOf } from './support/demand.ts';
import { person, someWaiting } from './support/people.ts';
import { strike } from './support/strike.ts';
import {
  arrive,
  bookByPhone,
  bookOnTheWeb,
  buildWorld,
  choose,
  confirm,
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
beforeAll(async () => {
  world = await buildWorld();
});
afterAll(async () => {
  await closeBrowser();
  await world.close();
});
const demand = demandsOf(() => world);
const dayOn = (days: number): string => addDays(world.city.today, days);

/** The addresses of a door that need nothing filled in. */
const plain = (all: Record<string, unknown>): string[] =>
  Object.values(all).flatMap((path) => (typeof path === 'string' && !path.includes(':') ? [path] : []));
const waiting = () => someWaiting(world);
/** Moves the city's time to a day and minute of it until `during` is done. */
async function at<T>(day: string, minute: number, during: () => Promise<T>): Promise<T> {
  const { now } = await world.fresh.db.one<{ now: Date }>(sql`SELECT clock_timestamp() AS now`);
  try {
    await shiftTime(world.fresh, Math.ceil((cityInstant(day, minute).epochMilliseconds - now.getTime()) / 1_000));
    return await during();
  } finally {
    await shiftTime(world.fresh, 0);
  }
}
const desk = () => signedIn(world.gates.desk.url, 'ide', PASSWORD);

describe('8(1) 基本要件', () => {
  demand(
    '[8(1)③a] citizens come in over the Internet: the site’s first page leads to a booking',
    page('citizen', 'GET /'),
    async () => {
      const start = shown(await someone(world).get('/'));
      expect(words(start)).toContain('受け取りを予約する');
      await bookOnTheWeb(world, await waiting(), { office: 'honcho', daysOn: 3, hour: 9 });
    },
  );

  demand(
    '[8(1)③b] staff and the call centre come in at their own entrance and take a call there',
    page('desk', 'GET /booking'),
    async () => {
      const { cardId } = await waiting();
      const me = await desk();
      await bookByPhone(world, me, cardId, { office: 'honcho', daysOn: 3, hour: 10 });
    },
  );

  demand('[8(1)③c] neither entrance serves a page of the other', led('citizen', '/sign-in', '/sign-in'), async () => {
    const me = someone(world);
    for (const path of ['/sign-in', ...plain(deskPaths)])
      expect([path, (await me.get(path)).html.includes('窓口予約（職員）')]).toEqual([path, false]);
    for (const path of plain(citizenPaths))
      expect([path, (await world.admin.get(path)).html.includes('マイナンバーカード窓口予約')]).toEqual([path, false]);
  });

  let closed = 24;
  demand(
    '[8(1)③d] no page or PDF of the desk asks anything of a host outside',
    spoilt('desk', '/today', (html) => html.replace('</body>', '<img src="https://cdn.example.com/x.png"></body>')),
    async () => {
      const { cardId } = await waiting();
      for (const path of [...plain(deskPaths), `/people/${cardId}`, `/booking?card=${cardId}`]) {
        const asked = await world.admin.get(path);
        expect([path, asked.html.match(/(?:src|href|action)="(?:https?:)?\/\/[^"]*/giu)]).toEqual([path, null]);
        if (asked.status === 200) expect(asked.headers.get('content-security-policy')).toMatch(/default-src 'self'/u);
      }
      closed += 1;
      const by = { kind: 'staff', staffId: 1 } as const;
      const closing = await closeOffice(world.desk.db, by, { office: world.city.main, day: dayOn(closed) });
      const pdf = await world.admin.get(`/closings/${closing}/notice.pdf`);
      expect(pdf.headers.get('content-type')).toContain('application/pdf');
      expect(pdf.html).not.toMatch(/\/URI|\/GoToR|\/Launch|https?:\/\/(?!ns\.adobe|www\.w3|purl)/u);
    },
  );

  demand('[8(1)④a] the ID on each pickup notice is kept: the card is found by it', rows('cards.cards'), async () => {
    const one = await waiting();
    const found = words(await find(world.clerk, one.noticeId));
    for (const said of [one.noticeId, one.name]) expect(found).toContain(said);
  });

  demand(
    '[8(1)④b] people under one ID are a card each: told apart by name and birthday among hits, on lists and boards and by an import, each booked by their own birthday',
    spoilt('desk', '/search', (html) => html.replace(/(?:明治|大正|昭和|平成|令和)(?:\d+|元)年\d+月\d+日/gu, '')),
    async () => {
      const [one, other] = [person(), person()];
      await arrive(world, one, { ...other, noticeId: one.noticeId });
      const hits = words(await find(world.clerk, one.noticeId));
      for (const said of [one.name, other.name]) expect(hits).toContain(said);
      const births = hits.match(/(?:明治|大正|昭和|平成|令和)(?:\d+|元)年\d+月\d+日/gu) ?? [];
      expect(new Set(births).size).toBeGreaterThanOrEqual(2);
      await bookOnTheWeb(world, { ...other, noticeId: one.noticeId }, { office: 'honcho', daysOn: 3, hour: 12 });
      expect(words(await find(world.clerk, other.name))).toContain('予約済');
      // Who has the same ID stands apart, beneath what is this person's own.
      const page = words(await find(world.clerk, one.name));
      const apart = page.indexOf('同じ交付通知書IDの別の方');
      expect(apart).toBeGreaterThan(0);
      expect([page.indexOf('予約済') > apart, page.slice(apart).includes(other.name)]).toEqual([true, true]);
      // Of one name too the birthday tells them apart, on a list, on paper's data and on the board.
      const birthOf = ({ birth }: { birth: string }) => eraDate(birth.replaceAll('/', '-'));
      const twin = { ...person({ office: 'kitano' }), noticeId: one.noticeId, name: one.name, kana: one.kana };
      await arrive(world, twin);
      const list = '/lists/cards?office=&booked=all';
      const csv = await fill(world.admin, shown(await world.admin.get(list)), '/lists/cards/take', { as: 'csv' });
      const rows = csv.html.split('\n').filter((row) => row.includes(one.noticeId));
      expect(rows).toHaveLength(3);
      expect(new Set(rows.map((row) => row.replace(/^[^,]*,/u, ''))).size).toBe(3);
      for (const who of [one, twin]) {
        const { id } = await world.fresh.db.one<{ id: number }>(
          sql`SELECT id FROM cards.cards WHERE notice_id = ${one.noticeId} AND birth_date = ${who.birth.replaceAll('/', '-')}::date`,
        );
        await bookByPhone(world, world.clerk, id, { office: 'honcho', daysOn: 3, hour: 12 });
      }
      const board = words(shown(await world.clerk.get(`/today?office=honcho&day=${dayOn(3)}`)));
      for (const who of [one, twin]) expect(board).toContain(birthOf(who));
      // A list that names one of them again changes that one alone.
      await arrive(world, { ...twin, phone: '0942-77-0001' });
      const found = words(await find(world.clerk, '0942-77-0001'));
      expect(found).toContain(birthOf(twin));
      expect(words(await find(world.clerk, one.phone))).toContain(birthOf(one));
    },
  );

  demand(
    '[8(1)⑤] a booking by web and one by phone stand in one ledger, share the places of an hour and carry their channel',
    act('ledger.claim'),
    async () => {
      const place = await smallHour(world);
      const web = await waiting();
      await bookOnTheWeb(world, web, place);
      const phone = await waiting();
      const booked = words(await bookByPhone(world, world.clerk, phone.cardId, place));
      expect(booked).toContain('電話');
      const board = words(shown(await world.clerk.get(`/today?office=honcho&day=${dayOn(place.daysOn)}`)));
      for (const { name } of [web, phone]) expect(board).toContain(name);
      const { id } = await world.fresh.db.one<{ id: string }>(sql`
        SELECT r.id FROM reservations.reservations r JOIN reservations.members m ON m.reservation_id = r.id WHERE m.card_id = ${web.cardId} AND r.state = 'booked'`);
      expect(words(shown(await world.clerk.get(`/reservations/${id}`)))).toContain('ウェブ');
      // Both places of the hour are gone, for web and phone alike.
      const third = await prove(world, await waiting());
      expect((await choose(world, third, place)).url).toContain('gone=full');
    },
  );

  demand('[8(1)⑦a] it works in the middle of the night and on New Year’s Day', page('citizen', 'POST /check'), async () => {
    const one = await waiting();
    await at(dayOn(1), 3 * 60 + 30, () => bookOnTheWeb(world, one, { office: 'honcho', daysOn: 6, hour: 9 }));
    const newYear = `${Number(world.city.today.slice(0, 4)) + 1}-01-01`;
    await at(newYear, 10, async () => {
      for (const path of ['/', '/help', '/manage']) shown(await someone(world).get(path));
    });
  });

  const stop = (day: string) => ({
    'starts-day': day,
    'starts-time': '22:00',
    'ends-day': day,
    'ends-time': '24:00',
    reason: '年に一度の点検のため',
  });
  const plan = async (typed: Record<string, string>) => {
    const path = '/settings/maintenance';
    return on(world.admin, await fill(world.admin, await world.admin.get(path), path, typed));
  };
  const noStops = () => world.fresh.db.run(sql`DELETE FROM site.maintenance`);

  demand(
    '[8(1)⑦b] a planned stop is entered ahead with the day the city was told, which is kept; a mail tells the city, and when it left is the proof',
    page('desk', 'POST /settings/maintenance'),
    async () => {
      const told = dayOn(-3);
      await world.fresh.db.run(sql`UPDATE running.contacts SET mails = '{jimu@city.example.jp}'`);
      try {
        const list = words(await plan({ ...stop(dayOn(20)), presented: told }));
        const { parsed } = await mailTo(world, 'jimu@city.example.jp', '計画停止の予定のお知らせ');
        expect(parsed.text).toMatch(/開始：.* 22:00\n終了：.* 0:00\n理由：年に一度の点検のため/u);
        const left = async () => words(await world.admin.get('/settings/maintenance'));
        await expect.poll(left, KEPT).toMatch(/予定：令和[^：]*:\d\dに送信済/u);
        expect(list).toContain(longDate(told).slice(0, -3));
        expect(list).toContain('年に一度の点検のため');
        expect(list).not.toContain('2週間未満');
        // Told less than two weeks before: it is said, a reason is asked for, kept and marked.
        const path = '/settings/maintenance';
        const late = { ...stop(dayOn(13)), presented: world.city.today };
        expect(words(await fill(world.admin, await world.admin.get(path), path, late))).toContain(
          '開始まで13日で、14日ありません',
        );
        expect(words(await plan({ ...late, short: '緊急の修正のため' }))).toContain('2週間未満（13日前）：緊急の修正のため');
      } finally {
        await world.fresh.db.run(sql`UPDATE running.contacts SET mails = '{}'`);
        await noStops();
      }
    },
  );

  demand(
    '[8(1)⑦c] every page of the site announces a stop by itself from two weeks before, not earlier',
    act('citizen.maintenance'),
    async () => {
      const pages = ['/', '/notice', '/manage', '/help', '/privacy', '/offices/honcho/calendar'];
      const announced = async () => {
        const told = [];
        for (const path of pages)
          if (words(shown(await someone(world).get(path))).includes(`${shortDate(dayOn(20))}午後10時から`)) told.push(path);
        return told;
      };
      try {
        await plan({ ...stop(dayOn(20)), presented: world.city.today });
        await expect.poll(announced, KEPT).toEqual([]);
        await at(dayOn(7), 12 * 60, () => expect.poll(announced, KEPT).toEqual(pages));
      } finally {
        await noStops();
      }
    },
  );

  /** The stand-in knows of no stop: it never reached a database. */
  let learns = true;
  const untold: Away = async () => {
    learns = false;
    return async () => {
      learns = true;
    };
  };

  demand(
    '[8(1)⑦d] during a stop a page says so and until when, even with application and database down',
    untold,
    () => whileAllIsDown(learns),
    // It starts and ends a PostgreSQL of its own.
    180_000,
  );

  /** Sets years; fewer are set with a second press on the page that says what would go. */
  const yearsOf = async (key: string, value: string) => {
    const path = `/settings/city/${key}`;
    const asked = await fill(world.admin, await world.admin.get(path), path, { value });
    return on(world.admin, asked.status === 200 ? await fill(world.admin, asked, path, {}) : asked);
  };
  /** The night's job as the worker does it by itself at half past two; the sessions of the desk are past then too. Returns what it reported. */
  const night = async (day: string): Promise<{ cards: number; reservations: number; logFiles: number }> => {
    const before = world.worker.log.length;
    const signIn = async () => {
      world.clerk = await signedIn(world.gates.desk.url, 'koga', PASSWORD);
      world.admin = await signedIn(world.gates.desk.url, 'ide', PASSWORD);
    };
    try {
      const said = await strike(world, 'expire', day, 150, async () => {
        await signIn();
        return world.worker.log.slice(before).find((line) => line.includes('"msg":"expired"'));
      });
      return JSON.parse(said ?? '{}');
    } finally {
      await signIn();
    }
  };

  demand(
    '[8(1)⑧] cards, reservations and logs are kept for the years the city sets, then removed by a job that reports; what is open stays',
    act('keeping.remove_cards'),
    async () => {
      const [one, open] = [await waiting(), await waiting()];
      const booked = numberOn(await bookByPhone(world, world.clerk, one.cardId, { office: 'honcho', daysOn: 0, hour: 23 }));
      await bookByPhone(world, world.clerk, open.cardId, { office: 'honcho', daysOn: 9, hour: 23 });
      const path = `/people/${one.cardId}`;
      const { id } = await world.fresh.db.one<{ id: string }>(sql`
        SELECT reservation_id AS id FROM reservations.members WHERE card_id = ${one.cardId} AND removed_at IS NULL`);
      for (const [from, press] of [
        ['', 'arrived'],
        ['arrived', 'handed-over'],
      ] as const)
        await inHandAllTheSame(
          world.clerk,
          await on(world.clerk, await world.clerk.post('/today/press', { id, position: '1', from, press, office: 'honcho' })),
        );
      await world.fresh.db.run(
        sql`INSERT INTO audit.log_files (name, host, day, bytes, sha256, sealed_at) SELECT 'desk.a.' || d || '.log', 'a', d, 1, 'x', lib.now() FROM (SELECT lib.day_of(lib.now()) AS d) x ON CONFLICT DO NOTHING`,
      );
      for (const key of ['keep-cards-years', 'keep-reservations-years', 'keep-log-years', 'keep-app-logs-years']) {
        // A city in which this was shown before keeps two years already: nothing would become shorter.
        await yearsOf(key, '5');
        expect(words(await yearsOf(key, '2'))).toContain('期限までに長さを戻すと、何も消えません');
      }
      expect((await night(dayOn(2 * 365 - 5))).logFiles).toBe(0);
      expect(words(await find(world.clerk, booked))).toContain(one.name);
      const removed = await night(dayOn(2 * 366 + 2));
      expect(removed.logFiles).toBe(1);
      expect(removed.cards).toBeGreaterThan(0);
      expect(removed.reservations).toBeGreaterThan(0);
      expect((await world.clerk.get(path)).status).toBe(404);
      // A card that still waits stays, with its reservation.
      expect(words(shown(await world.clerk.get(`/people/${open.cardId}`)))).toContain('予約済');
      const report = words(shown(await world.admin.get('/settings/keeping')));
      for (const said of [`削除 ${removed.cards}`, `削除 ${removed.reservations}`, '操作履歴']) expect(report).toContain(said);
    },
  );

  demand(
    '[8(1)⑨a] a terminal needs a browser and nothing else: signed in, found, booked and on the board without a script, an add-on or a program',
    spoilt('desk', '/today', (html) => html.replace('</main>', '<object data="viewer.ocx"></object></main>')),
    async () => {
      const one = await waiting();
      const me = await desk();
      const pages = [shown(await me.get('/today')), await find(me, one.noticeId)];
      pages.push(await bookByPhone(world, me, one.cardId, { office: 'honcho', daysOn: 5, hour: 9 }));
      pages.push(shown(await me.get(`/today?office=honcho&day=${dayOn(5)}`)));
      for (const { url, html } of pages)
        expect([url, html.match(/<(?:object|embed|applet|noscript)\b|javascript:|\.(?:exe|msi|ocx|cab|jar)\b/giu)]).toEqual([
          url,
          null,
        ]);
      expect(await faultsInOldBrowsers(world.desk.url, pages[0]?.html ?? '')).toEqual([]);
    },
  );

  demand(
    '[8(1)⑨b] a page checks terminal and printer before going live, without scripts: scanner, files, a test print; its result is kept and printed',
    page('desk', 'POST /terminals/check'),
    async () => {
      const path = '/terminals/check';
      const me = await desk();
      const seen = shown(await me.get(path));
      for (const said of ['髙', '﨑', '𠮷', '読み取りの見本']) expect(words(seen)).toContain(said);
      for (const name of ['trial.pdf', 'labels-24.pdf'])
        expect((await me.get(`/terminals/trial/${name}`)).headers.get('content-type')).toContain('application/pdf');
      const csv = await me.get('/terminals/trial/trial.csv');
      expect(csv.html).toContain('0001');
      const answers = Object.fromEntries(
        [...seen.html.matchAll(/name="(\w+)" value="ok"/gu)].map(([, name = '']) => [name, 'ok']),
      );
      expect(Object.keys(answers).length).toBeGreaterThan(8);
      const typed = { ...answers, terminal: '本庁舎 窓口3', labels: 'fault', remark: '右に3mmずれる' };
      // The scanner's Enter presses the first button; what was chosen stays.
      const scan = shown(await fill(me, seen, path, { ...typed, code: 'MDG-012345', act: 'scan' }));
      expect(words(scan)).toContain('一致しています');
      const result = await on(me, await fill(me, scan, path, { act: 'keep' }));
      for (const said of ['本庁舎 窓口3', '右に3mmずれる', '井手 誠', '問題あり 1項目']) expect(words(result)).toContain(said);
      const paper = await me.get(`${new URL(result.url, world.gates.desk.url).pathname}/result.pdf`);
      expect(paper.headers.get('content-type')).toContain('application/pdf');
      expect(words(shown(await me.get('/terminals')))).toContain('本庁舎 窓口3');
    },
  );

  demand(
    '[8(1)⑩] no cap on accesses, users and terminals: 150 visitors, one account at 20 terminals and 3,200 requests of 80 sources are served, nobody waits in line; one source alone is limited',
    page('citizen', 'GET /offices/honcho/calendar'),
    async () => {
      const statuses: number[] = [];
      // Side by side, ten at a time: how many come within one blink is a matter of the machine.
      for (let turn = 0; turn < 15; turn += 1) {
        const path = turn % 2 === 0 ? '/' : '/offices/honcho/calendar';
        const pages = await Promise.all(Array.from({ length: 10 }, () => someone(world).get(path)));
        statuses.push(...pages.map(({ status }) => status));
      }
      const terminals = [];
      for (let turn = 0; turn < 20; turn += 1) terminals.push(await desk());
      // The first is still in when the last has come.
      for (const me of terminals) statuses.push((await me.get('/today')).status);
      expect(statuses.filter((status) => status !== 200)).toEqual([]);
      expect(statuses).toHaveLength(170);
      // What is limited is one source, by a number the operator sets: eighty of them that each ask as often as one may are all served.
      const limit = 40;
      const door = await startCitizenDoor(world.fresh, systemClock, { RATE_LIMIT: String(limit), TRUSTED_PROXIES: '127.0.0.1' });
      try {
        const from = (source: number) => visitor(door.url, { 'x-forwarded-for': `203.0.113.${source}` });
        const counts = new Map<number, number>();
        const count = ({ status }: Page) => counts.set(status, (counts.get(status) ?? 0) + 1);
        for (let ten = 0; ten < 80; ten += 10)
          await Promise.all(
            Array.from({ length: 10 }, async (_, one) => {
              const me = from(ten + one);
              for (let turn = 0; turn < limit; turn += 1) count(await me.get('/'));
            }),
          );
        expect([...counts]).toEqual([[200, 80 * limit]]);
        const flood = from(200);
        for (let turn = 0; turn < limit; turn += 1) await flood.get('/');
        expect((await flood.get('/')).status).toBe(429);
      } finally {
        await door.close();
      }
    },
  );

  demand(
    '[8(1)⑪a] IE 11 books from the first page to the number, and no page, script or sheet on the way asks for what it cannot do; every browser gets the same pages',
    spoilt('citizen', '/assets/.*\\.css', (css) => `${css}.days{display:flex;gap:1rem}`),
    async () => {
      const { url } = world.gates.citizen;
      const ie = visitor(url, { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko' });
      const pages = new Map<string, string>();
      const seen =
        <A extends unknown[]>(load: (...asked: A) => Promise<Page>) =>
        async (...asked: A): Promise<Page> => {
          const came = await load(...asked);
          if (came.status === 200) pages.set(new URL(came.url, url).pathname, came.html);
          return came;
        };
      const me = { ...ie, get: seen(ie.get), follow: seen(ie.follow) };
      const first = shown(await me.get('/'));
      await prove(world, await waiting(), me);
      await choose(world, me, { office: 'honcho', daysOn: 8, hour: 11 });
      numberOn(await confirm(me));
      for (const path of ['/party', '/party/add', '/cancel']) shown(await me.get(path));
      const walked = ['/', '/notice', '/mail', '/mail/sent', '/calendar', '/times', '/cautions', '/check', '/reservation'];
      expect([...pages.keys()]).toEqual(expect.arrayContaining(walked));
      for (const [path, html] of pages) expect([path, missingInIe11(html)]).toEqual([path, []]);
      expect(await faultsInOldBrowsers(url, [...pages.values()].join(''))).toEqual([]);
      const others = [
        'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile/15E148 Safari/604.1',
        'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36',
        'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0',
      ];
      for (const agent of others) expect(shown(await visitor(url, { 'user-agent': agent }).get('/')).html).toBe(first.html);
    },
  );

  demand(
    '[8(1)⑪b] everything works with scripts off: booked, cancelled and booked again',
    page('citizen', 'POST /cautions'),
    async () => {
      const one = await waiting();
      const { me } = await bookOnTheWeb(world, one, { office: 'honcho', daysOn: 8, hour: 9 });
      await on(me, await fill(me, shown(await me.get('/cancel')), '/cancel', {}));
      await bookOnTheWeb(world, one, { office: 'honcho', daysOn: 8, hour: 10 });
    },
  );

  demand(
    '[8(1)⑫] pages fit a phone of 320 px: nothing is wider than the screen, in a browser',
    spoilt('citizen', '/notice', (html) => html.replace('<main', '<p style="width:600px">x</p><main')),
    async () => {
      const me = await prove(world, await waiting());
      const eyes = await open({ width: 320 });
      const { url } = world.gates.citizen;
      try {
        const fits = async (path: string) => {
          await eyes.go(`${url}${path}`);
          expect([path, await eyes.page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([path, 320]);
        };
        for (const path of ['/', '/notice', '/offices/honcho/calendar']) await fits(path);
        await eyes.context.addCookies([...me.cookies].map(([name, value]) => ({ name, value, url })));
        for (const path of ['/calendar?office=honcho', `/times?office=honcho&day=${dayOn(6)}`]) await fits(path);
        expect(await eyes.page.locator('meta[name=viewport]').getAttribute('content')).toContain('width=device-width');
      } finally {
        await eyes.close();
      }
    },
  );

  /** A file of reservations taken before, by the template's own heads. */
  const formerFile = async (rows: readonly string[][]) => {
    const template = shown(await world.admin.get('/settings/former/template.csv'));
    const [head = ''] = template.html.split('\r\n');
    const text = `${head}\r\n${rows.map((row) => `${row.join(',')}\r\n`).join('')}`;
    return { field: 'file', name: '予約台帳.csv', bytes: new TextEncoder().encode(text) };
  };
  const formerRow = (number: string, one: ReturnType<typeof person>, hour: string): string[] => [
    number,
    '電話',
    '本庁',
    '',
    dayOn(9).replaceAll('-', '/'),
    hour,
    one.noticeId,
    one.name,
    one.kana,
    one.birth,
    one.phone,
    one.mail,
    '',
  ];

  demand(
    '[8(1)⑬a] reservations taken before going live are imported simply: a file at the desk, one press; number and channel kept; who waits for a card is booked when it comes',
    act('reservations.take_over'),
    async () => {
      const path = '/settings/former';
      const [there, late] = [await waiting(), person()];
      const numbers = [`K-${there.cardId}`, `W-${there.cardId}`];
      shown(await world.admin.get(path));
      const file = await formerFile([formerRow(numbers[0] ?? '', there, '9:00'), formerRow(numbers[1] ?? '', late, '10:00')]);
      const judged = await on(world.admin, await world.admin.upload(path, {}, file));
      const done = await on(world.admin, await fill(world.admin, judged, `${judged.url}/press`, {}));
      expect(words(done)).toContain('カードを待っている');
      const booked = words(await find(world.clerk, numbers[0] ?? ''));
      for (const said of [there.name, '予約済', '電話']) expect(booked).toContain(said);
      await arrive(world, late);
      expect(words(await find(world.clerk, numbers[1] ?? ''))).toContain(late.name);
    },
  );

  demand(
    '[8(1)⑬b] the operator has what helps with it: a template, a dry run that stores nothing, a report with each row’s reason, a way back',
    page('desk', 'POST /settings/former'),
    async () => {
      const path = '/settings/former';
      const one = await waiting();
      for (const ending of ['csv', 'xlsx']) shown(await world.admin.get(`${path}/template.${ending}`));
      shown(await world.admin.get(path));
      const rows = [
        formerRow(`D-${one.cardId}`, one, '11:00'),
        formerRow(`KB-${one.cardId}`, { ...one, birth: '13月' }, '11:00'),
      ];
      const judged = await on(world.admin, await world.admin.upload(path, {}, await formerFile(rows)));
      expect(words(judged)).toContain('まだ登録していません');
      expect(words(await find(world.clerk, one.noticeId))).not.toContain('予約済');
      const report = shown(await world.admin.get(`${judged.url}/report.csv`)).html;
      expect(report).toMatch(/2,D-.*登録する/u);
      expect(report).toMatch(/3,KB-.*登録できない,3行目 生年月日：日付として読み取れません/u);
      await on(world.admin, await fill(world.admin, judged, `${judged.url}/press`, {}));
      expect(words(await find(world.clerk, one.noticeId))).toContain('予約済');
      const page = shown(await world.admin.get(judged.url));
      await on(world.admin, await fill(world.admin, page, `${judged.url}/undo`, {}));
      expect(words(await find(world.clerk, one.noticeId))).toContain('交付状況通知発送済');
    },
  );
});

/** What the sheets that pages name hold that IE 11 cannot show. */
async function faultsInOldBrowsers(url: string, html: string): Promise<string[]> {
  const { lintSheet } = (await import('../../build/style/lint.mjs' as string)) as { lintSheet(file: string): Promise<string[]> };
  const folder = await mkdtemp(join(tmpdir(), 'madoguchi-sheets-'));
  try {
    const sheets = [...new Set([...html.matchAll(/<link rel="stylesheet" href="([^"]+)"/gu)].map(([, path = '']) => path))];
    expect(sheets.length).toBeGreaterThan(0);
    const found = sheets.map(async (path, at) => {
      const file = join(folder, `${at}.css`);
      await writeFile(file, await (await fetch(`${url}${path}`)).text());
      return lintSheet(file);
    });
    return (await Promise.all(found)).flat();
  } finally {
    await rm(folder, { recursive: true });
  }
}
