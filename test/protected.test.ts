import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { features, routes } from '../src/desk/app.tsx';
import { paths } from '../src/desk/paths.ts';
import { workOnUploads } from '../src/intake/upload-jobs.ts';
import { LETTERS } from '../src/letters/letters.ts';
import { writeLetter } from '../src/letters/write.ts';
import { systemClock } from '../src/lib/clock.ts';
import { cityDay } from '../src/lib/dates/jst.ts';
import { raw, sql } from '../src/lib/db/sql.ts';
import { japaneseSentences } from '../src/lib/form/index.ts';
import { LISTS } from '../src/lists/all.ts';
import { asPaper, asXlsx } from '../src/lists/files.ts';
import type { ListFace } from '../src/lists/list-types.ts';
import { countHidden, knownOf, linesOf } from '../src/lists/read.ts';
import type { ClaimedMail } from '../src/outbox/queue.ts';
import { RIGHTS } from '../src/staff/rights.ts';
import { signedIn, type Visitor } from './support/browse.ts';
import type { FreshDatabase } from './support/database.ts';
import { demoDatabase } from './support/demo.ts';
import { PASSWORD, startDesk, type TestDesk } from './support/desk.ts';
import { formFields, postForms } from './support/forms.ts';
import { unzip } from './support/workbook.ts';

/**
 * 支援措置 on every page: in a made-up city everybody is protected, and whatever says who somebody is reads like nothing else. Who may see
 * them opens each GET route of the desk by the links of the pages before it; who may not opens the same addresses. A new route or list is
 * among them by itself.
 */
let fresh: FreshDatabase;
let desk: TestDesk;
let seeing: Visitor;
let blind: Visitor;

const SECRETS: Record<string, RegExp> = {
  name: /秘密野/u,
  kana: /ヒミツノ|ﾋﾐﾂﾉ/u,
  phone: /090-?1234-?9876/u,
  address: /秘密町/u,
  mail: /himitsu@/u,
};
const told = (text: string): string[] => Object.entries(SECRETS).flatMap(([what, how]) => (how.test(text) ? [what] : []));

/** Everybody protected, and known again wherever they are named. */
const hideEverybody = () =>
  fresh.db.pool.query(`
    UPDATE cards.cards SET protected = true, name = '秘密野　花' || id, kana = 'ヒミツノ ハナ', phone = '09012349876', address = '秘密町1番地';
    UPDATE reservations.members SET name = '秘密野　花', kana = 'ヒミツノ ハナ' WHERE card_id IS NOT NULL AND name IS NOT NULL;
    UPDATE reservations.reservations SET phone = '09012349876', mail = CASE WHEN mail IS NOT NULL THEN 'himitsu@example.jp' END
      WHERE id IN (SELECT reservation_id FROM reservations.members WHERE card_id IS NOT NULL);
    UPDATE intake.conflicts SET incoming = incoming || '{"name": "秘密野　花", "kana": "ヒミツノ ハナ", "address": "秘密町1番地"}';
    UPDATE cards.checked_addresses SET told_address = '秘密町2番地' WHERE told_address IS NOT NULL;
    UPDATE waiting.entries SET phone = '09012349876', mail = CASE WHEN mail IS NOT NULL THEN 'himitsu@example.jp' END`);

beforeAll(async () => {
  fresh = await demoDatabase();
  await hideEverybody();
  desk = await startDesk(fresh);
  const rights = Object.keys(RIGHTS).filter((right) => right !== 'cards.protected');
  await fresh.db.run(sql`INSERT INTO staff.roles (code, name) VALUES ('blind', '支援措置以外のすべて')`);
  await fresh.db.run(sql`INSERT INTO staff.role_rights (role, right_code) SELECT 'blind', unnest(${rights}::text[])`);
  const { office } = await fresh.db.one<{ office: number }>(
    sql`SELECT id AS office FROM offices.offices ORDER BY position LIMIT 1`,
  );
  const accounts = [
    await desk.account('seeing', ['admin'], office),
    await desk.account('blind', ['blind'], office, '見えない 職員'),
  ];
  // Every column of every list, also those that are not usual.
  for (const list of LISTS)
    for (const account of accounts)
      await fresh.db.run(
        sql`INSERT INTO lists.columns (staff_id, list, columns) VALUES (${account}, ${list.code}, ${list.columns.map(({ code }) => code)})`,
      );
  seeing = await signedIn(desk.url, 'seeing', PASSWORD);
  blind = await signedIn(desk.url, 'blind', PASSWORD);
});
afterAll(async () => {
  await desk.close();
  await fresh.drop();
});

