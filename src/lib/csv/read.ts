import { createReadStream } from 'node:fs';
import { decode } from './decode.ts';
import type { Encoding } from './inspect.ts';
import { type CsvRecord, recordCutter } from './records.ts';

/** The sign that parts cells: whichever the first line has more of; a tab where they are as many. */
function delimiterOf(firstLine: string): ',' | '\t' {
  const tabs = firstLine.split('\t').length;
  return tabs > 1 && tabs >= firstLine.split(',').length ? '\t' : ',';
}

/**
 * Reads a list from disk in batches of some hundred records, as much at once as a chunk of the file holds: little of a large list is held at a time.
 * `delimiter` undefined: told from the first line. `onBytes` hears how far reading has come. Throws Undecodable.
 */
export const readRecords = (
  path: string,
  encoding: Encoding,
  delimiter: ',' | '\t' | undefined,
  onBytes: (bytes: number) => void = () => {},
): AsyncGenerator<CsvRecord[]> => recordsOf(chunks(path, onBytes), encoding, delimiter);

/** The same of bytes that come from elsewhere. */
export async function* recordsOf(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  encoding: Encoding,
  delimiter: ',' | '\t' | undefined,
): AsyncGenerator<CsvRecord[]> {
  let cutter = delimiter === undefined ? undefined : recordCutter(delimiter);
  let head = '';
  for await (const text of decode(source, encoding)) {
    if (cutter !== undefined) {
      yield cutter.push(text);
      continue;
    }
    head += text;
    if (!/[\r\n]/u.test(head) && head.length < 65_536) continue;
    cutter = recordCutter(delimiterOf(head.split(/[\r\n]/u, 1)[0] ?? ''));
    yield cutter.push(head);
  }
  if (cutter === undefined) {
    cutter = recordCutter(delimiterOf(head));
    yield cutter.push(head);
  }
  yield cutter.end();
}

async function* chunks(path: string, onBytes: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 17 })) {
    if (!(chunk instanceof Uint8Array)) continue;
    yield chunk;
    bytes += chunk.length;
    onBytes(bytes);
  }
}
