import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../src/lib/root.ts';
import type { FromChild } from '../../src/start/child.ts';
import { nodeOptionsOf } from '../../src/start/node-options.ts';
import type { Ground } from './ground.ts';

export type OpenDoor = {
  port: number;
  /** Seconds of processor time it has used since it started; NaN where the system does not tell. */
  processorSeconds(): number;
  /** MiB it held at most since it started; NaN where the system does not tell. */
  peakMib(): number;
  close(): Promise<void>;
};

const TICKS_PER_SECOND = 100;

function processorSeconds(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /su, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return Number.NaN;
  }
}

function peakMib(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024;
  } catch {
    return Number.NaN;
  }
}

/** Starts a file as a server of its own process; ready when it says so over the channel, as under the supervisor. */
async function openProcess(args: readonly string[], env: Record<string, string>): Promise<OpenDoor> {
  const child: ChildProcess = spawn(process.execPath, [...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const port = await Promise.race([
    new Promise<number>((resolve) =>
      child.on('message', (message: FromChild) => {
        if ('ready' in message) resolve(message.port ?? 0);
      }),
    ),
    ended.then(() => {
      throw new Error(`${args.join(' ')} ended before it was ready`);
    }),
  ]);
  return {
    port,
    processorSeconds: () => processorSeconds(child.pid ?? 0),
    peakMib: () => peakMib(child.pid ?? 0),
    close: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

export const SECRET = 'a secret for benches that is long enough';

/** The built citizens' door with its settings as they come, but for the limit of one address: all load comes from one here. */
export const openCitizenDoor = (ground: Ground, more: Record<string, string> = {}): Promise<OpenDoor> =>
  openProcess([join(ROOT, 'dist', 'main.js'), 'citizen'], {
    CITIZEN_DATABASE_URL: ground.urlFor('citizen'),
    CITIZEN_ORIGIN: 'http://127.0.0.1:2',
    COOKIE_SECRET: SECRET,
    SECURE_COOKIES: 'no',
    CITIZEN_PORT: '0',
    RATE_LIMIT: '100000000',
    LOG_LEVEL: 'warn',
    ...more,
  });

/** The built desk as it is started, with its settings as they come. */
export const openDeskDoor = (ground: Ground): Promise<OpenDoor> =>
  openProcess([...nodeOptionsOf('desk'), join(ROOT, 'dist', 'main.js'), 'desk'], {
    DESK_DATABASE_URL: ground.urlFor('desk'),
    DESK_ORIGIN: 'http://127.0.0.1:1',
    CITIZEN_ORIGIN: 'http://127.0.0.1:2',
    COOKIE_SECRET: SECRET,
    SECURE_COOKIES: 'no',
    DESK_PORT: '0',
    LOG_LEVEL: 'warn',
  });

/** The same web server with a constant page of so many bytes at /constant. Bundled into dist/, where its libraries are found. */
export async function openConstantDoor(bytes: number, kept: boolean): Promise<OpenDoor> {
  const { build } = await import('esbuild');
  const outfile = join(ROOT, 'dist', 'bench', 'constant.js');
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['bench/parts/constant.ts'],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node26',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'warning',
  });
  return openProcess([outfile], { BYTES: String(bytes), KEPT: kept ? 'yes' : 'no' });
}
