import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../src/lib/root.ts';
import { PROGRAMS, REHEARSALS, type Rehearsal, settingsOf } from './rehearsals.ts';

test.each(REHEARSALS)(
  'rehearsal $name is test files, the first of which reads what it is told',
  ({ files, much, more = [], seed }) => {
    for (const file of files) expect(existsSync(join(ROOT, file)), file).toBe(true);
    const text = readFileSync(join(ROOT, files[0]), 'utf8');
    for (const setting of [...[much, ...more].map(([name]) => name), ...(seed === undefined ? [] : [seed])])
      expect(text).toContain(`process.env['${setting}']`);
  },
);

test.each(PROGRAMS)('rehearsal $name is a program', ({ program }) => {
  expect(existsSync(join(ROOT, program)), program).toBe(true);
});

test('[8(1)⑩] the rehearsal of attacks floods a role too', () => {
  expect(REHEARSALS.find(({ name }) => name === 'attacks')?.files).toContain('test/races/flooded-role.test.ts');
});

test('a rehearsal draws a seed, and takes length and seed that are given', () => {
  const one: Rehearsal = { name: 'x', about: '', files: ['x.test.ts'], much: ['MUCH', '100'], seed: 'SEED' };
  expect(settingsOf(one, {}, () => 0.5)).toEqual({ MUCH: '100', SEED: String(2 ** 30) });
  expect(settingsOf(one, { MUCH: '5', SEED: '7' })).toEqual({ MUCH: '5', SEED: '7' });
  const other: Rehearsal = { name: 'x', about: '', files: ['x.test.ts'], much: ['MUCH', '100'], more: [['TIMES', '9']] };
  expect(settingsOf(other, {})).toEqual({ MUCH: '100', TIMES: '9' });
  expect(settingsOf(other, { TIMES: '2' })).toEqual({ MUCH: '100', TIMES: '2' });
});
