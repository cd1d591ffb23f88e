import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { undoImport } from '../src/intake/undo.ts';
import { connect } from '../src/lib/db/db.ts';
import { sql } from '../src/lib/db/sql.ts';
import { formFields } from '../test/support/forms.ts';
import { cardFile } from './import.ts';
import { atDesk, countOfTable, takeIn } from './parts/desk.ts';
import { type Ground, onGround } from './parts/ground.ts';
import { settle } from './parts/people.ts';
import { runProgram } from './parts/programs.ts';
import { type Bench, type Measured, median, rounded } from './parts/result.ts';

const PATH = '/cards/status';

/** Runs a script of statements with psql in one transaction. Seconds. */
async function psql(ground: Ground, statements: string): Promise<number> {
  const script = join(ground.folder, 'bare.sql');
  writeFileSync(script, `BEGIN;\n${statements}\nCOMMIT;\n`);
  const began = performance.now();
  await runProgram('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', script, ground.url]);
  return (performance.now() - began) / 1_000;
}

type Changed = { seconds: number[]; limits: number[]; history: number };

/** Seconds until a clerk's press has changed the status of `many` cards, and psql that of as many others by the bare statements. */
export async function bulkChanges(
  ground: Ground,
  cards: number,
  many: number,
  rounds: number,
  withLimit: boolean,
): Promise<Changed> {
  const { db } = ground;
  const found: Changed = { seconds: [], limits: [], history: 0 };
  const days = Array.from({ length: 2 * rounds }, (_, n) => `2024-01-${String(n + 1).padStart(2, '0')}`);
  await atDesk(
    ground,
    cards,
    async ({ me }) => {
      for (let round = 0; round < rounds; round += 1) {
        const [mine = '', bare = ''] = days.slice(2 * round);
        const query = new URLSearchParams({ office: '', noticeFrom: mine, noticeTo: mine, expiresTo: '', booked: 'all' });
        const page = await me.get(`${PATH}?${query}`);
        const asked = { ...formFields(page, PATH), 'change-to': 'on-hold', 'change-why': '計測' };
        const preview = await me.post(PATH, { ...asked, act: 'preview' });
        const fields = { ...formFields(preview, PATH, 'seen'), act: 'change' };
        const began = performance.now();
        const done = await me.post(PATH, fields);
        found.seconds.push((performance.now() - began) / 1_000);
        if (done.status !== 303) throw new Error(`the change was answered with ${done.status}`);
        if (!withLimit) continue;
        found.limits.push(
          await psql(
            ground,
            `INSERT INTO cards.status_history (card_id, from_status, to_status, at, actor_kind, why)
               SELECT id, status, 'on-hold', now(), 'staff', '計測' FROM cards.cards WHERE notice_date = '${bare}';
             UPDATE cards.cards SET status = 'on-hold', status_at = now(), updated_at = now() WHERE notice_date = '${bare}';
             INSERT INTO audit.events (at, actor_kind, act) VALUES (now(), 'staff', 'bench');`,
          ),
        );
      }
      found.history = await countOfTable(ground, 'history');
    },
    async () => {
      await db.run(sql`DELETE FROM cards.status_history`);
      await db.run(sql`
        UPDATE cards.cards c SET notice_date = d.day, status = 'notified', is_open = true
        FROM (SELECT id, (row_number() OVER (ORDER BY md5(id::text)) - 1) / ${many} AS lot FROM cards.cards) n
        JOIN unnest(${days}::date[]) WITH ORDINALITY AS d (day, at) ON d.at = n.lot + 1 WHERE n.id = c.id`);
    },
  );
  return found;
}

async function measureBulk(): Promise<Measured> {
  const [many, rounds] = [5_000, 3];
  const { seconds, limits, history } = await onGround((ground) => bulkChanges(ground, 300_000, many, rounds, true));
  if (history !== 2 * many * rounds) throw new Error(`${history} lines of history of ${2 * many * rounds}`);
  return {
    value: median(seconds),
    limit: median(limits),
    detail: { cards: many, rounds: seconds.map((one) => rounded(one)), limits: limits.map((one) => rounded(one)) },
  };
}

/** Seed of a list of other people. */
const OTHERS = 7;

type Undone = { seconds: number[]; limits: number[]; left: number };

/** A file of `cards` taken back as the desk does it, beside those of a year; and its rows deleted by psql. Seconds. */
export async function undoneFiles(
  ground: Ground,
  beside: number,
  cards: number,
  rounds: number,
  withLimit: boolean,
): Promise<Undone> {
  const found: Undone = { seconds: [], limits: [], left: 0 };
  const desk = connect({ url: ground.urlFor('desk'), max: 2, name: 'bench-desk', queryTimeoutMs: 0 });
  try {
    await atDesk(ground, beside, async () => {
      const before = await countOfTable(ground, 'cards');
      // Of other people than those who stand there: a list of the same people would change each of their cards.
      const file = await cardFile(ground, cards, OTHERS);
      const takenIn = async (): Promise<number> => {
        await takeIn(ground, file);
        await settle(ground.db);
        return (await ground.db.one<{ id: number }>(sql`SELECT max(id) AS id FROM intake.imports`)).id;
      };
      for (let round = 0; round < rounds; round += 1) {
        const mine = await takenIn();
        const began = performance.now();
        const undone = await undoImport(desk, { kind: 'operator' }, mine);
        found.seconds.push((performance.now() - began) / 1_000);
        if (!undone.ok) throw new Error(undone.reason);
        if (!withLimit) continue;
        const bare = await takenIn();
        found.limits.push(
          await psql(
            ground,
            `DELETE FROM intake.changes WHERE import_id = ${bare}; DELETE FROM cards.cards WHERE import_id = ${bare};`,
          ),
        );
      }
      found.left = (await countOfTable(ground, 'cards')) - before;
    });
  } finally {
    await desk.close();
  }
  return found;
}

async function measureUndo(): Promise<Measured> {
  const { seconds, limits, left } = await onGround((ground) => undoneFiles(ground, 200_000, 100_000, 2, true));
  if (left !== 0) throw new Error(`${left} cards were left`);
  return {
    value: median(seconds),
    limit: median(limits),
    detail: { rounds: seconds.map((one) => rounded(one)), limits: limits.map((one) => rounded(one)) },
  };
}

export const bulkBench: Bench = {
  name: 'bulk',
  about: 'the status of 5,000 cards changed at the desk, with history and log, against the bare statements',
  demand: { is: 'time', unit: 's', of: 'the bare UPDATE and INSERTs in psql', must: 0.4, aim: 0.7 },
  measure: measureBulk,
};
export const undoBench: Bench = {
  name: 'undo',
  about: 'a file of 100,000 cards taken back beside 200,000 others, against the bare DELETEs',
  demand: { is: 'time', unit: 's', of: 'the bare DELETEs in psql', must: 0.3, aim: 0.6 },
  measure: measureUndo,
};
