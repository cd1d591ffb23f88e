import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { nginxFor } from '../src/start/proxy/nginx.ts';
import { freePorts } from '../test/support/madoguchi.ts';
import { openCitizenDoor } from './parts/door.ts';
import { type Ground, onGround } from './parts/ground.ts';
import { askOnce, runLoad, wire } from './parts/load.ts';
import { buildWeekdays, settle } from './parts/people.ts';
import { programPath } from './parts/programs.ts';
import { type Bench, type Measured, median, quantile, rounded } from './parts/result.ts';

const CONNECTIONS = 40;
/** What most people open in a rush, and the same for everyone. */
const PAGES = ['/', '/offices/kitano/calendar'];
/** Pages a second through the proxy that the figure must be above besides its ratio. */
const LEAST = 2_700;

type Site = { port: number; door: number; static: number };

/** What `madoguchi proxy` prints, without TLS: the load generator speaks none. Caches and logs lie in `folder`. A second site serves files, as the limit. */
function configuration(folder: string, { port, door, static: files }: Site): string {
  const printed = nginxFor({
    citizenOrigin: `https://127.0.0.1:${port}`,
    deskOrigin: `https://localhost:${port}`,
    citizenPort: door,
    deskPort: door,
    standInPort: door,
    machines: ['127.0.0.1'],
    certificates: folder,
    uploadMb: 1,
  });
  const plain = printed
    .replaceAll(/^server \{\n {2}listen 80;[\s\S]*?^\}$/gmu, '')
    .replaceAll(/^ {2}(?:ssl_|listen \[::\]).*$/gmu, '')
    .replaceAll(/listen (\d+) ssl http2;/gu, 'listen 127.0.0.1:$1;')
    .replaceAll(/\/var\/(?:cache|log)\/nginx\//gu, `${folder}/`);
  return `
    ${process.getuid?.() === 0 ? 'user root;' : ''}
    worker_processes auto; daemon off; pid ${folder}/pid; error_log ${folder}/error.log;
    events { worker_connections 1024; }
    http {
      client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxied;
      fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
      # One connection asks for as many pages as there are.
      keepalive_requests 100000000;
      ${plain}
      server { listen 127.0.0.1:${files}; root ${folder}/files; default_type text/html; access_log ${folder}/files.log; sendfile on; }
    }`;
}

/** Waits until nginx answers: its port is open before anybody serves it. */
async function answers(port: number, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const status = await askOnce(port, { path: '/0.html' }).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) return;
    await pause(20);
  }
  throw new Error('nginx ended before it was ready');
}

type Fronted = { pages: number[]; files: number[]; took: number[]; bytes: number[]; doorSeconds: number };

/** The pages through nginx, and files of their sizes from the same nginx, in turn. Answers a second. */
export async function fronted(ground: Ground, rounds: number, seconds: number): Promise<Fronted> {
  await buildWeekdays(ground.db, 60);
  await settle(ground.db);
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-front-'));
  chmodSync(folder, 0o755);
  const ports = await freePorts();
  const site = { port: Number(ports.CITIZEN_PORT), static: Number(ports.DESK_PORT) };
  const door = await openCitizenDoor(ground, { TRUSTED_PROXIES: '127.0.0.1' });
  let nginx: ChildProcess | undefined;
  try {
    const bytes = await Promise.all(PAGES.map(async (path) => (await askOnce(door.port, { path })).body.length));
    mkdirSync(join(folder, 'files'));
    for (const [at, size] of bytes.entries()) writeFileSync(join(folder, 'files', `${at}.html`), 'a'.repeat(size));
    writeFileSync(join(folder, 'nginx.conf'), configuration(folder, { ...site, door: door.port }));
    nginx = spawn(programPath('nginx'), ['-p', folder, '-c', join(folder, 'nginx.conf')], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    await answers(site.static, nginx);
    const before = door.processorSeconds();
    const asked = async (port: number, paths: readonly string[]) => {
      function* all(): Generator<Buffer> {
        for (;;) yield* paths.map((path) => wire({ path }));
      }
      const load = await runLoad(port, all(), { connections: CONNECTIONS, seconds });
      if (Object.keys(load.kinds).some((kind) => kind !== '200')) throw new Error(`not pages: ${JSON.stringify(load.kinds)}`);
      return load;
    };
    const own = PAGES.map((_, at) => `/${at}.html`);
    const found: Fronted = { pages: [], files: [], took: [], bytes, doorSeconds: 0 };
    for (let round = 0; round < rounds; round += 1) {
      const through = await asked(site.port, PAGES);
      found.pages.push(through.perSecond);
      found.took = found.took.concat(through.took);
      found.files.push((await asked(site.static, own)).perSecond);
    }
    found.doorSeconds = door.processorSeconds() - before;
    return found;
  } finally {
    if (nginx !== undefined && nginx.exitCode === null) {
      const ended = new Promise((resolve) => nginx?.once('exit', resolve));
      nginx.kill('SIGQUIT');
      await ended;
    }
    await door.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(): Promise<Measured> {
  const rounds = 3;
  const { pages, files, took, bytes, doorSeconds } = await onGround((ground) => fronted(ground, rounds, 6));
  return {
    value: median(pages),
    limit: median(files),
    alsoDone: median(pages) > LEAST,
    detail: {
      rounds: pages.map((one) => rounded(one)),
      limits: files.map((one) => rounded(one)),
      pageBytes: bytes,
      p99Ms: rounded(quantile(took, 0.99)),
      doorProcessorSeconds: rounded(doorSeconds),
    },
  };
}

export const front: Bench = {
  name: 'front',
  about: 'the first page and an office’s calendar through nginx as `madoguchi proxy` sets it up',
  demand: {
    is: 'rate',
    unit: 'pages/s',
    of: 'the same nginx with files of their sizes',
    must: 0.3,
    aim: 0.6,
    also: `over ${LEAST.toLocaleString('en')}/s`,
  },
  measure,
};