/** What can be pressed before the look around: each leads to pages that show who it concerns. Returns where they lead. */
async function presses(): Promise<string[]> {
  const led: string[] = [];
  const press = async (path: string, fields: Record<string, string>) => {
    const page = await seeing.post(path, fields);
    led.push(...(page.location === null ? [] : [page.location.split('?')[0] ?? '']));
    return page;
  };
  await seeing.get('/today');
  await press('/search', { q: '秘密野' });
  const { day } = await fresh.db.one<{ day: string }>(sql`
    SELECT s.day FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id
    WHERE r.state = 'booked' AND s.day > lib.day_of(lib.now()) + 1 GROUP BY s.day ORDER BY count(*) DESC LIMIT 1`);
  const offices = await fresh.db.rows<{ code: string }>(sql`SELECT code FROM offices.offices ORDER BY position`);
  for (const shut of [offices.slice(0, 1), offices.slice(1, 4)]) {
    const chosen = Object.fromEntries(shut.map(({ code }) => [`office-${code}`, 'yes']));
    const typed = { ...chosen, service: '', from: day, to: '', whole: 'yes', begin: '', end: '', reason: '点検のため' };
    await seeing.get('/closings/new');
    const shown = await seeing.post('/closings/new', { ...typed, act: 'preview' });
    await press('/closings/new', { ...formFields(shown, '/closings/new', 'name="seen"'), act: 'close' });
  }
  await seeing.get('/calendar');
  await press('/calendar/drafts', { what: 'days', office: offices[0]?.code ?? '', day });
  const cards = '/cards/status?status-notified=yes&booked=no';
  const bulk = await seeing.get(cards);
  const change = { 'change-to': 'on-hold', 'change-why': '住所の確認のため' };
  const counted = await seeing.post('/cards/status', { ...formFields(bulk, '/cards/status'), act: 'preview', ...change });
  await press('/cards/status', { ...formFields(counted, '/cards/status', 'seen'), act: 'change' });
  // Somebody of a day that is not closed came, and is handed over to together with all who did.
  const came = await fresh.db.one<{ office: string; day: string }>(sql`
    SELECT o.code AS office, s.day, counter.record(ROW('staff', 1, NULL, NULL)::audit.actor, r.id, 1, NULL, 'arrived', '')
    FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id JOIN offices.offices o ON o.id = s.office_id
    WHERE r.state = 'booked' AND s.day < lib.day_of(lib.now()) AND NOT reservations.needs_moving(r, s) LIMIT 1`);
  const many = '/today/hand-over/many';
  const here = await seeing.get(`${many}?office=${came.office}&day=${came.day}`);
  const ticked = await seeing.post(many, { ...formFields(here, many), act: 'preview' });
  await press(many, { ...formFields(ticked, many, 'seen'), act: 'hand' });
  await packed();
  return [...led, ...(await givenList())];
}

/** A card that lies in a parcel to another office. */
async function packed(): Promise<void> {
  const actor = sql`ROW('staff', 1, NULL, NULL)::audit.actor`;
  const card = await fresh.db.one<{ id: number; from: number; to: number }>(sql`
    SELECT c.id, c.office_id AS from, o.id AS to FROM cards.cards c JOIN offices.offices o ON o.id <> c.office_id AND o.retired_at IS NULL
    WHERE c.is_open AND c.whereabouts = 'shelf' ORDER BY c.id, o.id LIMIT 1`);
  const { parcel } = await fresh.db.one<{ parcel: number }>(
    sql`SELECT cards.open_parcel(${actor}, ${card.from}, ${card.to}) AS parcel`,
  );
  await fresh.db.run(sql`SELECT cards.pack_card(${actor}, ${parcel}, ${card.id}::bigint)`);
}

