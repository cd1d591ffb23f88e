import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { configFor } from '../config.ts';
import { systemClock } from '../lib/clock.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { listAccounts } from './accounts.ts';
import { StaffCommandError, staffCommand } from './command.ts';
import { lookAtLink } from './links.ts';

let fresh: FreshDatabase;
let db: Db;
beforeAll(async () => {
  fresh = await freshDatabase();
  db = fresh.as('desk', 2);
});
afterAll(async () => {
  await db.close();
  await fresh.drop();
});

async function command(...args: string[]): Promise<string[]> {
  const lines: string[] = [];
  const config = configFor('staff', { DESK_DATABASE_URL: fresh.urlFor('desk'), DESK_ORIGIN: 'https://desk.example.jp' });
  await staffCommand(args, { config, clock: systemClock, log: (line) => void lines.push(line) });
  return lines;
}
const secretOf = (lines: string[]) =>
  lines.map((line) => /^https:\/\/desk\.example\.jp\/welcome\/(\S+)$/u.exec(line)?.[1]).find(Boolean);

test('the first administrator is made with a one-time link; another link replaces it', async () => {
  const made = secretOf(await command('invite', 'Ide', '--name', '井手 誠', '--role', 'admin'));
  expect(await lookAtLink(db, made)).toEqual({ login: 'ide', name: '井手 誠' });
  expect(await listAccounts(db)).toMatchObject([{ login: 'ide', roles: ['admin'], mustChange: true }]);
  const again = secretOf(await command('link', 'ide'));
  expect(await lookAtLink(db, made)).toBeUndefined();
  expect(await lookAtLink(db, again)).toMatchObject({ login: 'ide' });
  expect((await command('list')).join('\n')).toContain('ide\t井手 誠\tadmin');
});

test('who lost the second factor gets in again from the server; where there is none, that is said', async () => {
  const { id } = await db.one<{ id: number }>(sql`SELECT id FROM staff.accounts WHERE login = 'ide'`);
  await db.run(
    sql`INSERT INTO staff.second_factors (account_id, secret, last_step, since) VALUES (${id}, '\\x00', 0, lib.now())`,
  );
  expect((await command('reset-second', 'ide')).join('\n')).toContain('is taken away');
  expect(await listAccounts(db)).toMatchObject([{ login: 'ide', second: false }]);
  expect(await command('reset-second', 'ide')).toEqual(['"ide" has no second factor']);
  expect(await db.row(sql`SELECT actor_kind FROM audit.events WHERE act = 'staff.second-reset'`)).toEqual({
    actor_kind: 'operator',
  });
});

test.each([
  [['invite', 'ide', '--name', '別人', '--role', 'admin'], /taken/u],
  [['invite', 'koga', '--name', '古賀', '--role', 'chief'], /--role must be one of: counter, admin/u],
  [['invite', 'koga', '--name', '古賀'], /--role/u],
  [['invite', 'あ', '--name', '古賀', '--role', 'admin'], /no login name/u],
  [['invite', 'koga', '--role', 'admin'], /--name/u],
  [['invite', 'koga', '--name', '古賀', '--role', 'admin', '--office', 'nowhere'], /no office "nowhere"/u],
  [['link', 'nobody'], /no account/u],
  [['reset-second', 'nobody'], /no account/u],
  [['invite', 'koga', '--rol', 'admin'], /--rol/u],
  [['frobnicate'], /madoguchi staff invite/u],
])('%j is refused in a sentence', async (args, words) => {
  const refused = await command(...args).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(StaffCommandError);
  expect(String(refused)).toMatch(words);
});
