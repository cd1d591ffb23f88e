import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { faultWord } from '../../lib/fault.ts';
import { Said } from '../../lib/said.ts';
import { emptySummary, reportLines, spanOf, takeLine } from './analyse.ts';

const USAGE =
  'logs report FILE… [--from 2026-11-01] [--to 2026-11-30] [--slow MILLISECONDS]: days of the city; files as they were rotated, .gz too, of the doors and the worker or of nginx; - is the standard input';
const SLOW_MS = 1_000;

const DAY = /^\d{4}-\d\d-\d\d$/u;

type Asked = { files: string[]; from: string; to: string; slowMs: number };

/** @throws Said where the command was called wrongly */
function asked(args: readonly string[]): Asked {
  const [act, ...rest] = args;
  const wrong = new Said(USAGE);
  if (act !== 'report') throw wrong;
  const read: Asked = { files: [], from: '', to: '', slowMs: SLOW_MS };
  for (let at = 0; at < rest.length; at += 1) {
    const word = rest[at] ?? '';
    if (!word.startsWith('--')) {
      read.files.push(word);
      continue;
    }
    at += 1;
    const value = rest[at] ?? '';
    if ((word === '--from' || word === '--to') && DAY.test(value)) read[word === '--from' ? 'from' : 'to'] = value;
    else if (word === '--slow' && /^\d{1,6}$/u.test(value)) read.slowMs = Number(value);
    else throw wrong;
  }
  if (read.files.length === 0) throw wrong;
  return read;
}

function open(file: string): NodeJS.ReadableStream {
  if (file === '-') return process.stdin;
  const stream = createReadStream(file);
  if (!file.endsWith('.gz')) return stream;
  const plain = createGunzip();
  stream.on('error', (error) => plain.destroy(error));
  return stream.pipe(plain);
}

/** `madoguchi logs report`: counts what the processes' logs say: errors, failures, slow pages, who was refused (§11(12)b). */
export async function logsCommand(args: readonly string[], { log }: { log: (line: string) => void }): Promise<void> {
  const { files, slowMs, from, to } = asked(args);
  const span = spanOf(from, to);
  const summary = emptySummary();
  for (const file of files) {
    try {
      for await (const line of createInterface({ input: open(file), crlfDelay: Number.POSITIVE_INFINITY }))
        takeLine(summary, line, { ...span, slowMs });
    } catch (error) {
      throw new Said(`${file} cannot be read: ${faultWord(error)}`);
    }
  }
  for (const line of reportLines(summary, slowMs)) log(line);
}
