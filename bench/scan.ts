import { moveCard } from '../src/cards/custody.ts';
import { readScan, recentMoves } from '../src/cards/scan.ts';
import { taskOf } from '../src/counter/card-tasks.ts';
import { cardsLeft, wantedFor } from '../src/counter/expected-cards.ts';
import { addDays } from '../src/lib/dates/jst.ts';
import { sql } from '../src/lib/db/sql.ts';
import { listOffices } from '../src/offices/read.ts';
import { must } from '../test/support/must.ts';
import { atDesk } from './parts/desk.ts';
import { type Ground, onGround } from './parts/ground.ts';
import { type Bench, type Measured, median, quantile, rounded } from './parts/result.ts';

const CARDS = 100_000;
const SCANS = 400;

type Scanned = { took: number[]; asked: number[]; shelved: number };

/** Milliseconds of a scan that puts a card on the shelf, from Enter to its page; and of its statements alone. */
export async function scans(ground: Ground, cards: number, count: number): Promise<Scanned> {
  const found: Scanned = { took: [], asked: [], shelved: 0 };
  const { db } = ground;
  await atDesk(
    ground,
    cards,
    async ({ me, city }) => {
      const rows = await db.rows<{ code: string; id: number }>(
        sql`SELECT DISTINCT ON (notice_id) notice_id AS code, id FROM cards.cards c WHERE whereabouts = 'expected' AND is_open
          AND NOT EXISTS (SELECT FROM cards.cards o WHERE o.notice_id = c.notice_id AND o.id <> c.id) ORDER BY notice_id LIMIT ${2 * count}`,
      );
      if (rows.length < 2 * count) throw new Error(`${2 * count} cards to scan, ${rows.length} there`);
      await me.get('/scan/shelve?office=honcho');
      for (const { code } of rows.slice(0, count)) {
        const began = performance.now();
        const page = await me.follow(await me.post('/scan/shelve', { office: 'honcho', code, box: '901' }));
        found.took.push(performance.now() - began);
        if (page.status !== 200) throw new Error(`a scan was answered with ${page.status}`);
      }
      const until = addDays(city.today, 1);
      for (const { code } of rows.slice(count)) {
        const began = performance.now();
        await listOffices(db);
        const scanned = await readScan(db, { seesProtected: false }, code);
        if (scanned.kind === 'box' || scanned.kind === 'unreadable') throw new Error(`not a card: ${code}`);
        const [card] = scanned.cards;
        if (card === undefined) throw new Error(`no card ${code}`);
        await Promise.all([wantedFor(db, card.id), taskOf(db, card.id)]);
        must(await moveCard(db, { kind: 'operator' }, { cardId: card.id, event: 'shelved', placeId: 902, toOfficeId: null }));
        await listOffices(db);
        await Promise.all([
          cardsLeft(db, { seesProtected: false }, { officeId: city.main, until, toOffice: null }, ['expected']),
          recentMoves(db, { seesProtected: false }, 1, { events: ['shelved'], limit: 10, bounds: null }),
        ]);
        found.asked.push(performance.now() - began);
      }
      found.shelved = (
        await db.one<{ n: number }>(sql`SELECT count(*)::integer AS n FROM cards.cards WHERE whereabouts = 'shelf'`)
      ).n;
    },
    async (city) => {
      // A box each: one of the usual size is full after 60.
      await db.run(
        sql`INSERT INTO cards.storage_places (id, office_id, cabinet, box, size) VALUES (901, ${city.main}, 'C棚', '7箱', ${SCANS}), (902, ${city.main}, 'C棚', '8箱', ${SCANS})`,
      );
      await db.run(sql`UPDATE cards.cards SET office_id = ${city.main}, whereabouts = 'expected' WHERE is_open`);
    },
  );
  return found;
}

async function measure(): Promise<Measured> {
  const { took, asked, shelved } = await onGround((ground) => scans(ground, CARDS, SCANS));
  if (shelved !== 2 * SCANS) throw new Error(`${shelved} cards on the shelf of ${2 * SCANS}`);
  return {
    value: quantile(took, 0.95),
    limit: quantile(asked, 0.95),
    detail: {
      cards: CARDS,
      p50Ms: rounded(median(took)),
      sqlP50Ms: rounded(median(asked)),
      p99Ms: rounded(quantile(took, 0.99)),
    },
  };
}

export const scanning: Bench = {
  name: 'scan',
  about: 'one scan at the desk, from Enter to its answer, two requests',
  demand: { is: 'time', unit: 'ms p95', of: 'its statements alone', must: 0.4, aim: 0.65 },
  measure,
};
