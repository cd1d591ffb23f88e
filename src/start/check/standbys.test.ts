import { expect, test } from 'vitest';
import type { Standbys } from '../../lib/db/standbys.ts';
import { ofStandbys } from './standbys.ts';

const WELL: Standbys = { connected: 1, synchronous: true, synchronousCommit: 'on', slots: 1, behind: 0, held: 0 };
const said = (change: Partial<Standbys>, hosts = 2): string =>
  ofStandbys({ ...WELL, ...change }, hosts)
    .map(({ level, says }) => `${level} ${says}`)
    .join('; ');

test('one machine, and meant to be: nothing is said', () => {
  expect(said({ connected: 0, synchronous: false, slots: 0 }, 1)).toBe('');
});

test.each<[string, Partial<Standbys>, RegExp]>([
  ['all well', {}, /^good A standby follows PostgreSQL, and commits wait for it\.$/u],
  ['nobody follows', { connected: 0 }, /^care 0 of 1 standbys follow/u],
  ['commits do not wait', { synchronous: false }, /^care .*synchronous_standby_names is empty/u],
  ['this role does not wait', { synchronousCommit: 'local' }, /^wrong synchronous_commit is local/u],
  ['far behind', { behind: 2 * 1024 ** 3 }, /^care A standby is 2\.0 GB behind/u],
  ['a slot fills the disk', { held: 3 * 1024 ** 3 }, /^care PostgreSQL keeps 3\.0 GB/u],
])('%s', (_what, change, words) => {
  expect(said(change)).toMatch(words);
});

test('set up for a standby, a URL of one host expects it too', () => {
  expect(said({ connected: 0 }, 1)).toMatch(/^care 0 of 1/u);
});
