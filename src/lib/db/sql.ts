import { createHash } from 'node:crypto';
import sqlTag, { raw, type Sql } from 'sql-template-tag';

export { empty, join, raw } from 'sql-template-tag';
export type { Sql };

/** SQL as SQL: values become parameters, other `sql` pieces become text. */
export const sql = sqlTag;

const names = new WeakMap<ReadonlyArray<string>, string>();

/**
 * A statement that PostgreSQL parses and plans once a connection: for hot paths whose text never varies
 * (400 µs against 740 µs for one booking). Goes in as any other `sql`.
 */
export function prepared(statement: Sql): { name: string; text: string; values: unknown[] } {
  const known = names.get(statement.strings);
  const name = known ?? createHash('sha1').update(statement.text).digest('base64url');
  if (known === undefined) names.set(statement.strings, name);
  return { name, text: statement.text, values: statement.values };
}

const WORD = /^[a-z][a-z-]*$/u;

function literal(value: unknown): string {
  if (typeof value === 'boolean' || Number.isSafeInteger(value)) return String(value);
  if (typeof value === 'string' && WORD.test(value)) return `'${value}'`;
  throw new Error('only words, whole numbers and truth values of the code stand in the text of a statement');
}

/**
 * The same statement with its values in its text, where they are words, whole numbers and truth values of the code's own. A `prepared` statement without
 * parameters is planned once a connection; one with parameters five times before PostgreSQL keeps a plan. @throws on any other value
 */
export const written = ({ strings, values }: Sql): Sql =>
  raw(strings.map((piece, n) => (n === 0 ? piece : `${literal(values[n - 1])}${piece}`)).join(''));
