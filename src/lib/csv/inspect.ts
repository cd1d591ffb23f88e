import { isAscii } from 'node:buffer';
import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { done, type Outcome, refused } from '../outcome.ts';

/** What files of lists come in. CP932 is what Windows calls Shift_JIS. */
export type Encoding = 'utf-8' | 'cp932' | 'utf-16le' | 'utf-16be' | 'iso-2022-jp';

export const ENCODING_NAMES: Record<Encoding, string> = {
  'utf-8': 'UTF-8',
  cp932: 'Shift_JIS（CP932）',
  'utf-16le': 'UTF-16LE',
  'utf-16be': 'UTF-16BE',
  'iso-2022-jp': 'JIS（ISO-2022-JP）',
};

export type FileRefusal =
  | 'missing'
  | 'empty'
  | 'too-large'
  | 'pdf'
  | 'old-excel'
  | 'archive'
  | 'picture'
  | 'binary'
  | 'workbook-broken'
  | 'workbook-too-large'
  | 'workbook-empty';

export type Inspected = {
  bytes: number;
  /** Of the whole file, hex. */
  sha256: string;
  /** As its bytes tell; a profile may know better. */
  encoding: Encoding;
  /** No byte above 127: then every encoding but UTF-16 reads the same. */
  ascii: boolean;
  /** Its last line is ended: else it may have been cut off. */
  ended: boolean;
};

/** First bytes that betray a file which is no list. */
const MAGIC: [FileRefusal, number[]][] = [
  ['pdf', [0x25, 0x50, 0x44, 0x46]],
  ['archive', [0x50, 0x4b, 0x03, 0x04]],
  ['archive', [0x50, 0x4b, 0x05, 0x06]],
  ['old-excel', [0xd0, 0xcf, 0x11, 0xe0]],
  ['archive', [0x1f, 0x8b]],
  ['archive', [0x37, 0x7a, 0xbc, 0xaf]],
  ['archive', [0x52, 0x61, 0x72, 0x21]],
  ['picture', [0x89, 0x50, 0x4e, 0x47]],
  ['picture', [0xff, 0xd8, 0xff]],
  ['picture', [0x47, 0x49, 0x46, 0x38]],
];

const startsWith = (head: Uint8Array, bytes: number[]): boolean => bytes.every((byte, at) => head[at] === byte);

/** Where the zero bytes of a head stand. */
function zeros(head: Uint8Array): { odd: number; even: number } {
  let odd = 0;
  let even = 0;
  for (const [at, byte] of head.entries()) {
    if (byte !== 0) continue;
    if (at % 2 === 1) odd += 1;
    else even += 1;
  }
  return { odd, even };
}

const MARKS = [0x0a, 0x2c, 0x09];

/** ASCII (digits, delimiters, line ends) in UTF-16LE has its zero behind it; wide spaces have theirs before. */
function looksUtf16le(head: Uint8Array): boolean {
  if (startsWith(head, [0xff, 0xfe])) return true;
  const { odd, even } = zeros(head);
  return (
    odd > head.length / 20 && odd > even && head.some((byte, at) => at % 2 === 0 && MARKS.includes(byte) && head[at + 1] === 0)
  );
}

/** The other way round: ASCII has its zero before it. */
function looksUtf16be(head: Uint8Array): boolean {
  if (startsWith(head, [0xfe, 0xff])) return true;
  const { odd, even } = zeros(head);
  return (
    even > head.length / 20 && even > odd && head.some((byte, at) => at % 2 === 1 && MARKS.includes(byte) && head[at - 1] === 0)
  );
}

/** ISO-2022-JP is ASCII that says by ESC $ where kanji begin. */
const KANJI_IN = [Buffer.from('\u001b$B'), Buffer.from('\u001b$@')];

const LINE_END = 0x0a;
const OLD_LINE_END = 0x0d;
/** What DOS put behind a text's last line. */
const SUBSTITUTE = 0x1a;
const isEnd = (tail: Uint8Array): boolean => {
  const last = tail.filter((byte) => byte !== 0 && byte !== SUBSTITUTE).at(-1);
  return last === LINE_END || last === OLD_LINE_END;
};

