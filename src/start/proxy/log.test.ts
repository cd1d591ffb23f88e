import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../../test/support/ports.ts';
import { maskedAddress } from '../../lib/http/address.ts';
import { readProxyLine } from '../../running/logs/proxy-line.ts';
import { nginxFor } from './nginx.ts';

/** What nginx itself writes into its log with what `madoguchi proxy` prints: callers are named by a header that it takes for their address. */
const NGINX = ['/usr/sbin/nginx', '/usr/bin/nginx', '/usr/local/bin/nginx'].find((path) => existsSync(path));
const CALLERS = ['203.0.113.77', '2001:db8:1:2::5', '2001:db8:1::5', '2001:db8::5', '2001::5', '::1'];

let folder: string;
let port = 0;
let nginx: ChildProcess | undefined;

const configuration = (): string => {
  const printed = nginxFor({
    citizenOrigin: 'https://yoyaku.city.example.jp',
    deskOrigin: 'https://desk.lg.example.jp',
    citizenPort: 3000,
    deskPort: 3001,
    standInPort: 3004,
    machines: ['127.0.0.1'],
    certificates: folder,
    uploadMb: 1,
  });
  const format = /^map \$remote_addr[\s\S]*?^log_format .*$/mu.exec(printed)?.[0] ?? '';
  return `${process.getuid?.() === 0 ? 'user root;' : ''}
    daemon off; pid ${folder}/pid; error_log ${folder}/error.log;
    events { worker_connections 64; }
    http {
      client_body_temp_path ${folder}/b; proxy_temp_path ${folder}/p; fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
      ${format}
      server {
        listen 127.0.0.1:${port}; server_name yoyaku.city.example.jp;
        set_real_ip_from 127.0.0.1; real_ip_header X-Caller;
        access_log ${folder}/access.log madoguchi;
        return 204;
      }
    }`;
};

beforeAll(async () => {
  if (NGINX === undefined) return;
  folder = mkdtempSync(join(tmpdir(), 'madoguchi-proxy-log-'));
  port = await freePort();
  writeFileSync(join(folder, 'nginx.conf'), configuration());
  nginx = spawn(NGINX, ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: ['ignore', 'ignore', 'inherit'] });
});
afterAll(async () => {
  if (nginx === undefined) return;
  const ended = new Promise((resolve) => nginx?.once('exit', resolve));
  nginx.kill('SIGQUIT');
  await ended;
  rmSync(folder, { recursive: true, force: true });
});

test.skipIf(NGINX === undefined)(
  '[11(12)d] [8(1)⑧] nginx writes the network of a caller, as the product’s own log does, and neither address nor path; the report reads it',
  async () => {
    const status = () =>
      fetch(`http://127.0.0.1:${port}/`).then(
        (answer) => answer.status,
        () => 0,
      );
    await expect.poll(status).toBe(204);
    for (const caller of CALLERS)
      await fetch(`http://127.0.0.1:${port}/links/a-secret-of-a-mail`, { headers: { 'x-caller': caller } });
    const lines = () => readFileSync(join(folder, 'access.log'), 'utf8').trim().split('\n').slice(-CALLERS.length);
    await expect.poll(() => lines().map((line) => line.split(' ')[0])).toEqual(CALLERS.map((caller) => maskedAddress(caller)));
    const text = lines().join('\n');
    for (const secret of ['203.0.113.77', '/links', 'a-secret']) expect(text).not.toContain(secret);
    expect(lines().map((line) => readProxyLine(line))).toEqual(
      CALLERS.map((caller) =>
        expect.objectContaining({ from: maskedAddress(caller), status: 204, method: 'GET', route: 'yoyaku.city.example.jp' }),
      ),
    );
  },
);
