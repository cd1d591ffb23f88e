import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { giveList, listProfile } from '../../test/support/lists.ts';
import { openActs } from '../../test/support/open.ts';
import { fixedClock } from '../lib/clock.ts';
import { sql } from '../lib/db/sql.ts';
import { workOnUploads } from './upload-jobs.ts';
import { askJudging, askStoring, dropUpload, readUpload } from './uploads.ts';

let opened: Awaited<ReturnType<typeof openActs>>;
beforeAll(async () => {
  opened = await openActs('counter');
});
afterAll(() => opened.close());

const DAY = fixedClock('2026-11-23T01:00:00Z');
const NEXT_DAY = fixedClock('2026-11-24T01:00:00Z');
let n = 0;
/** A list that was judged on a day: two people, one of whom was born on the day after it, and a row that cannot be taken. */
async function judged(): Promise<number> {
  n += 3;
  const of = (at: number, name: string, birth: string) => `K2R-${100_000 + n + at},${name},トッテ　オク,${birth}`;
  const rows = [of(0, '取　"花子"\\', '昭和60年4月1日'), of(1, '取　一郎', '2026/11/24'), of(2, '取　二郎', 'いつか')];
  const id = await giveList(opened.db, opened.actor, rows);
  await workOnUploads(opened.db, DAY);
  return id;
}
const store = async (id: number, clock = DAY) => {
  await askStoring(opened.db, opened.actor, id);
  await workOnUploads(opened.db, clock);
  const upload = await readUpload(opened.db, id);
  return [upload?.state, upload?.report?.fresh, upload?.report?.rejected];
};
const run = (statement: ReturnType<typeof sql>) => opened.fresh.db.run(statement);
/** Another list in its place: who reads it finds one person, and nothing wrong. */
const exchange = (id: number) =>
  run(
    sql`UPDATE intake.upload_pieces SET bytes = convert_to(${`交付通知書ID,氏名,氏名カナ,生年月日\r\nK2R-9${n + 10_000},別　人,ベツ　ジン,1990/01/01\r\n`}, 'UTF8') WHERE upload_id = ${id} AND holds = 'list'`,
  );
const kept = async (id: number) =>
  (
    await opened.fresh.db.rows<{ holds: string }>(
      sql`SELECT DISTINCT holds FROM intake.upload_pieces WHERE upload_id = ${id} ORDER BY holds`,
    )
  ).map(({ holds }) => holds);

describe('[8(2)①] rows that judging found good are kept', () => {
  test('and stored as they were judged: the list is not read again, reasons and counts stay; then they are forgotten', async () => {
    const id = await judged();
    expect(await kept(id)).toEqual(['list', 'rejected', 'rows']);
    await exchange(id);
    expect(await store(id)).toEqual(['done', 1, 2]);
    expect((await readUpload(opened.db, id))?.reasons?.map(({ count }) => count)).toEqual([1, 1]);
    const names = await opened.db.rows(sql`SELECT name FROM cards.cards WHERE notice_id = ${`K2R-${100_000 + n}`}`);
    expect(names).toEqual([{ name: '取　"花子"\\' }]);
    expect(await kept(id)).toEqual(['rejected']);
  });

  test('but not used on another day, by another process, or once a try has failed: the list is read and judged anew', async () => {
    expect(await store(await judged(), NEXT_DAY)).toEqual(['done', 2, 1]);
    const other = await judged();
    await run(sql`UPDATE intake.uploads SET good_rows = jsonb_set(good_rows, '{by}', '"another"') WHERE id = ${other}`);
    await exchange(other);
    expect(await store(other)).toEqual(['done', 1, 0]);
    const again = await judged();
    await run(sql`DELETE FROM intake.upload_pieces WHERE upload_id = ${again} AND holds = 'rows'`);
    expect(await store(again)).toEqual(['storing', 1, 2]);
    await run(sql`UPDATE intake.uploads SET lease_until = NULL WHERE id = ${again}`);
    await workOnUploads(opened.db, DAY);
    expect(await readUpload(opened.db, again)).toMatchObject({ state: 'done', report: { fresh: 1, rejected: 2 } });
  });

  test('and forgotten where the list is read otherwise, given up, or was so by a desk that knows nothing of them', async () => {
    const id = await judged();
    await askJudging(opened.db, id, 'utf-8', await listProfile());
    expect(await kept(id)).toEqual(['list']);
    await workOnUploads(opened.db, DAY);
    expect(await kept(id)).toEqual(['list', 'rejected', 'rows']);
    await dropUpload(opened.db, opened.actor, id);
    expect(await kept(id)).toEqual([]);
    const former = await judged();
    await run(sql`DELETE FROM intake.upload_pieces WHERE upload_id = ${former} AND holds <> 'rows'`);
    await run(sql`UPDATE intake.uploads SET state = 'dropped' WHERE id = ${former}`);
    await workOnUploads(opened.db, DAY);
    expect(await kept(former)).toEqual([]);
  });
});
