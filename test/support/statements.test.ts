import { expect, test } from 'vitest';
import { statementsOf, writtenIn } from './statements.ts';

/** `#{`: as a program writes what it puts into a text. */
const written = (program: string) => [...new Set(statementsOf(program.replaceAll('#', '$')).flatMap(writtenIn))].toSorted();

test('a lock counts for the rows it locks, also where it stands in a piece of its own', () => {
  expect(
    written(
      'var LOCKED = sql`FOR NO KEY UPDATE`; read(sql`SELECT FROM offices.offices WHERE id = #{id} #{a ? LOCKED : sql``}`);',
    ),
  ).toEqual(['UPDATE offices.offices']);
  expect(written('read(sql`SELECT FROM cards.cards WHERE id = #{id} #{a ? sql`FOR UPDATE` : sql``}`);')).toEqual([
    'UPDATE cards.cards',
  ]);
  expect(written('read(sql`SELECT FROM cards.cards c JOIN offices.offices o ON o.id = c.office_id FOR UPDATE OF c`)')).toEqual([
    'UPDATE cards.cards',
  ]);
  expect(
    written(
      'read(sql`UPDATE cards.cards SET a = 1 WHERE id IN (SELECT d FROM cards.due WHERE b IN (SELECT FROM cards.tries) FOR SHARE)`)',
    ),
  ).toEqual(['UPDATE cards.cards', 'UPDATE cards.due']);
});

test('what is inserted or else changed is both; what is only read is nothing', () => {
  expect(written('run(sql`INSERT INTO site.alarms AS a (kind) VALUES (1) ON CONFLICT (kind) DO UPDATE SET kind = 2`)')).toEqual([
    'INSERT site.alarms',
    'UPDATE site.alarms',
  ]);
  expect(written('run(sql`SELECT FROM cards.cards`, "DELETE FROM cards.tries")')).toEqual(['DELETE cards.tries']);
});
