import { cleanField } from './fields.ts';

/** A form with a file that nobody can read: no boundary, cut off, or with too much beside its file. */
export class BrokenForm extends Error {
  constructor() {
    super('unreadable multipart');
  }
}

/** The file of a form: the box it was chosen in, what it was called at home, and its bytes, which come as they are asked for. */
export type FilePart = { name: string; fileName: string; bytes(): AsyncGenerator<Buffer> };
type FormHead = { fields: [name: string, value: string][]; file: FilePart | undefined };

const MOST_PARTS = 50;
const LONGEST_HEAD = 16 * 1024;
/** Of all fields beside the file. */
const LARGEST_FIELDS = 64 * 1024;
const LINE_END = Buffer.from('\r\n');
const HEAD_END = Buffer.from('\r\n\r\n');
const LAST = Buffer.from('--');

const boundaryOf = (type: string): string => {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/iu.exec(type) ?? [];
  const found = quoted ?? plain;
  if (found === undefined) throw new BrokenForm();
  return found;
};

/** Browsers write quotes and line ends of a name so (HTML: multipart/form-data encoding algorithm). */
const SIGNS: Readonly<Record<string, string>> = { '%22': '"', '%0D': '\r', '%0A': '\n' };
const unescaped = (name: string): string => cleanField(name.replaceAll(/%(?:22|0D|0A)/gu, (sign) => SIGNS[sign] ?? sign));

/** What a part's head says: its box, and where it is a file what that is called. Old browsers send the whole path. */
function namesOf(head: string): { name: string; fileName: string | undefined } {
  const [line = ''] = head.split('\r\n').filter((one) => /^content-disposition:\s*form-data\b/iu.test(one));
  const name = /;\s*name="([^"]*)"/iu.exec(line)?.[1];
  if (name === undefined) throw new BrokenForm();
  const fileName = /;\s*filename="([^"]*)"/iu.exec(line)?.[1];
  return {
    name: unescaped(name),
    fileName: fileName === undefined ? undefined : (unescaped(fileName).split(/[\\/]/u).at(-1) ?? ''),
  };
}

/** Cuts a body at its boundary as it comes; never more of it in memory than one chunk and what could begin a boundary. */
function cutter(source: AsyncIterator<Buffer>, boundary: string) {
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  // The first boundary has no line end before it.
  let held: Buffer = LINE_END;
  async function more(): Promise<void> {
    const next = await source.next();
    if (next.done === true) throw new BrokenForm();
    held = held.length === 0 ? next.value : Buffer.concat([held, next.value]);
  }
  async function taken(length: number): Promise<Buffer> {
    while (held.length < length) await more();
    const [first, rest] = [held.subarray(0, length), held.subarray(length)];
    held = rest;
    return first;
  }
  return {
    /** Up to the next boundary, which is passed. */
    async *content(): AsyncGenerator<Buffer> {
      for (;;) {
        const at = held.indexOf(delimiter);
        const sure = at < 0 ? held.length - delimiter.length + 1 : at;
        if (sure > 0) yield await taken(sure);
        if (at >= 0) {
          await taken(delimiter.length);
          return;
        }
        await more();
      }
    },
    /** The head of the next part; undefined behind the last. */
    async head(): Promise<string | undefined> {
      const sign = await taken(LAST.length);
      if (sign.equals(LAST)) return undefined;
      if (!sign.equals(LINE_END)) throw new BrokenForm();
      while (held.indexOf(HEAD_END) < 0) {
        if (held.length > LONGEST_HEAD) throw new BrokenForm();
        await more();
      }
      const head = await taken(held.indexOf(HEAD_END));
      await taken(HEAD_END.length);
      return head.toString('utf8');
    },
  };
}

/**
 * Reads a form with a file as far as the file, so that whoever sent it can be judged before a byte of the file is taken. A form has one file, and
 * it is its last field; what stands behind is not read. `type`: the header content-type. Throws BrokenForm, here and while the file is read.
 */
export async function readFormHead(type: string, source: AsyncIterator<Buffer>): Promise<FormHead> {
  const body = cutter(source, boundaryOf(type));
  const fields: FormHead['fields'] = [];
  let room = LARGEST_FIELDS;
  let before = 0;
  for await (const preamble of body.content()) {
    before += preamble.length;
    if (before > LONGEST_HEAD) throw new BrokenForm();
  }
  for (let parts = 0; parts < MOST_PARTS; parts += 1) {
    const head = await body.head();
    if (head === undefined) return { fields, file: undefined };
    const { name, fileName } = namesOf(head);
    if (fileName !== undefined) return { fields, file: { name, fileName, bytes: body.content } };
    const value: Buffer[] = [];
    for await (const piece of body.content()) {
      room -= piece.length;
      if (room < 0) throw new BrokenForm();
      value.push(piece);
    }
    fields.push([name, cleanField(Buffer.concat(value).toString('utf8'))]);
  }
  throw new BrokenForm();
}
