import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../lib/root.ts';
import type { FromChild, ToChild } from './child.ts';

export type Process = {
  name: string;
  /** Resolves with the port at the first readiness. */
  ready: Promise<number | undefined>;
  isReady(): boolean;
  pid(): number | undefined;
  /** Its metrics now; empty when it does not answer within a second. */
  metrics(): Promise<string>;
  stop(): Promise<void>;
};

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;
/** A process that ran this long was well: the next fall starts again with the shortest pause. */
const WELL_MS = 30_000;
const STOP_LIMIT_MS = 12_000;

/** Runs one command of ours as a process of its own and starts it again whenever it ends unasked, ever more slowly. */
export function keepRunning(name: string, environment: NodeJS.ProcessEnv, log: (line: string) => void): Process {
  let child: ChildProcess | undefined;
  let ready = false;
  let stopping = false;
  let pause = FIRST_PAUSE_MS;
  let again: NodeJS.Timeout | undefined;
  const asked = new Map<number, (text: string) => void>();
  const first = Promise.withResolvers<number | undefined>();
  let falls = 0;

  const begin = (): void => {
    const began = Date.now();
    const started = spawn(process.execPath, [join(ROOT, 'dist', 'main.js'), name], {
      env: environment,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    child = started;
    started.on('message', (message: FromChild) => {
      if ('ready' in message) {
        ready = true;
        falls = 0;
        first.resolve(message.port);
      } else asked.get(message.id)?.(message.metrics);
    });
    started.on('exit', (code, signal) => {
      ready = false;
      if (stopping) return;
      falls += 1;
      if (Date.now() - began > WELL_MS) pause = FIRST_PAUSE_MS;
      if (falls >= 3 && Date.now() - began < WELL_MS)
        first.reject(new Error(`the process "${name}" does not start; its words are above`));
      log(`${name} ended (${signal ?? code}); it is started again`);
      again = setTimeout(begin, pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    });
  };
  begin();

  return {
    name,
    ready: first.promise,
    isReady: () => ready,
    pid: () => child?.pid,
    metrics: () => {
      const id = Math.floor(Math.random() * 2 ** 31);
      const answer = Promise.withResolvers<string>();
      const late = setTimeout(() => answer.resolve(''), 1_000);
      asked.set(id, answer.resolve);
      if (child?.connected) child.send({ metricsWanted: id } satisfies ToChild, () => {});
      else answer.resolve('');
      return answer.promise.finally(() => {
        clearTimeout(late);
        asked.delete(id);
      });
    },
    stop: async () => {
      stopping = true;
      clearTimeout(again);
      const last = child;
      if (last === undefined || last.exitCode !== null || last.signalCode !== null) return;
      const gone = new Promise((resolve) => last.once('exit', resolve));
      last.kill('SIGTERM');
      const patience = setTimeout(() => last.kill('SIGKILL'), STOP_LIMIT_MS);
      await gone;
      clearTimeout(patience);
    },
  };
}
