import type { Encoding } from './inspect.ts';

const LABEL: Record<Encoding, string> = {
  'utf-8': 'utf-8',
  cp932: 'shift_jis',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  'iso-2022-jp': 'iso-2022-jp',
};
const WIDE: readonly Encoding[] = ['utf-16le', 'utf-16be'];

/** The bytes are not of the encoding named. `line` is where the first wrong one stands. */
export class Undecodable extends Error {
  readonly line: number;
  readonly encoding: Encoding;
  constructor(encoding: Encoding, line: number) {
    super(`line ${line} is not ${encoding}`);
    this.encoding = encoding;
    this.line = line;
  }
}

const lines = (text: string): number => text.split('\n').length - 1;

/**
 * Bytes become text before anything looks for delimiters: second bytes of CP932 contain them, and a chunk may end within a character.
 * A BOM is dropped. Throws Undecodable on the first byte that does not belong to the encoding.
 */
export async function* decode(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  encoding: Encoding,
): AsyncGenerator<string> {
  const strict = new TextDecoder(LABEL[encoding], { fatal: true });
  // The same bytes, forgivingly: only asked where they break, to say in which line.
  const lenient = new TextDecoder(LABEL[encoding]);
  let line = 1;
  const fail = (bytes: Uint8Array): never => {
    const text = lenient.decode(bytes);
    throw new Undecodable(encoding, line + lines(text.slice(0, Math.max(text.indexOf('\ufffd'), 0))));
  };
  let held: Uint8Array = new Uint8Array();
  for await (const chunk of source) {
    let text: string;
    try {
      text = strict.decode(chunk, { stream: true });
    } catch {
      return fail(Buffer.concat([held, chunk]));
    }
    line += lines(text);
    // What a failure in the next chunk may have begun with.
    held = chunk.subarray(-4).filter((byte) => byte > 0x7f && !WIDE.includes(encoding));
    yield text;
  }
  try {
    const text = strict.decode();
    if (text !== '') yield text;
  } catch {
    throw new Undecodable(encoding, line);
  }
}
