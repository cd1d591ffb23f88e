import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ROOT } from '../src/lib/root.ts';
import { freePorts, type Ports } from '../test/support/madoguchi.ts';
import { type Bench, type Measured, median, rounded } from './parts/result.ts';

const ROUNDS = 5;
const MOST_SECONDS = 5;
/** The last line of a start that is through: every door has said that it is ready. */
const READY = 'Ctrl-C ends it.';

type Started = { seconds: number; stop(): Promise<void> };

/** Ctrl-C in a terminal reaches the whole group. */
async function interrupt(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGINT');
  await ended;
}

const PATIENCE_MS = 30_000;

/** Asks until the answer is 200: a door that has just begun may still say that it is busy. */
async function answers(url: string): Promise<void> {
  const began = performance.now();
  for (;;) {
    const { status } = await fetch(url);
    if (status === 200) return;
    if (performance.now() - began > PATIENCE_MS) throw new Error(`${url} answers ${status}`);
    await setTimeout(10);
  }
}

/**
 * Types a command and waits until it says it is ready and every door in `urls` answers 200; so long it took.
 * @throws where it ends before, or a door is not there
 */
export async function startOnce(
  command: readonly string[],
  env: Record<string, string>,
  urls: readonly string[],
): Promise<Started> {
  const [program = '', ...args] = command;
  const began = performance.now();
  const child = spawn(program, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const said = new Promise<void>((resolve) => {
    const hear = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
      if (output.includes(READY)) resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
  });
  await Promise.race([
    said,
    ended.then((): never => {
      throw new Error(`${command.join(' ')} ended before it was ready: ${output}`);
    }),
  ]);
  const stop = () => interrupt(child, ended);
  try {
    await Promise.all(urls.map(answers));
    return { seconds: (performance.now() - began) / 1_000, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const doorsAt = ({ CITIZEN_PORT, DESK_PORT, HEALTH_PORT }: Ports): string[] =>
  [CITIZEN_PORT, DESK_PORT, HEALTH_PORT].map((port) => `http://localhost:${port}/readyz`);

async function measure(): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-start-'));
  try {
    const ports = await freePorts();
    const once = () => startOnce(['npm', 'start'], { ...ports, DATA_DIR: join(folder, 'data') }, doorsAt(ports));
    const first = await once();
    await first.stop();
    const warm: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const { seconds, stop } = await once();
      warm.push(seconds);
      await stop();
    }
    const value = median(warm);
    return {
      value,
      limit: MOST_SECONDS,
      detail: { rounds: warm.map((one) => rounded(one)), firstSeconds: rounded(first.seconds) },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const starting: Bench = {
  name: 'start',
  about: 'a warm `npm start`, until all doors are ready',
  demand: {
    is: 'time',
    unit: 's',
    of: '5 s from typing `npm start` to all doors ready, on a city that is there',
    must: 1,
    aim: 2.5,
  },
  measure,
};
