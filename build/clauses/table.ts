import type { Row } from './count.ts';
import { isShown } from './count.ts';
import { isShownByTests } from './demands.ts';

const SHORT = 110;
const cut = (name: string): string => (name.length > SHORT ? `${name.slice(0, SHORT - 1)}…` : name);

function verdict(row: Row): string {
  if (!isShownByTests(row)) return '';
  return isShown(row) ? 'shown' : 'NOT SHOWN';
}

/** The rows for reading: demand, kind, verdict, and below each its tests. */
export const table = (rows: readonly Row[]): string =>
  rows
    .map((row) => {
      const head = `${row.clause.padEnd(10)} ${row.kind.padEnd(4)} ${verdict(row)}`.trimEnd();
      return [head, ...row.tests.map(({ name, status }) => `    ${status.padEnd(8)} ${cut(name)}`)]
        .map((line) => `${line}\n`)
        .join('');
    })
    .join('');
