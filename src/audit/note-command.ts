import { hostname, userInfo } from 'node:os';
import { connect } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { codeOf } from '../lib/fault.ts';

/** What a database of an earlier version answers: it has no such function, or this role may not call it yet. */
const NOT_THERE_YET = new Set(['42883', '3F000', '42501']);

/** Who works on the server: the account, and through `sudo` the one behind it. */
function operator(environment: NodeJS.ProcessEnv): string {
  const own = userInfo().username;
  const behind = environment['SUDO_USER'];
  return behind === undefined || behind === '' || behind === own ? own : `${behind}→${own}`;
}

/** `backup list`: the command and the word after it; nothing else that was typed, a file's name may be a person's. */
export const commandWords = (name: string, args: readonly string[]): string =>
  [name, ...args.slice(0, 1).filter((word) => /^[a-z-]{1,20}$/u.test(word) && !word.startsWith('-'))].join(' ');

/**
 * Writes into the log that a command was run on a server: by whom, where, which (§11(12)e).
 * @returns whether it could be written; an earlier version of the database has no place for it
 */
export async function noteCommand(url: string, command: string, environment: NodeJS.ProcessEnv): Promise<boolean> {
  const db = connect({ url, max: 1, name: 'madoguchi-command' });
  try {
    await db.run(sql`SELECT audit.note_command(${command}, ${operator(environment)}, ${hostname()})`);
    return true;
  } catch (error) {
    if (NOT_THERE_YET.has(codeOf(error) ?? '')) return false;
    throw error;
  } finally {
    await db.close();
  }
}
