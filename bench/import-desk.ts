import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from '../src/lib/db/sql.ts';
import type { Visitor } from '../test/support/browse.ts';
import { formFields } from '../test/support/forms.ts';
import { cardFile, countCards, forgetCards, mergedByPsql } from './import.ts';
import { atDesk, clerkBeside } from './parts/desk.ts';
import { type Ground, onGround } from './parts/ground.ts';
import { type Bench, type Measured, median, quantile, rounded } from './parts/result.ts';

const ROWS = 300_000;
const ROUNDS = 2;
const MOST_MIB = 400;
/** How long another clerk reads pages before the first list is given. */
const ALONE_MS = 10_000;
const PATH = '/intake';
const BOARD = '/today';

/** Waits until the list is what is asked for; what went wrong with it is a fault. */
async function until({ db }: Ground, upload: number, wanted: 'judged' | 'done'): Promise<void> {
  for (;;) {
    const { state, failed } = await db.one<{ state: string; failed: boolean }>(
      sql`SELECT state, failed_at IS NOT NULL AS failed FROM intake.uploads WHERE id = ${upload}`,
    );
    if (state === wanted) return;
    if (failed || !['judging', 'storing'].includes(state)) throw new Error(`the list is ${failed ? 'failed' : state}`);
    await pause(50);
  }
}

/** A list as a clerk takes it in: given, its reading confirmed, judged, stored. Returns once its cards are there. */
async function takeIn(ground: Ground, me: Visitor, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  await me.get(PATH);
  const given = await me.upload(PATH, {}, { field: 'file', name: 'ichiran.csv', bytes });
  const path = given.location ?? '';
  if (!/^\/intake\/\d+$/u.test(path)) throw new Error(`the list was answered with ${given.status}`);
  const upload = Number(path.slice(PATH.length + 1));
  await me.post(`${path}/judge`, formFields(await me.get(path), `${path}/judge`));
  await until(ground, upload, 'judged');
  await me.get(path);
  await me.post(`${path}/store`, {});
  await until(ground, upload, 'done');
}

type TakenAtDesk = {
  cards: number;
  /** Cards a second, a round each. */
  rates: number[];
  limits: number[];
  /** Milliseconds of another clerk's pages: without a list, and while one is taken in. */
  alone: number[];
  beside: number[];
  /** MiB the desk held at most. */
  peakMib: number;
};

/**
 * A list through the desk's pages and psql's merge of its cards in turn, `rounds` times, each into an empty table.
 * @param aloneMs how long another clerk reads the board before
 */
export async function importsAtDesk(
  ground: Ground,
  { rows, rounds, aloneMs, withLimit }: { rows: number; rounds: number; aloneMs: number; withLimit: boolean },
): Promise<TakenAtDesk> {
  const found: TakenAtDesk = { cards: 0, rates: [], limits: [], alone: [], beside: [], peakMib: 0 };
  await atDesk(ground, 100, async ({ door, me, another }) => {
    const list = await readFile(await cardFile(ground, rows));
    const other = await another();
    const reads = (meanwhile: Promise<unknown>) => clerkBeside(other, `http://127.0.0.1:${door.port}${BOARD}`, meanwhile);
    found.alone.push(...(await reads(pause(aloneMs))));
    for (let round = 0; round < rounds; round += 1) {
      await forgetCards(ground);
      const began = performance.now();
      // The same bytes twice are one import: a blank line more a round makes them others, with the same cards.
      const taking = takeIn(ground, me, new Uint8Array(Buffer.concat([list, Buffer.from('\r\n'.repeat(round))])));
      const [beside] = await Promise.all([reads(taking), taking]);
      const seconds = (performance.now() - began) / 1_000;
      const cards = await countCards(ground);
      if (cards === 0 || (round > 0 && cards !== found.cards)) throw new Error(`${cards} cards, ${found.cards} before`);
      found.cards = cards;
      found.rates.push(found.cards / seconds);
      found.beside.push(...beside);
      if (withLimit) found.limits.push(await mergedByPsql(ground, found.cards));
    }
    found.peakMib = door.peakMib();
  });
  return found;
}

async function measure(): Promise<Measured> {
  const { cards, rates, limits, alone, beside, peakMib } = await onGround((ground) =>
    importsAtDesk(ground, { rows: ROWS, rounds: ROUNDS, aloneMs: ALONE_MS, withLimit: true }),
  );
  const slower = quantile(beside, 0.99) / quantile(alone, 0.99);
  return {
    value: median(rates),
    limit: median(limits),
    alsoDone: slower <= 2 && !(peakMib > MOST_MIB),
    detail: {
      cards,
      rounds: rates.map((one) => rounded(one)),
      limits: limits.map((one) => rounded(one)),
      seconds: rounded(cards / median(rates)),
      peakMib: Math.round(peakMib),
      othersP99Ms: rounded(quantile(beside, 0.99)),
      aloneP99Ms: rounded(quantile(alone, 0.99)),
    },
  };
}

export const importingAtDesk: Bench = {
  name: 'import-desk',
  about: '300,000 rows through the pages of the desk, against psql COPY and merge',
  demand: {
    is: 'rate',
    unit: 'cards/s',
    of: 'psql COPY and merge of the same cards, worked out beforehand',
    must: 0.4,
    aim: 0.6,
    also: `the desk under ${MOST_MIB} MiB; others' page p99 at most 2 × without it`,
  },
  measure,
};
