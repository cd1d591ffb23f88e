import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../src/lib/root.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'madoguchi-threads-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Opens pipes that nobody writes into, each of which hangs as a file on a share that is away, then reads another file. */
const READS = `
  import { open, stat } from 'node:fs/promises';
  for (const file of process.argv.slice(2)) open(file).catch(() => {});
  const over = setTimeout(() => { console.log('hangs'); process.kill(process.pid, 'SIGKILL'); }, 3_000);
  await stat('/');
  console.log('answers');
  process.kill(process.pid, 'SIGKILL');`;

test('beside files that hang, more of them than Node alone has threads for, a process still reads others', async () => {
  const files = [1, 2, 3, 4, 5, 6].map((n) => join(folder, `hangs-${n}`));
  execFileSync('mkfifo', files);
  writeFileSync(join(folder, 'reads.mjs'), READS);
  const program = join(folder, 'begins.mjs');
  writeFileSync(
    program,
    `import { moreThreads } from ${JSON.stringify(join(ROOT, 'build', 'node.mjs'))};\nmoreThreads();\nawait import('./reads.mjs');`,
  );
  const { UV_THREADPOOL_SIZE: _, ...env } = process.env;
  // It ends itself by a signal: an open that hangs keeps a process from ending.
  const ran = await promisify(execFile)(process.execPath, [program, ...files], { env }).catch(
    (error: { stdout: string }) => error,
  );
  expect(ran.stdout).toBe('answers\n');
});