/** A list given and judged: somebody's name differs, and a row cannot be read. Returns its page and the file of what was refused. */
async function givenList(): Promise<string[]> {
  const { noticeId, birth } = await fresh.db.one<{ noticeId: string; birth: string }>(sql`
    SELECT notice_id AS "noticeId", birth_date AS birth FROM cards.cards c WHERE is_open AND birth_date IS NOT NULL
      AND (SELECT count(*) FROM cards.cards o WHERE o.notice_id = c.notice_id) = 1 ORDER BY id LIMIT 1`);
  const rows = [
    ['交付通知書ID', '氏名', '氏名カナ', '生年月日', '住所'],
    [noticeId, '秘密野　異', 'ヒミツノ　コト', birth, '秘密町3番地'],
    ['だめ', '公野　駄', 'コウノ　ダ', '昭和60年4月1日', '公町4番地'],
  ];
  const bytes = new Uint8Array(Buffer.from(rows.map((row) => row.join(',')).join('\r\n')));
  await seeing.get('/intake');
  const at = (await seeing.upload('/intake', {}, { field: 'file', name: 'list.csv', bytes })).location ?? '';
  await seeing.post(`${at}/judge`, formFields(await seeing.get(at), `${at}/judge`));
  await workOnUploads(desk.db, systemClock);
  await seeing.get(at);
  await seeing.post(`${at}/store`, {});
  await workOnUploads(desk.db, systemClock);
  return [at, `${at}/rejected.csv`];
}

/** Ids of routes that no page seen here leads to. */
const IDS: readonly (readonly [route: string, ids: string])[] = [
  [
    '/waiting/beside/:id',
    `SELECT r.id FROM reservations.reservations r JOIN reservations.members m ON m.reservation_id = r.id AND m.position = 1 AND m.card_id IS NOT NULL WHERE r.state = 'booked'`,
  ],
  ['/waiting/:id', 'SELECT id FROM waiting.entries'],
  ['/mails/:id', 'SELECT id FROM outbox.mails'],
  ['/conflicts/:id', 'SELECT id FROM intake.conflicts'],
  [
    '/reservations/:id',
    `SELECT id FROM reservations.reservations WHERE state = 'booked' ORDER BY (SELECT count(*) FROM reservations.members m WHERE m.reservation_id = id) DESC`,
  ],
  ['/storage/stocktakes/:id', `SELECT id FROM cards.stocktakes ORDER BY state = 'counting' DESC`],
  ['/parcels/:id', 'SELECT id FROM cards.parcels'],
  ['/cards/status/:id', 'SELECT id FROM cards.bulk_changes'],
  ['/people/:card', 'SELECT id FROM cards.cards ORDER BY id DESC'],
];
const idsFor = async (path: string): Promise<string[]> => {
  const ids = IDS.find(([route]) => path.startsWith(route))?.[1];
  return ids === undefined
    ? []
    : (await fresh.db.rows<{ id: string }>(raw(`SELECT id::text FROM (${ids} LIMIT 1) AS t`))).map(({ id }) =>
        path.replace(/:\w+/u, id),
      );
};

