import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ground } from './ground.ts';
import { runProgram } from './programs.ts';

/** As many as the citizens' door has database connections. */
export const CLIENTS = 20;

/**
 * What PostgreSQL does alone, as the citizens' role over 20 connections: one transaction a person. Returns transactions a second.
 * @param script SQL for the person `:n`, of whom each client takes the next: in all `count` from `first` on
 */
export async function pgbench(ground: Ground, script: string, first: number, count: number): Promise<number> {
  const file = join(ground.folder, 'bench.sql');
  writeFileSync(file, `\\set i :i + 1\n\\set n :first + :client_id * :each + :i\n${script}\n`);
  const each = Math.floor(count / CLIENTS);
  const args = ['-n', '-M', 'prepared', '-c', String(CLIENTS), '-j', '2', '-t', String(each)];
  const variables = ['-D', 'i=-1', '-D', `first=${first}`, '-D', `each=${each}`];
  const said = await runProgram('pgbench', [...args, ...variables, '-f', file, ground.urlFor('citizen')]);
  const perSecond = /tps = ([\d.]+) \(without initial/u.exec(said)?.[1];
  if (perSecond === undefined) throw new Error(`pgbench said: ${said}`);
  return Number(perSecond);
}

/** In a script: what a browser of the person `:n` sends. */
export const COOKIE = `sha256(convert_to('bench-visitor-' || :n, 'UTF8'))`;
export const RESERVATION = `md5('bench-reservation-' || :n)::uuid`;
