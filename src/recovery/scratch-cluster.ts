import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { postgresAccount } from '../lib/postgres/account.ts';
import { openFolders, removeFolders } from '../lib/postgres/folders.ts';
import { scratchFolder, sweepScratch } from '../lib/scratch.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const STOP_MS = 5_000;
const LOOK_MS = 20;

function clear(scratch: string, dataDir: string): void {
  removeFolders(dataDir);
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
}

/** Ends the server that runs in a folder now, whoever started it; what it holds is thrown away. */
async function endServer(dataDir: string): Promise<void> {
  const file = join(openFolders(dataDir, postgresAccount()).cluster, 'postmaster.pid');
  if (!existsSync(file)) return;
  try {
    process.kill(Number.parseInt(readFileSync(file, 'utf8'), 10), 'SIGQUIT');
  } catch {
    // Ended by itself meanwhile: Ctrl-C reaches it too.
  }
  for (let left = STOP_MS; existsSync(file) && left > 0; left -= LOOK_MS) await pause(LOOK_MS);
}

/**
 * Works on a cluster in a folder that is gone afterwards, also where Ctrl-C or SIGTERM ends this process meanwhile: the whole database lies open in it. What
 * a killed process of this account left goes first.
 */
export async function inScratchCluster<T>(work: (dataDir: string) => Promise<T>): Promise<T> {
  await sweepScratch();
  const scratch = await scratchFolder('verify');
  chmodSync(scratch, 0o755);
  const dataDir = join(scratch, 'db');
  const leave = async (signal: (typeof SIGNALS)[number]): Promise<void> => {
    await endServer(dataDir).finally(() => clear(scratch, dataDir));
    process.exit(128 + constants.signals[signal]);
  };
  for (const signal of SIGNALS) process.on(signal, leave);
  try {
    return await work(dataDir);
  } finally {
    clear(scratch, dataDir);
    for (const signal of SIGNALS) process.off(signal, leave);
  }
}