/** Pages of one thing that names nobody, or that only an operator's command makes: nothing of a person could stand there. */
const NAMES_NOBODY = [/^\/kept\//u, /^\/running\//u, /^\/settings\//u, /^\/calendar\/drafts\/:id\//u, /^\/mails\/mailings\//u];

/** A PDF cannot be read here: what a list draws on paper is looked at as data below. */
const pages = routes.filter(({ method, path, right }) => method === 'GET' && right !== 'anyone' && !path.endsWith('.pdf'));
const shape = (path: string): RegExp => new RegExp(`^${path.replace(/:\w+/gu, '[^/?]+')}$`, 'u');
const routeOf = (address: string): string | undefined => {
  const path = address.split('?')[0] ?? '';
  return (pages.find((route) => route.path === path) ?? pages.find((route) => shape(route.path).test(path)))?.path;
};

/** Entries of an address that say whom its page is about: another page than without them. */
const ABOUT = /[?&](card|search|person_id|last|at|found|scan|entry|id)=[^&]/gu;
const kindOf = (address: string): string | undefined => {
  const [route, about] = [routeOf(address), [...address.matchAll(ABOUT)].map(([, name]) => name).sort()];
  return route === undefined || about.length === 0 ? route : `${route}?${about.join('&')}`;
};

/** The lines of the log that say that who may see everybody looked at a page or a list; taken away, so that each page is the first look. */
const looks = (since = 0) =>
  fresh.db.run(sql`
    DELETE FROM audit.events e USING staff.accounts a
    WHERE e.id > ${since}::bigint AND a.id = e.staff_id AND a.login = 'seeing' AND e.act ~ '^(desk[.]saw-|list[.])'`);

type Opened = { address: string; html: string; names: boolean; logged: boolean };

/** One address of each route that the pages lead to, and of each list, with whether it names somebody to who may see them, and whether the log says so. */
async function addresses(): Promise<Map<string, Opened>> {
  const found = new Map<string, Opened>();
  const waiting: Opened[] = [];
  const add = (address: string, kind = kindOf(address)) => {
    if (kind === undefined || found.has(kind)) return;
    const one = { address, html: '', names: false, logged: false };
    found.set(kind, one);
    waiting.push(one);
  };
  for (const { code } of LISTS) add(`/lists/${code}?every=yes`, `list ${code}`);
  for (const { href } of features.flatMap(({ menu = [] }) => menu)) add(href);
  for (const address of await presses()) add(address);
  for (const { path } of pages) for (const address of path.includes(':') ? await idsFor(path) : [path]) add(address);
  await looks();
  // What stands before is not read again at every page.
  const { last } = await fresh.db.one<{ last: number }>(sql`SELECT max(id) AS last FROM audit.events`);
  let before: Opened | undefined;
  for (let one = waiting.shift(); one !== undefined; before = one, one = waiting.shift()) {
    // Those of a page that names somebody were taken away when they were looked for.
    if (before?.names === false) await looks(last);
    const { html } = await seeing.get(one.address);
    one.html = html;
    one.names = told(html).length > 0;
    one.logged = !one.names || (await looks(last)) > 0;
    for (const [, link = ''] of html.matchAll(/\shref="(\/[^"#]*)/gu)) add(link.replaceAll('&amp;', '&'));
  }
  return found;
}

/** Walked once: both tests below read what it found. */
let walked: ReturnType<typeof addresses> | undefined;
const opened = () => {
  walked ??= addresses();
  return walked;
};

test('[11(12)a] nobody is shown on any page of the desk without a line of the log that says who looked', async () => {
  const all = await opened();
  expect([...all.values()].filter(({ names, logged }) => names && !logged).map(({ address }) => address)).toEqual([]);
}, 600_000);

test('[8(2)②b] who may not see a protected person meets no name, telephone, address or mail of one on any page of the desk', async () => {
  const all = await opened();
  const forgotten = pages.filter(({ path }) => !all.has(path) && !NAMES_NOBODY.some((one) => one.test(path)));
  expect(forgotten.map(({ path }) => path)).toEqual([]);
  const leaks: string[] = [];
  // Nor a way to a visit of theirs: it would answer that there is none.
  const visits = new Set(
    (
      await fresh.db.rows<{ id: string }>(
        sql`SELECT id::text FROM reservations.reservations r WHERE reservations.has_protected(r.id)`,
      )
    ).map(({ id }) => id),
  );
  for (const { address } of all.values()) {
    const page = await blind.get(address);
    if (page.status >= 500) leaks.push(`${address}: ${page.status}`);
    for (const what of told(page.html)) leaks.push(`${address}: ${what}`);
    if ([...page.html.matchAll(/href="\/reservations\/([0-9a-f-]{36})/gu)].some(([, id = '']) => visits.has(id)))
      leaks.push(`${address}: a way to a visit`);
  }
  expect(leaks).toEqual([]);
  // Control: who may see them does.
  expect([...all.values()].filter(({ names }) => names).length).toBeGreaterThan(25);
});

test('[8(2)②b] nor in any file made of a list', async () => {
  const leaks: string[] = [];
  let seen = 0;
  for (const { code } of LISTS) {
    const take = async (me: Visitor) => {
      const page = await me.get(`/lists/${code}`);
      // Nothing stands in it today.
      if (!page.html.includes('value="csv"')) return page;
      return me.post(`/lists/${code}/take`, { ...formFields(page, paths.takeList(code)), as: 'csv' });
    };
    if (told((await take(seeing)).html).length > 0) seen += 1;
    const file = await take(blind);
    if (file.status !== 200) leaks.push(`${code}: ${file.status}`);
    for (const what of told(file.html)) leaks.push(`${code}: ${what}`);
  }
  expect(leaks).toEqual([]);
  // Control; the others are empty today.
  expect(seen).toBeGreaterThan(6);
});

/** Every column of a list on paper and as a workbook, for a viewer. */
async function takenBy(list: ListFace, seesProtected: boolean) {
  const prepared = list.prepare(
    {},
    {
      viewer: { seesProtected },
      known: await knownOf(desk.db, list),
      context: { today: cityDay(Temporal.Now.instant()), sentences: japaneseSentences },
      officeId: null,
    },
  );
  const take = { list, prepared, columns: list.columns.map((_, at) => at), sort: '' };
  const printed = { at: Temporal.Now.instant(), by: '', hidden: await countHidden(desk.db, prepared), since: undefined };
  const paper = JSON.stringify(asPaper(take, await linesOf(desk.db, take), printed));
  const { file } = await asXlsx(desk.db, take);
  const sheet = [...unzip(await buffer(file.read())).values()].join('\n');
  return { paper, sheet };
}

test('[8(2)②b] nor on the paper or in the workbook of any list', async () => {
  const leaks: string[] = [];
  const seen = { paper: 0, sheet: 0 };
  for (const list of LISTS.filter(({ ofOnePerson }) => ofOnePerson !== true)) {
    const [blinded, whole] = [await takenBy(list, false), await takenBy(list, true)];
    for (const how of ['paper', 'sheet'] as const) {
      if (told(whole[how]).length > 0) seen[how] += 1;
      for (const what of told(blinded[how])) leaks.push(`${list.code} as ${how}: ${what}`);
    }
  }
  expect(leaks).toEqual([]);
  // Control; the others are empty today.
  expect([seen.paper, seen.sheet].filter((lists) => lists > 6)).toHaveLength(2);
});

test('[8(2)②b] nor in any mail: whoever reads one along learns nothing of who comes', async () => {
  const mails = await fresh.db.rows<{ id: number; reservationId: string }>(sql`
    SELECT DISTINCT ON (r.state, m.kind, r.closed) m.id, r.id AS "reservationId"
    FROM (SELECT r.*, reservations.needs_moving(r, s) AS closed FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id) r JOIN outbox.mails m ON m.reservation_id = r.id
    WHERE EXISTS (SELECT FROM reservations.members b WHERE b.reservation_id = r.id AND b.card_id IS NOT NULL) ORDER BY r.state, m.kind, r.closed, m.id DESC`);
  // Staff found their addresses to be right: or no mail of theirs is written at all.
  await fresh.db.run(sql`UPDATE reservations.reservations SET mail_checked_at = lib.now() WHERE mail IS NOT NULL`);
  const leaks: string[] = [];
  const written = new Set<string>();
  for (const kind of Object.keys(LETTERS))
    for (const { id, reservationId } of mails) {
      const mail: ClaimedMail = {
        ...{
          id,
          kind,
          reservationId,
          visitId: null,
          attempts: 1,
          messageId: 'x',
          lease: 'x',
          dueAt: new Date(),
          leftBehind: false,
        },
      };
      // Of the kinds of another thing than a reservation there is none with this number.
      const made = await desk.db.transaction((tx) => writeLetter(tx, mail, 'https://city.example.jp')).catch(() => undefined);
      if (made === undefined || !('letter' in made)) continue;
      written.add(kind);
      const { subject, text, files } = made.letter;
      const all = [
        subject,
        text,
        ...files.map((file) => JSON.stringify(file, (_, part) => (part instanceof Uint8Array ? '' : part))),
      ];
      for (const what of told(all.join('\n'))) leaks.push(`${kind}: ${what}`);
    }
  expect(leaks).toEqual([]);
  // Control: of these at least there are some in the city.
  expect([...written]).toEqual(expect.arrayContaining(['booked', 'changed']));
});

/** Would end the sign-in of who presses it. */
const ENDS: readonly string[] = [paths.signOut, paths.password];
/** Signs that somebody typed are theirs: what a page would put into its boxes is left out where it tells. */
const untold = (fields: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, told(value).length > 0 ? '' : value]));
const posts = routes.filter(({ method }) => method === 'POST');

test('[8(2)②b] nor in the answer to any form of a page that names somebody, whoever sends it, nor on the page it leads to', async () => {
  const sent = new Set<string>();
  const answered = new Set<string>();
  const leaks: string[] = [];
  const look = (what: string, page: { status: number; html: string }) => {
    if (page.status >= 500) leaks.push(`${what}: ${page.status}`);
    for (const tells of told(page.html)) leaks.push(`${what}: ${tells}`);
  };
  await blind.get(paths.home);
  for (const { html } of [...(await opened()).values()].filter(({ names }) => names))
    for (const { action, fields, buttons } of postForms({ html }))
      for (const press of buttons) {
        const path = action.split('?')[0] ?? '';
        const route = posts.find((one) => shape(one.path).test(path))?.path;
        const kind = `${route} ${Object.keys(press)} ${press['act'] ?? ''}`;
        if (route === undefined || ENDS.includes(route) || sent.has(kind)) continue;
        sent.add(kind);
        const page = await blind.post(action, { ...untold(fields), ...press });
        if (page.status < 400) answered.add(route);
        look(`POST ${kind}`, page);
        if (page.location !== null) look(`${kind} → ${page.location}`, await blind.get(page.location));
      }
  expect(leaks).toEqual([]);
  // Control: so many routes took what they were sent.
  expect(answered.size).toBeGreaterThan(12);
});
