import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { writeCards } from '../src/demo/cards.ts';
import { systemClock, today } from '../src/lib/clock.ts';
import { sql } from '../src/lib/db/sql.ts';
import { ROOT } from '../src/lib/root.ts';
import { buildSmallCity } from '../test/support/small-city.ts';
import { type Ground, onGround } from './parts/ground.ts';
import { runProgram } from './parts/programs.ts';
import { type Bench, type Measured, median, rounded } from './parts/result.ts';

const run = promisify(execFile);
const ROWS = 300_000;
const ROUNDS = 2;

/** Takes a made-up list in as an operator does: `madoguchi import cards FILE`, a process of its own. Returns the seconds it took. */
async function importFile(ground: Ground, file: string): Promise<number> {
  const began = performance.now();
  await run(
    process.execPath,
    [join(ROOT, 'dist', 'main.js'), 'import', 'cards', file, '--again', '--rejected', `${file}.rejected`],
    {
      env: {
        PATH: process.env['PATH'],
        DESK_DATABASE_URL: ground.urlFor('desk'),
        DATA_DIR: ground.folder,
        NODE_ENV: 'production',
      },
      maxBuffer: 16 * 2 ** 20,
    },
  );
  return (performance.now() - began) / 1_000;
}

/** A made-up list of so many cards, in the ground's folder. `seed`: of other people than the list without one. */
export async function cardFile(ground: Ground, rows: number, seed?: number): Promise<string> {
  const file = join(ground.folder, `cards-${rows}${seed === undefined ? '' : `-${seed}`}.csv`);
  await writeCards(file, rows, { today: today(systemClock).toString(), ...(seed === undefined ? {} : { seed }) });
  return file;
}

export const countCards = async (ground: Ground): Promise<number> =>
  (await ground.db.one<{ n: number }>(sql`SELECT count(*)::integer AS n FROM cards.cards`)).n;
export const forgetCards = (ground: Ground) => ground.db.run(sql`TRUNCATE cards.cards CASCADE`);

const COLUMNS = `notice_id, name, kana, name_key, kana_key, birth_date, birth_text, person_key, postal_code, address, phone, lot, serial_no, office_code,
  arrived_on, expires_on, notice_date, search, status, status_at, office_id, created_at, updated_at`;

/**
 * What psql needs for the same cards: COPY into a table of the session's own, then merge by what a card is known by, indexes and all. Its file has every
 * column worked out already; reading, judging and folding names it does not have to do. Seconds.
 */
async function limitOf(ground: Ground, file: string): Promise<number> {
  const script = join(ground.folder, 'merge.sql');
  writeFileSync(
    script,
    `BEGIN;
CREATE TEMP TABLE incoming ON COMMIT DROP AS SELECT ${COLUMNS} FROM cards.cards WITH NO DATA;
\\copy incoming from '${file}'
ANALYZE incoming (notice_id, birth_text, name_key);
MERGE INTO cards.cards c USING incoming i
  ON c.notice_id = i.notice_id AND c.birth_text = i.birth_text AND c.name_key = i.name_key AND c.is_open
  WHEN MATCHED THEN UPDATE SET address = i.address, phone = i.phone, notice_date = i.notice_date, updated_at = i.updated_at
  WHEN NOT MATCHED THEN INSERT (${COLUMNS}) VALUES (${COLUMNS.replaceAll(/\w+/gu, 'i.$&')});
COMMIT;
`,
  );
  const began = performance.now();
  await runProgram('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', script, ground.url]);
  return (performance.now() - began) / 1_000;
}

/** The cards that are there, forgotten and put back by psql: cards a second. A fault where it is another number of them. */
export async function mergedByPsql(ground: Ground, cards: number): Promise<number> {
  const worked = join(ground.folder, 'worked-out.copy');
  const copy = `\\copy (SELECT ${COLUMNS.replaceAll('\n', ' ')} FROM cards.cards ORDER BY id) to '${worked}'`;
  await runProgram('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-c', copy, ground.url]);
  await forgetCards(ground);
  const seconds = await limitOf(ground, worked);
  const merged = await countCards(ground);
  if (merged !== cards) throw new Error(`psql merged ${merged} cards of ${cards}`);
  return cards / seconds;
}

type Imported = {
  /** Cards there are after each import and after each merge; the same number, or one of them did less. */
  cards: number;
  /** Cards a second, a round each. */
  imports: number[];
  limits: number[];
};

/** The product's import and psql's in turn, `rounds` times, each into empty tables. */
export async function imports(ground: Ground, rows: number, rounds: number, withLimit: boolean): Promise<Imported> {
  await buildSmallCity(ground.db, 1);
  const file = await cardFile(ground, rows);
  const found: Imported = { cards: 0, imports: [], limits: [] };
  for (let round = 0; round < rounds; round += 1) {
    await forgetCards(ground);
    const seconds = await importFile(ground, file);
    const cards = await countCards(ground);
    if (round > 0 && cards !== found.cards) throw new Error(`${cards} cards, ${found.cards} before`);
    found.cards = cards;
    found.imports.push(cards / seconds);
    if (!withLimit) continue;
    found.limits.push(await mergedByPsql(ground, cards));
  }
  return found;
}

async function measure(): Promise<Measured> {
  const { cards, imports: rates, limits } = await onGround((ground) => imports(ground, ROWS, ROUNDS, true));
  const [value, limit] = [median(rates), median(limits)];
  return {
    value,
    limit,
    detail: {
      cards,
      rounds: rates.map((one) => rounded(one)),
      limits: limits.map((one) => rounded(one)),
      seconds: rounded(cards / value),
    },
  };
}

export const importing: Bench = {
  name: 'import',
  about: '300,000 rows by `madoguchi import cards`, against psql COPY and merge',
  demand: {
    is: 'rate',
    unit: 'cards/s',
    of: 'psql COPY and merge of the same cards, worked out beforehand',
    must: 0.25,
    aim: 0.7,
  },
  measure,
};
