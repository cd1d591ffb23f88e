import { parseArgs } from 'node:util';
import { type Clock, today } from '../lib/clock.ts';
import { Said } from '../lib/said.ts';
import { wholeNumber } from '../lib/values/numbers.ts';
import { writeCards } from './cards.ts';

/** What was asked cannot be done; the message says why. */
class CommandError extends Said {}

const MOST = 2_000_000;

const USAGE = `madoguchi demo cards N [--out FILE] [--encoding utf-8|cp932|utf-16le] [--tsv] [--era] [--seed S]: N from 1 to ${MOST}`;

function read(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        out: { type: 'string' },
        encoding: { type: 'string' },
        tsv: { type: 'boolean' },
        era: { type: 'boolean' },
        seed: { type: 'string' },
      },
    });
  } catch (error) {
    throw new CommandError(`${error instanceof Error ? error.message : ''}\n${USAGE}`);
  }
}

/** `madoguchi demo cards N [--out FILE] [--encoding utf-8|cp932|utf-16le] [--tsv] [--era] [--seed S]`: a made-up list of cards. */
export async function demoCommand(
  args: readonly string[],
  { clock, log }: { clock: Clock; log: (line: string) => void },
): Promise<void> {
  const { values, positionals } = read(args);
  const [kind, given = '', ...more] = positionals;
  const count = /^\d{1,7}$/.test(given) ? Number(given) : 0;
  if (kind !== 'cards' || count < 1 || count > MOST || more.length > 0) throw new CommandError(USAGE);
  const encoding = (['utf-8', 'cp932', 'utf-16le'] as const).find((known) => known === (values.encoding ?? 'utf-8'));
  if (encoding === undefined) throw new CommandError('--encoding is utf-8, cp932 or utf-16le');
  const seed = values.seed === undefined ? undefined : wholeNumber(0, 4_294_967_295)(values.seed);
  if (seed?.ok === false) throw new CommandError('--seed is a whole number from 0 to 4294967295');
  const out = values.out ?? `cards-${count}.csv`;
  const writing = writeCards(out, count, {
    today: today(clock).toString(),
    encoding,
    delimiter: values.tsv === true ? '\t' : ',',
    eraDates: values.era === true,
    ...(seed === undefined ? {} : { seed: seed.value }),
  });
  await writing.catch((error: unknown) => {
    if (error instanceof Error && 'syscall' in error) throw new CommandError(`${out} cannot be written: ${error.message}`);
    throw error;
  });
  log(`${out}: ${count} made-up cards`);
}
