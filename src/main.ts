import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { COMMANDS } from './commands.ts';
import { ROOT } from './lib/root.ts';

/** Whose connection says in the log that a command was run (§11(12)e). The others touch no data. */
const NOTED: Readonly<Record<string, string>> = {
  migrate: 'DATABASE_URL',
  import: 'DESK_DATABASE_URL',
  staff: 'DESK_DATABASE_URL',
  verify: 'SEALER_DATABASE_URL',
  rekey: 'SEALER_DATABASE_URL',
  backup: 'BACKUP_DATABASE_URL',
};

/** These read the folder of the backups alone: they are for the hour in which the database is gone (decision 0007). */
const WITHOUT_DATABASE: ReadonlySet<string> = new Set(['backup list', 'backup verify', 'backup logs']);

/**
 * `tell`: says that a command that needs no database could not be noted.
 * @returns whether the log has it now; true where nothing is to be noted, or the command says itself which setting it lacks
 */
async function noted(name: string, args: readonly string[], tell?: (line: string) => void): Promise<boolean> {
  const url = process.env[NOTED[name] ?? ''];
  if (url === undefined || url === '') return true;
  const { commandWords, noteCommand } = await import('./audit/note-command.ts');
  const words = commandWords(name, args);
  try {
    return await noteCommand(url, words, process.env);
  } catch (error) {
    if (!WITHOUT_DATABASE.has(words)) throw error;
    const { sentenceOf } = await import('./start/faults.ts');
    const { isAway } = await import('./lib/db/faults.ts');
    const why = sentenceOf(name, error) ?? (isAway(error) && error instanceof Error ? error.message : undefined);
    if (why === undefined) throw error;
    tell?.(`"${words}" could not be noted in the log. ${why}`);
    return false;
  }
}

async function main(): Promise<void> {
  const [name = 'help', ...args] = process.argv.slice(2);
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (entry === undefined) {
    console.log((await import('./start/help.ts')).helpText(COMMANDS));
    process.exitCode = name === 'help' || name === '--help' ? 0 : 2;
    return;
  }
  try {
    const before = await noted(name, args, console.error);
    await entry.run(args);
    // The first migrate makes the place where it is noted; a database that was away may be back.
    if (!before) await noted(name, args);
  } catch (error) {
    const { sentenceOf } = await import('./start/faults.ts');
    console.error(sentenceOf(name, error) ?? error);
    process.exitCode = 1;
  }
}

// What each command loads is compiled once, not at every start: a sixth of the time a door takes to open. Where the folder cannot be written, nothing is kept.
enableCompileCache(join(ROOT, 'dist', '.compiled'));

await main();
