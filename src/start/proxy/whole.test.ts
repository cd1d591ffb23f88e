import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nginxFor } from './nginx.ts';

/** Debian's nginx and its folders; their owner alone may look at the whole of it, and a certificate has to be made. */
const NGINX = '/usr/sbin/nginx';
const CACHE = '/var/lib/nginx/madoguchi';
const possible =
  process.getuid?.() === 0 &&
  [NGINX, '/usr/bin/openssl', '/etc/debian_version', '/etc/nginx/nginx.conf', '/var/log/nginx'].every((path) => existsSync(path));

let folder: string;
let stood = true;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'madoguchi-proxy-whole-'));
  stood = existsSync(CACHE);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  if (!stood) rmSync(CACHE, { recursive: true, force: true });
});

function certificate(host: string): void {
  mkdirSync(join(folder, host));
  const made = ['-keyout', join(folder, host, 'privkey.pem'), '-out', join(folder, host, 'fullchain.pem')];
  execFileSync('/usr/bin/openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', `/CN=${host}`, ...made], {
    stdio: 'ignore',
  });
}

test.skipIf(!possible)('nginx as Debian has it takes what is printed as it stands', () => {
  for (const host of ['yoyaku.city.example.jp', 'desk.lg.example.jp']) certificate(host);
  const printed = nginxFor({
    citizenOrigin: 'https://yoyaku.city.example.jp',
    deskOrigin: 'https://desk.lg.example.jp',
    citizenPort: 3000,
    deskPort: 3001,
    standInPort: 3004,
    machines: ['127.0.0.1', '2001:db8::1'],
    certificates: folder,
    uploadMb: 200,
  });
  // Where something listens already nginx only looks at the rest; other addresses would be none of this machine's.
  const main = `user www-data; worker_rlimit_nofile 20000; pid ${folder}/pid; events { worker_connections 8192; } http {\n${printed}}`;
  writeFileSync(join(folder, 'nginx.conf'), main);
  const { status, stderr } = spawnSync(NGINX, ['-t', '-c', join(folder, 'nginx.conf')], { encoding: 'utf8' });
  expect([status, stderr.split('\n').filter((line) => /\[(?:emerg|error|alert)\]/u.test(line))]).toEqual([0, []]);
});
