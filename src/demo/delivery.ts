import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Actor, actorSql } from '../audit/actor.ts';
import { cardsToSetUp, tellNumber } from '../intake/box-day.ts';
import { importCards } from '../intake/import-cards.ts';
import { DEFAULT_PROFILE, readProfile } from '../intake/profile.ts';
import { type Clock, today } from '../lib/clock.ts';
import { asIs, csvLine } from '../lib/csv/write.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { cardRows, HEAD } from './cards.ts';

const CLERK: Actor = { kind: 'staff', staffId: 1 };
const CARDS = 16;
const SET_UP = 5;
const SEED = 77;

/** A box that came today, in the middle of its day: J-LIS says one card more than its list names, some cards are set up. */
export async function takeInToday(db: Db, clock: Clock): Promise<void> {
  if ((await db.row(sql`SELECT FROM intake.imports WHERE file_name = 'today.csv'`)) !== undefined) return;
  const day = today(clock).toString();
  const at = (head: (typeof HEAD)[number]) => HEAD.indexOf(head);
  const told: Record<number, string> = {
    [at('ロット番号')]: `L${day.slice(2, 4)}${day.slice(5, 7)}${day.slice(8)}`,
    [at('保管場所コード')]: 'honcho',
    [at('到着日')]: day,
    [at('通知書発送日')]: '',
  };
  const serial = at('製造番号');
  const rows = [...cardRows(CARDS, { seed: SEED, today: day })].map((row) =>
    row.map((cell, column) => told[column] ?? (column === serial ? cell.replace('K', 'T') : cell)),
  );
  const folder = await mkdtemp(join(tmpdir(), 'madoguchi-today-'));
  try {
    const path = join(folder, 'today.csv');
    await writeFile(path, [HEAD, ...rows].map((row) => csvLine(row.map(asIs))).join(''), { mode: 0o600 });
    const profile = await readProfile(DEFAULT_PROFILE);
    if (!profile.ok) throw new Error(`the profile ${DEFAULT_PROFILE} cannot be read: ${profile.reason}`);
    const rejectedPath = join(folder, 'rejected.csv');
    const taken = await importCards(db, clock, CLERK, { path, fileName: 'today.csv', profile: profile.value, rejectedPath });
    if (!taken.ok) throw new Error(`the made-up delivery was refused: ${taken.reason}`);
    const { importId } = taken.value;
    await tellNumber(db, CLERK, importId, { cards: CARDS + 1, counted: null });
    const first = (await cardsToSetUp(db, importId)).slice(0, SET_UP);
    await db.run(sql`SELECT cards.set_up(${actorSql(CLERK)}, ${first}::bigint[], ${importId})`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
