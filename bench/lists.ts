import { join } from 'node:path';
import { sql } from '../src/lib/db/sql.ts';
import { japaneseSentences } from '../src/lib/form/index.ts';
import { listOf } from '../src/lists/all.ts';
import { usualColumns } from '../src/lists/columns.ts';
import { countOf, readKnown, readPage } from '../src/lists/read.ts';
import { atDesk, countOfTable, othersPages } from './parts/desk.ts';
import { type Ground, onGround } from './parts/ground.ts';
import { runProgram } from './parts/programs.ts';
import { type Bench, type Measured, median, quantile, rounded } from './parts/result.ts';

const CARDS = 300_000;
const EVENTS_EACH = 17;
const PAGE = 100;
const PDF_ROWS = 2_000;
const PDF_SECONDS = 3;
/** What the desk may hold while a file of 300,000 rows is made; a file in memory alone is some 60 MiB. */
const MOST_MIB = 400;
const EVERYTHING = { office: '', noticeFrom: '', noticeTo: '', expiresTo: '', booked: 'all' };

/** What happened to each card in the years it lay: so many events. */
const custody = (ground: Ground, each: number) => async () => {
  await ground.db.run(sql`
    INSERT INTO cards.custody_events (card_id, event, at, office_id, whereabouts)
    SELECT c.id, 'counted', lib.now() - make_interval(days => n), c.office_id, c.whereabouts FROM cards.cards c, generate_series(1, ${each}::integer) n`);
};

/** Three things asked at once: office, a month in which notices were posted, not booked; another month each time. */
async function filters(ground: Ground, count: number): Promise<Record<string, string>[]> {
  const months = await ground.db.rows<{ day: string }>(
    sql`SELECT DISTINCT notice_date AS day FROM cards.cards WHERE notice_date IS NOT NULL ORDER BY notice_date`,
  );
  return Array.from({ length: count }, (_, n) => {
    const day = months[(n * 7) % months.length]?.day ?? '';
    return { office: '', 'status-notified': 'yes', noticeFrom: day, noticeTo: day, expiresTo: '', booked: 'no', sort: '-kana' };
  });
}

type Listed = { took: number[]; asked: number[]; rows: number[] };

/** Pages of 交付状況一覧 under three filters, sorted, and the same asked of the database alone. Milliseconds. */
export async function listPages(ground: Ground, cards: number, eventsEach: number, count: number): Promise<Listed> {
  const found: Listed = { took: [], asked: [], rows: [] };
  const list = listOf('cards');
  if (list === undefined) throw new Error('no such list');
  await atDesk(
    ground,
    cards,
    async ({ me, city }) => {
      const asked = await filters(ground, count);
      const known = await readKnown(ground.db);
      const columns = await usualColumns(ground.db, list);
      for (const [at, filter] of asked.entries()) {
        const began = performance.now();
        const page = await me.get(`/lists/cards?${new URLSearchParams(filter)}`);
        if (page.status !== 200) throw new Error(`a list was answered with ${page.status}`);
        const between = performance.now();
        const { sort, ...boxes } = filter;
        const prepared = list.prepare(boxes, {
          viewer: { seesProtected: false },
          known,
          context: { today: city.today, sentences: japaneseSentences },
          officeId: city.main,
        });
        const [{ rows }, lines] = await Promise.all([
          countOf(ground.db, prepared),
          readPage(ground.db, { prepared, sort: sort ?? '', columns }, { limit: PAGE, offset: 0 }),
        ]);
        const ended = performance.now();
        if (rows < lines.length) throw new Error(`${lines.length} lines of ${rows}`);
        if (at < 5) continue;
        found.took.push(between - began);
        found.asked.push(ended - between);
        found.rows.push(rows);
      }
    },
    custody(ground, eventsEach),
  );
  return found;
}

async function measureList(): Promise<Measured> {
  const { took, asked, rows, events } = await onGround(async (ground) => ({
    ...(await listPages(ground, CARDS, EVENTS_EACH, 105)),
    events: await countOfTable(ground, 'events'),
  }));
  return {
    value: quantile(took, 0.95),
    limit: quantile(asked, 0.95),
    alsoDone: quantile(asked, 0.95) < 25,
    detail: { cards: CARDS, events, p50Ms: rounded(median(took)), queryP50Ms: rounded(median(asked)), rowsFound: median(rows) },
  };
}

type Taken = { seconds: number[]; limits: number[]; lines: number; peakMib: number };

