import { Said } from './said.ts';

const BLOCK = 512;

/** `mode`: the file's rights. `target`: of a link. */
type TarEntry = { name: string; kind: 'file' | 'folder' | 'link'; size: number; mode: number; target: string };

const text = (head: Buffer, from: number, length: number): string => {
  const field = head.toString('utf8', from, from + length);
  const end = field.indexOf('\0');
  return end < 0 ? field : field.slice(0, end);
};
const octal = (head: Buffer, from: number, length: number): number => {
  // Sizes above eight gigabytes stand in base 256.
  if (((head[from] ?? 0) & 0x80) !== 0) return head.subarray(from + length - 6, from + length).readUIntBE(0, 6);
  return Number.parseInt(text(head, from, length).trim() || '0', 8);
};

function entryOf(head: Buffer): TarEntry | undefined {
  if (head.every((byte) => byte === 0)) return undefined;
  const sum = head.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  if (sum !== octal(head, 148, 8)) throw new Said('An archive of the backup is damaged.');
  const flag = String.fromCharCode(head[156] ?? 0);
  const kind = flag === '5' ? 'folder' : flag === '2' ? 'link' : flag === '0' || flag === '\0' ? 'file' : undefined;
  if (kind === undefined) throw new Said(`An archive of the backup holds an entry of a kind that is not known (${flag}).`);
  return {
    name: text(head, 0, 100),
    kind,
    size: kind === 'file' ? octal(head, 124, 12) : 0,
    mode: octal(head, 100, 8) & 0o777,
    target: text(head, 157, 100),
  };
}

type TarReader = {
  entry(entry: TarEntry): Promise<void>;
  data(chunk: Buffer): Promise<void>;
  /** All of the entry's data was given. */
  done(): Promise<void>;
};

/** Reads a tar archive as PostgreSQL writes them, entry by entry. @throws Said where it is damaged or cut */
export async function readTar(chunks: AsyncIterable<Buffer>, reader: TarReader): Promise<void> {
  let left: Buffer = Buffer.alloc(0);
  let toRead = 0;
  let toSkip = 0;
  let inside = false;
  for await (const chunk of chunks) {
    let rest = left.length === 0 ? chunk : Buffer.concat([left, chunk]);
    for (;;) {
      if (toRead > 0) {
        const part = rest.subarray(0, toRead);
        if (part.length > 0) await reader.data(part);
        toRead -= part.length;
        rest = rest.subarray(part.length);
        if (toRead > 0) break;
      }
      if (inside) {
        await reader.done();
        inside = false;
      }
      const skipped = Math.min(toSkip, rest.length);
      toSkip -= skipped;
      rest = rest.subarray(skipped);
      if (toSkip > 0 || rest.length < BLOCK) break;
      const entry = entryOf(rest.subarray(0, BLOCK));
      rest = rest.subarray(BLOCK);
      if (entry === undefined) continue;
      await reader.entry(entry);
      inside = true;
      toRead = entry.size;
      toSkip = (BLOCK - (entry.size % BLOCK)) % BLOCK;
    }
    left = rest;
  }
  if (inside && toRead > 0) throw new Said('An archive of the backup ends in the middle.');
  if (inside) await reader.done();
}
