import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const NEEDED = 26;
const NAME = process.platform === 'win32' ? 'node.exe' : 'node';

/**
 * The Node that `npm ci` brought. The package's install script links it into bin/; where install scripts are off it lies in the package of
 * the platform.
 * @returns {string | undefined}
 */
export function ourNode() {
  const folder = join(ROOT, 'node_modules', 'node');
  const platforms = join(folder, 'node_modules');
  const inside = existsSync(platforms) ? readdirSync(platforms).map((name) => join(platforms, name)) : [];
  const beside = [`node-${process.platform}-${process.arch}`, `node-bin-${process.platform}-${process.arch}`].map((name) =>
    join(ROOT, 'node_modules', name),
  );
  return [folder, ...inside, ...beside].map((at) => join(at, 'bin', NAME)).find((file) => existsSync(file));
}

/** Goes on in the same program under our Node: same arguments, same terminal, same exit code. */
function goOn(node) {
  const child = spawn(node, [...process.execArgv, ...process.argv.slice(1)], {
    stdio: 'inherit',
    env: { ...process.env, PATH: [dirname(node), process.env.PATH].join(delimiter) },
  });
  // A terminal sends Ctrl-C to both of us; a service manager only to us.
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  process.on('SIGINT', () => {});
  child.on('error', (error) => {
    console.error(`${node} does not start: ${error.message}. Run "npm ci" again.`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

const THREADS = '16';

/**
 * Call before anything reads a file in passing: each file on a share that hangs keeps one of these threads, and with none left nothing is read, compressed or
 * looked up by name. Node alone has four. For this process and those it starts.
 */
export function moreThreads() {
  process.env.UV_THREADPOOL_SIZE ??= THREADS;
}

/**
 * Call first in a program that any Node may have started.
 * @returns true when the program goes on in another process under our Node: do nothing more in this one
 */
export function underOurNode() {
  if (Number(process.versions.node.split('.')[0]) >= NEEDED) return false;
  const node = ourNode();
  if (node === undefined) {
    console.error(`Node ${NEEDED} is not in node_modules (this is ${process.version}): run "npm ci" first.`);
    process.exit(1);
  }
  goOn(node);
  return true;
}
