import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { codeOf } from '../fault.ts';
import { writeWhole } from '../whole-file.ts';

/** No kernel gives out a process id this high, so PostgreSQL sees at once that its owner is gone. */
const NOBODY_EVER = 99_999_999;
const FAST_MS = 15_000;
const STEP_MS = 20;

type PidFile = { pid: number; lines: string[] };

function readPidFile(cluster: string): PidFile | undefined {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  return { pid: Number(lines[0]), lines };
}

/** The process id the running server wrote, once it says it takes connections (line 8, as pg_ctl reads it). */
export function readyPid(cluster: string): number | undefined {
  const found = readPidFile(cluster);
  return found?.lines[7]?.trim() === 'ready' ? found.pid : undefined;
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/**
 * Whether this process is a PostgreSQL of this very folder. A number reused by another program is not; nor is a dead one that nobody
 * collected (its command line is empty), as happens in containers whose first process does not reap.
 */
function isServerOf(pid: number, cluster: string): boolean {
  if (!alive(pid)) return false;
  const commandLine = `/proc/${pid}/cmdline`;
  if (!existsSync('/proc/self/cmdline')) return true;
  try {
    return readFileSync(commandLine, 'utf8').split('\0').includes(cluster);
  } catch {
    return false;
  }
}

async function endOf(pid: number, cluster: string, limitMs: number): Promise<boolean> {
  for (let waited = 0; waited < limitMs; waited += STEP_MS) {
    if (!isServerOf(pid, cluster)) return true;
    await pause(STEP_MS);
  }
  return false;
}

/**
 * Clears what an earlier run left in the data folder: a server that outlived us is stopped, a `postmaster.pid` of a server that is gone is
 * marked as such. Only line 1 is rewritten: the rest names the shared memory by which PostgreSQL finds sessions still writing.
 * The caller holds our lock, so no live run owns that server.
 */
export async function clearLeftover(cluster: string): Promise<void> {
  const found = readPidFile(cluster);
  if (found === undefined) return;
  if (isServerOf(found.pid, cluster)) {
    process.kill(found.pid, 'SIGINT');
    if (!(await endOf(found.pid, cluster, FAST_MS))) {
      process.kill(found.pid, 'SIGQUIT');
      if (!(await endOf(found.pid, cluster, FAST_MS)))
        throw new Error(`PostgreSQL (process ${found.pid}) of ${cluster} does not stop`);
    }
  }
  const left = readPidFile(cluster);
  if (left === undefined) return;
  // Put in its place whole: on a full disk a file begun anew would be left empty, and PostgreSQL refuses that one.
  const file = join(cluster, 'postmaster.pid');
  const was = statSync(file);
  writeWhole(file, [String(NOBODY_EVER), ...left.lines.slice(1)].join('\n'), was.mode & 0o777, was);
}
