import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../lib/root.ts';
import type { FromChild, ToChild } from './child.ts';
import type { Told } from './health.ts';
import { nodeOptionsOf } from './node-options.ts';

export type Process = Told & {
  /** Resolves with the port at the first readiness. */
  ready: Promise<number | undefined>;
  stop(): Promise<void>;
};

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;
/** A process that ran this long was well: the next fall starts again with the shortest pause. */
const WELL_MS = 30_000;
const STOP_LIMIT_MS = 12_000;
/** A process that does not answer by then has no metrics and is not well. */
const ANSWER_MS = 1_500;

type Asked = Map<number, (answer: string | boolean | undefined) => void>;

/** Asks a process over its channel. @returns undefined where it does not answer in time */
function ask(child: ChildProcess | undefined, asked: Asked, wanted: ToChild['wanted']): Promise<string | boolean | undefined> {
  const id = Math.floor(Math.random() * 2 ** 31);
  const answer = Promise.withResolvers<string | boolean | undefined>();
  const late = setTimeout(() => answer.resolve(undefined), ANSWER_MS);
  asked.set(id, answer.resolve);
  if (child?.connected) child.send({ wanted, id } satisfies ToChild, () => {});
  else answer.resolve(undefined);
  return answer.promise.finally(() => {
    clearTimeout(late);
    asked.delete(id);
  });
}

/** Ends a process: asked first, killed where it does not. */
async function endOf(child: ChildProcess | undefined): Promise<void> {
  if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  await gone;
  clearTimeout(patience);
}

/** Runs one command of ours as a process of its own and starts it again whenever it ends unasked, ever more slowly. */
export function keepRunning(name: string, environment: NodeJS.ProcessEnv, log: (line: string) => void): Process {
  let child: ChildProcess | undefined;
  let ready = false;
  let stopping = false;
  let pause = FIRST_PAUSE_MS;
  let again: NodeJS.Timeout | undefined;
  const asked: Asked = new Map();
  const first = Promise.withResolvers<number | undefined>();
  // Whoever waits for it hears it; nobody need.
  first.promise.catch(() => {});
  let falls = 0;

  const begin = (): void => {
    const began = Date.now();
    const started = spawn(process.execPath, [...nodeOptionsOf(name), join(ROOT, 'dist', 'main.js'), name], {
      env: environment,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    child = started;
    const fallen = (how: string): void => {
      ready = false;
      if (stopping || child !== started) return;
      child = undefined;
      falls += 1;
      if (Date.now() - began > WELL_MS) pause = FIRST_PAUSE_MS;
      if (falls >= 3 && Date.now() - began < WELL_MS)
        first.reject(new Error(`the process "${name}" does not start; its words are above`));
      log(`${name} ended (${how}); it is started again`);
      again = setTimeout(begin, pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    };
    started.on('message', (message: FromChild) => {
      if ('ready' in message) {
        ready = true;
        falls = 0;
        first.resolve(message.port);
      } else asked.get(message.id)?.(message.answer);
    });
    started.on('exit', (code, signal) => fallen(String(signal ?? code)));
    // It could not be started at all (no memory, no handles), or its channel broke; unheard, that would end the supervisor.
    started.on('error', (error) => {
      if (started.pid === undefined) fallen(error.message);
    });
  };
  begin();

  return {
    name,
    ready: first.promise,
    pid: () => child?.pid,
    well: async () => ready && (await ask(child, asked, 'well')) === true,
    metrics: async () => {
      const answer = await ask(child, asked, 'metrics');
      return typeof answer === 'string' ? answer : '';
    },
    stop: async () => {
      stopping = true;
      clearTimeout(again);
      await endOf(child);
    },
  };
}
