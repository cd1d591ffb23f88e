import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../lib/root.ts';
import { RIGHTS } from '../../staff/rights.ts';
import { ACTS, KINDS } from './acts.ts';

const SRC = join(ROOT, 'src');
const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.(?:sql|tsx?)$/u.test(file) && !/\.test\.|lists[/\\]log/u.test(file),
);
/** `'reservation.held'`, as acts are written in SQL and TypeScript; rights and files look like them. */
const ACT =
  /'((?:reservation|waiting|counter|closing|card|citizen|staff|tries|mail|intake|office|service|calendar|site|desk|backup|approval|audit|keeping|running|operator)\.[a-z_-]+)'/gu;
const NO_ACTS = new Set([
  ...Object.keys(RIGHTS),
  'audit.events',
  'backup.json',
  'backup.half',
  'calendar.patterns',
  'citizen.css',
]);

test('[11(12)b] every act that is written into the log has words, and a kind by which it is found', () => {
  const written = new Set(
    sources.flatMap((file) => [...readFileSync(join(SRC, file), 'utf8').matchAll(ACT)].map(([, act = '']) => act)),
  );
  for (const no of NO_ACTS) written.delete(no);
  expect(written.size).toBeGreaterThan(60);
  expect([...written].filter((act) => ACTS[act] === undefined)).toEqual([]);
  expect(Object.keys(ACTS).filter((act) => !KINDS.some(({ value }) => value !== '' && act.startsWith(value)))).toEqual([]);
  expect(new Set(KINDS.map(({ value }) => value)).size).toBe(KINDS.length);
});
