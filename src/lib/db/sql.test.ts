import { expect, test } from 'vitest';
import { sql, written } from './sql.ts';

test('a statement is written with its values where they are the code’s own; anything else is a fault', () => {
  const { text, values } = written(
    sql`SELECT count(*) FROM due WHERE step = ${'re-notice'} AND (${true} OR NOT hidden) LIMIT ${5}`,
  );
  expect([text, values]).toEqual(["SELECT count(*) FROM due WHERE step = 're-notice' AND (true OR NOT hidden) LIMIT 5", []]);
  for (const value of ["'; DROP TABLE cards", '氏名', 1.5, null, ['a']]) expect(() => written(sql`SELECT ${value}`)).toThrow();
});
