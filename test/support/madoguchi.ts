import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../../src/lib/root.ts';
import { otherClock } from '../clocks/moments.ts';
import { freePort } from './ports.ts';

export type System = {
  child: ChildProcess;
  /** Everything it printed so far. */
  output(): string;
  citizen: string;
  desk: string;
  mails: string;
  health: string;
  /** Resolves with the exit code. */
  ended: Promise<number | null>;
  stop(): Promise<number | null>;
  kill(): Promise<void>;
};

export type Ports = { CITIZEN_PORT: string; DESK_PORT: string; MAIL_PORT: string; HEALTH_PORT: string; STAND_IN_PORT: string };
/** What the product is started with beside its folder. */
type Started = Ports & { DEMO_CARDS?: string };

/** A port for each process of a system. */
export const freePorts = async (): Promise<Ports> => ({
  CITIZEN_PORT: String(await freePort()),
  DESK_PORT: String(await freePort()),
  MAIL_PORT: String(await freePort()),
  HEALTH_PORT: String(await freePort()),
  STAND_IN_PORT: String(await freePort()),
});

/** Starts the built product as `npm start` does; resolves when it says it is ready or has ended. */
export async function startSystem(dataDir: string, ports: Started, args: string[] = []): Promise<System> {
  const child = spawn(process.execPath, [join(ROOT, 'dist', 'main.js'), 'start', ...args], {
    env: { ...otherClock(process.env), PATH: process.env['PATH'], HOME: process.env['HOME'], DATA_DIR: dataDir, ...ports },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const ready = new Promise<void>((resolve) => {
    const hear = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
      if (output.includes('Ctrl-C ends it.')) resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
  });
  await Promise.race([ready, ended]);
  const at = (port: string): string => `http://localhost:${port}`;
  return {
    child,
    output: () => output,
    citizen: at(ports.CITIZEN_PORT),
    desk: at(ports.DESK_PORT),
    mails: at(ports.MAIL_PORT),
    health: at(ports.HEALTH_PORT),
    ended,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Runs one command to its end with these settings and no others. `said`: all it printed. */
export async function madoguchi(
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [join(ROOT, 'dist', 'main.js'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...otherClock(process.env), PATH: process.env['PATH'], ...settings },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, said };
}
