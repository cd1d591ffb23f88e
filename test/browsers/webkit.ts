import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/ports.ts';
import type { Driver, Engine } from './driver.ts';

const DRIVER = '/usr/bin/WebKitWebDriver';
const BROWSERS = ['webkit2gtk-4.1', 'webkit2gtk-4.0', 'webkitgtk-6.0'].flatMap((name) =>
  ['x86_64-linux-gnu', 'aarch64-linux-gnu'].map((machine) => `/usr/lib/${machine}/${name}/MiniBrowser`),
);
const browser = BROWSERS.find(existsSync);
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
/** Who runs a browser where the walk itself is root's. */
const NOBODY = 65_534;

/** A screen of its own; gives its number. */
async function screen(): Promise<{ display: string; process: ChildProcess }> {
  const process = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x1024x24'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const display = await new Promise<string>((resolve, reject) => {
    process.stdout?.once('data', (bytes: Buffer) => resolve(`:${bytes.toString().trim()}`));
    process.once('error', reject);
    process.once('exit', () => reject(new Error('Xvfb ended')));
  });
  return { display, process };
}

type Session = { call(method: string, path: string, body?: object): Promise<unknown>; name: string };

/** Says so in the words of the driver. */
async function session(port: number, program: string): Promise<Session> {
  const send = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const { value }: { value: unknown } = JSON.parse(await answer.text());
    if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(value)}`);
    return value;
  };
  const begun = (await send('POST', '/session', {
    capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': { binary: program, args: ['--automation'] } } },
  })) as { sessionId: string; capabilities: { browserName: string; browserVersion: string } };
  const { browserName, browserVersion } = begun.capabilities;
  return {
    name: `WebKitGTK ${browserName} ${browserVersion}`,
    call: (method, path, body) => send(method, `/session/${begun.sessionId}${path}`, body),
  };
}

async function ready(port: number): Promise<void> {
  for (let n = 0; n < 200; n += 1) {
    const up = await fetch(`http://127.0.0.1:${port}/status`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('WebKitWebDriver did not begin');
}

async function open(program: string): Promise<Driver> {
  const { display, process: xvfb } = await screen();
  const home = mkdtempSync(join(tmpdir(), 'madoguchi-webkit-'));
  const isRoot = process.getuid?.() === 0;
  if (isRoot) chownSync(home, NOBODY, NOBODY);
  const port = await freePort();
  const driver = spawn('dbus-run-session', ['--', DRIVER, `--port=${port}`, '--host=127.0.0.1'], {
    ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: home,
      XDG_RUNTIME_DIR: home,
      DISPLAY: display,
      LANG: 'C.UTF-8',
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
      WEBKIT_DISABLE_DMABUF_RENDERER: '1',
    },
    stdio: 'ignore',
    // A group of its own: what dbus-run-session began does not end with it.
    detached: true,
  });
  const end = () => {
    if (driver.pid !== undefined) process.kill(-driver.pid);
    xvfb.kill();
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await ready(port);
    const { call, name } = await session(port, program);
    await call('POST', '/window/rect', { x: 0, y: 0, width: 375, height: 740 });
    const find = async (value: string): Promise<string> => {
      const found = (await call('POST', '/element', { using: 'css selector', value })) as Record<string, string>;
      return found[ELEMENT] ?? '';
    };
    return {
      name,
      go: async (url) => void (await call('POST', '/url', { url })),
      type: async (box, text) => {
        const element = await find(`[name="${box}"]`);
        await call('POST', `/element/${element}/clear`, {});
        // Its driver knows no key for what lies beyond 16 bits; an input method puts that in as a whole, and so do we.
        if (/[\u{10000}-\u{10ffff}]/u.test(text)) {
          await call('POST', `/element/${element}/click`, {});
          await call('POST', '/execute/sync', {
            script: `document.execCommand('insertText', false, ${JSON.stringify(text)})`,
            args: [],
          });
        } else await call('POST', `/element/${element}/value`, { text });
      },
      click: async (selector) => void (await call('POST', `/element/${await find(selector)}/click`, {})),
      see: (expression) => call('POST', '/execute/sync', { script: `return (${expression})`, args: [] }),
      forget: async () => void (await call('DELETE', '/cookie')),
      close: async () => {
        await call('DELETE', '').catch(() => undefined);
        end();
      },
    };
  } catch (error) {
    end();
    throw error;
  }
}

/** What of it this machine lacks. */
const lacks = [DRIVER, '/usr/bin/Xvfb', '/usr/bin/dbus-run-session'].filter((file) => !existsSync(file));

export const webkitEngine: Engine =
  browser === undefined || lacks.length > 0
    ? {
        engine: 'WebKit',
        missing: 'webkit2gtk-driver, xvfb or dbus is not installed (Debian: apt-get install webkit2gtk-driver xvfb dbus)',
      }
    : { engine: 'WebKit', open: () => open(browser) };