/** The whole list as a CSV file from the desk, and the same columns by psql's COPY, in turn. Seconds. */
export async function csvFiles(ground: Ground, cards: number, rounds: number, withLimit: boolean): Promise<Taken> {
  const copied = join(ground.folder, 'copied.csv');
  const copy = `\\copy (SELECT c.kana, c.name, c.notice_id, c.birth_date, s.name, c.status_at, c.notice_date, c.arrived_on, c.expires_on, o.name, c.phone FROM cards.cards c JOIN cards.statuses s ON s.code = c.status LEFT JOIN offices.offices o ON o.id = c.office_id ORDER BY c.kana_key, c.id) to '${copied}' csv`;
  const found: Taken = { seconds: [], limits: [], lines: 0, peakMib: 0 };
  await atDesk(ground, cards, async ({ me, door }) => {
    for (let round = 0; round < rounds; round += 1) {
      if (withLimit) {
        const began = performance.now();
        await runProgram('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-c', copy, ground.url]);
        found.limits.push((performance.now() - began) / 1_000);
      }
      const began = performance.now();
      const file = await me.post('/lists/cards/take', { ...EVERYTHING, as: 'csv' });
      found.seconds.push((performance.now() - began) / 1_000);
      if (file.status !== 200) throw new Error(`the file was answered with ${file.status}`);
      found.lines = file.html.split('\r\n').length - 2;
      found.peakMib = door.peakMib();
    }
  });
  return found;
}

async function measureCsv(): Promise<Measured> {
  const { seconds, limits, lines, peakMib } = await onGround((ground) => csvFiles(ground, CARDS, 3, true));
  if (lines < 0.9 * CARDS) throw new Error(`${lines} lines of ${CARDS} cards`);
  return {
    value: median(seconds),
    limit: median(limits),
    alsoDone: !(peakMib > MOST_MIB),
    detail: {
      lines,
      rounds: seconds.map((one) => rounded(one)),
      limits: limits.map((one) => rounded(one)),
      peakMib: Math.round(peakMib),
    },
  };
}

type Printed = { seconds: number[]; alone: number[]; beside: number[]; bytes: number };

/** `rows` of a list on paper, while another clerk reads pages; and `alone` of those pages without it. */
export async function papers(
  ground: Ground,
  { cards, rows, rounds, alone }: { cards: number; rows: number; rounds: number; alone: number },
): Promise<Printed> {
  const found: Printed = { seconds: [], alone: [], beside: [], bytes: 0 };
  await atDesk(ground, cards, async ({ me, another }) => {
    // Notices are posted by the hundred a day: the day up to which there are so many.
    const { day } = await ground.db.one<{ day: string }>(
      sql`SELECT max(notice_date) AS day FROM (SELECT notice_date FROM cards.cards WHERE notice_date IS NOT NULL ORDER BY notice_date LIMIT ${rows}) x`,
    );
    const other = await another();
    const page = (until: Promise<unknown>) => othersPages(other, '/today', until);
    for (let n = 0; n < alone; n += 1) found.alone.push(...(await page(Promise.resolve())));
    for (let round = 0; round < rounds; round += 1) {
      const began = performance.now();
      const file = me.post('/lists/cards/take', { ...EVERYTHING, noticeTo: day, as: 'pdf' });
      const [beside, { status, html, bytes }] = await Promise.all([page(file), file]);
      found.seconds.push((performance.now() - began) / 1_000);
      if (status !== 200 || !html.startsWith('%PDF')) throw new Error(`the paper was answered with ${status}`);
      found.beside.push(...beside);
      found.bytes = bytes;
    }
  });
  return found;
}

async function measurePdf(): Promise<Measured> {
  const { seconds, alone, beside, bytes } = await onGround((ground) =>
    papers(ground, { cards: 20_000, rows: PDF_ROWS, rounds: 5, alone: 60 }),
  );
  const slower = quantile(beside, 0.99) / quantile(alone, 0.99);
  return {
    value: median(seconds),
    limit: PDF_SECONDS,
    alsoDone: slower <= 1.5,
    detail: {
      rounds: seconds.map((one) => rounded(one)),
      othersAloneP99Ms: rounded(quantile(alone, 0.99)),
      othersBesideP99Ms: rounded(quantile(beside, 0.99)),
      othersSlower: rounded(slower),
      kib: Math.round(bytes / 1_024),
    },
  };
}

export const listBench: Bench = {
  name: 'list',
  about: 'three filters, sorted, among 300,000 cards with 5 million movements, at the desk over HTTP',
  demand: { is: 'time', unit: 'ms p95', of: 'its query alone', must: 0.4, aim: 0.65, also: 'the query itself under 25 ms' },
  measure: measureList,
};
export const csvBench: Bench = {
  name: 'csv',
  about: 'a list of 300,000 rows as a file from the desk, against psql COPY out',
  demand: {
    is: 'time',
    unit: 's',
    of: 'psql COPY out of the same columns',
    must: 0.25,
    aim: 0.5,
    also: `the desk holds ${MOST_MIB} MiB at most`,
  },
  measure: measureCsv,
};
export const pdfBench: Bench = {
  name: 'pdf',
  about: 'a list of 2,000 rows on paper while others read pages',
  demand: {
    is: 'time',
    unit: 's',
    of: `${PDF_SECONDS} s`,
    must: 1,
    aim: 3.5,
    also: 'others’ page p99 at most 1.5 times as long',
  },
  measure: measurePdf,
};
