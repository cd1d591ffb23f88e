import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../lib/root.ts';
import { ACTS, KINDS } from './acts.ts';
import { DETAILS } from './detail-words.ts';
import { details, slotsIn } from './details.ts';

const SRC = join(ROOT, 'src');
const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.(?:sql|tsx?)$/u.test(file) && !/\.test\.|lists[/\\]log/u.test(file),
);
/** The arguments of every `audit.write(…)` in SQL and TypeScript, and of what writes through `writeChange`. */
function calls(): string[] {
  return sources.flatMap((file) => {
    const text = readFileSync(join(SRC, file), 'utf8');
    const written = [...text.matchAll(/audit\.write\(/gu)].map((found) => {
      let at = found.index + found[0].length;
      for (let depth = 1; depth > 0 && at < text.length; at += 1) depth += text[at] === '(' ? 1 : text[at] === ')' ? -1 : 0;
      return text.slice(found.index, at);
    });
    return [...written, ...[...text.matchAll(/\bact: '[a-z]+\.[a-z_-]+'/gu)].map(([act]) => act)];
  });
}

test('[11(12)b] every act that is written into the log has words, and a kind by which it is found', () => {
  const written = new Set(calls().flatMap((call) => [...call.matchAll(/'([a-z]+\.[a-z_-]+)'/gu)].map(([, act = '']) => act)));
  expect(written.size).toBeGreaterThan(60);
  expect([...written].filter((act) => ACTS[act] === undefined)).toEqual([]);
  expect(Object.keys(ACTS).filter((act) => !KINDS.some(({ value }) => value !== '' && act.startsWith(value)))).toEqual([]);
  expect(new Set(KINDS.map(({ value }) => value)).size).toBe(KINDS.length);
});

test('[11(12)b] every entry of what an act adds has a word: no name of the database is shown', () => {
  const keys = new Set(
    calls()
      .flatMap((call) => [...call.matchAll(/jsonb_build_object\(([\s\S]*)/gu)])
      .flatMap(([, inside = '']) => [...inside.matchAll(/(?:^|,\s*)'([a-zA-Z_]+)',/gu)].map(([, key = '']) => key)),
  );
  expect(keys.size).toBeGreaterThan(50);
  expect([...keys].filter((key) => DETAILS[key] === undefined)).toEqual([]);
});

test('[11(12)b] an alarm is told as the desk tells it, not by its code', () => {
  const names = { accounts: new Map(), statuses: new Map(), slots: new Map() };
  const line = {
    key: 1,
    at: new Date(0),
    actorKind: 'clock',
    staffId: null,
    staffName: null,
    source: null,
    reservationId: null,
    cardId: null,
    officeName: null,
  };
  const began = { ...line, act: 'alarm.began', detail: { kind: 'backup-old' }, names };
  expect(details(began)).toBe('1日以上、バックアップが取れていません');
});

test('[11(12)b] what was left empty is not listed: of a list without a filter the log tells the list and how many rows', () => {
  const names = { accounts: new Map(), statuses: new Map(), slots: new Map() };
  const line = { key: 1, at: new Date(0), actorKind: 'staff', staffId: 1, staffName: '古賀 恵子', source: null };
  const shown = { ...line, act: 'list.shown', detail: { of: '', list: 'ほかの言語の文', rows: 44 } };
  expect(details({ ...shown, reservationId: null, cardId: null, officeName: null, names })).toBe(
    '件数：44　一覧：ほかの言語の文',
  );
});

test('of a hold of several slots the log says how many follow the first, and no time of another slot', () => {
  const held = { act: 'reservation.held', detail: { slot: 5, more: 2 } };
  const line = { ...held, key: 1, at: new Date(0), actorKind: 'staff', staffId: 1, staffName: '古賀 恵子' };
  const slots = new Map([
    [5, '12月1日 9時'],
    [2, '11月2日 8時'],
  ]);
  const names = { accounts: new Map(), statuses: new Map(), slots };
  expect(slotsIn([held])).toEqual([5]);
  expect(details({ ...line, source: null, reservationId: null, cardId: null, officeName: null, names })).toBe(
    '枠：12月1日 9時　続きの枠の数：2',
  );
});