/** A stray zero in a text is the row's fault; many make it no text. */
function looksBinary(head: Uint8Array): boolean {
  const { odd, even } = zeros(head);
  return (odd + even) * 100 > head.length;
}

/** Judges the first bytes of a file: a refusal, or undefined where it may be a list. */
export function refusalByHead(head: Uint8Array): FileRefusal | undefined {
  if (head.length === 0) return 'empty';
  const known = MAGIC.find(([, bytes]) => startsWith(head, bytes))?.[0];
  if (known !== undefined) return known;
  return !looksUtf16le(head) && !looksUtf16be(head) && looksBinary(head) ? 'binary' : undefined;
}

function encodingBy(head: Uint8Array, { isUtf8, jis }: { isUtf8: boolean; jis: boolean }): Encoding {
  if (looksUtf16le(head)) return 'utf-16le';
  if (looksUtf16be(head)) return 'utf-16be';
  if (jis) return 'iso-2022-jp';
  return isUtf8 ? 'utf-8' : 'cp932';
}

/**
 * Reads the whole file once: its size, its hash, its encoding. Refuses what is not a list by its first bytes and what is over `maxBytes`.
 * Encoding is judged by every byte, not by the first: a file whose first names are all ASCII says nothing in its head.
 */
export async function inspect(path: string, maxBytes: number): Promise<Outcome<Inspected, FileRefusal>> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || !found.isFile()) return refused('missing');
  if (found.size > maxBytes) return refused('too-large');
  if (found.size === 0) return refused('empty');
  const mayRead = await access(path, constants.R_OK).then(
    () => true,
    () => false,
  );
  if (!mayRead) return refused('missing');
  const hash = createHash('sha256');
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  let isUtf8 = true;
  let ascii = true;
  let kanjiIn = false;
  let tail: Uint8Array = new Uint8Array();
  let head: Uint8Array | undefined;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    if (!(chunk instanceof Uint8Array)) continue;
    if (head === undefined) {
      head = chunk.subarray(0, 8192);
      const refusal = refusalByHead(head);
      if (refusal !== undefined) return refused(refusal);
    }
    hash.update(chunk);
    ascii &&= isAscii(chunk);
    // An escape cut by the end of a chunk is followed by others: every kanji word has one.
    if (ascii && !kanjiIn)
      kanjiIn = KANJI_IN.some((begins) => Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).includes(begins));
    tail = chunk.slice(-8);
    try {
      if (isUtf8) utf8.decode(chunk, { stream: true });
    } catch {
      isUtf8 = false;
    }
  }
  return done({
    bytes: found.size,
    sha256: hash.digest('hex'),
    encoding: encodingBy(head ?? new Uint8Array(), { isUtf8, jis: ascii && kanjiIn }),
    ascii: ascii && !kanjiIn,
    ended: isEnd(tail),
  });
}

/** What to tell the person who chose the file. */
export const FILE_REFUSALS: Record<FileRefusal, string> = {
  missing: 'ファイルが見つからないか、読めません。ファイル名と場所、読む権限を確認してください。',
  empty: 'ファイルが空です。',
  'too-large': 'ファイルが大きすぎます。分けて取り込んでください。',
  pdf: 'これはPDFのファイルです。CSV、TSV、Excelのファイルを選んでください。',
  'old-excel':
    'これは古い形式（xls）か、パスワードの付いたExcelのファイルです。Excelで、パスワードを付けずに「Excelブック（xlsx）」として保存し直してください。',
  archive: 'これは圧縮されたファイルです。中のCSV、TSV、Excelのファイルを取り出してください。',
  picture: 'これは画像のファイルです。CSV、TSV、Excelのファイルを選んでください。',
  binary: '文字のファイルではありません。CSV、TSV、Excelのファイルを選んでください。',
  'workbook-broken': 'このExcelのファイルは壊れていて、読めません。Excelで開いて、保存し直してください。',
  'workbook-too-large': 'このExcelのファイルは、行か列が多すぎます。必要な表だけのファイルにしてください。',
  'workbook-empty': 'このExcelのファイルには、表示されているシートがありません。',
};
