import { type Entry, openPromise, type ZipFile } from 'yauzl';

/** Why a workbook cannot be read: no workbook at all, damaged, larger than what is taken, nothing in it. */
type WorkbookRefusal = 'archive' | 'workbook-broken' | 'workbook-too-large' | 'workbook-empty';

/** Carries a refusal out of the reading; whoever opens a workbook turns it into a value. */
export class BadWorkbook extends Error {
  readonly reason: WorkbookRefusal;
  constructor(reason: WorkbookRefusal) {
    super(reason);
    this.reason = reason;
  }
}

/** Parts of a real workbook number some dozens. */
const MOST_PARTS = 2_000;
/** A part that unpacks to more than so many times its size, and is not small, was made to harm: sheets of names come to 10 to 30. */
const RATIO = 200;
const SMALL = 2 ** 20;

export type Parts = {
  has(name: string): boolean;
  /** A part as text, piece by piece; at most so many bytes of it, whatever its head says. */
  text(name: string, most: number): AsyncGenerator<string>;
  close(): void;
};

async function entriesOf(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) {
    entries.set(entry.fileName, entry);
    if (entries.size > MOST_PARTS) throw new BadWorkbook('workbook-too-large');
  }
  return entries;
}

async function* textOf(zip: ZipFile, entry: Entry | undefined, most: number): AsyncGenerator<string> {
  if (entry === undefined || entry.isEncrypted()) throw new BadWorkbook('workbook-broken');
  const { uncompressedSize: size, compressedSize: packed } = entry;
  if (size > most || (size > SMALL && size > RATIO * packed)) throw new BadWorkbook('workbook-too-large');
  const decoder = new TextDecoder();
  // Its real bytes are counted too: where they are more than its head says, the stream fails.
  for await (const piece of await zip.openReadStreamPromise(entry)) {
    if (piece instanceof Uint8Array) yield decoder.decode(piece, { stream: true });
  }
  yield decoder.decode();
}

/** Opens an archive by its list of parts, reading none of them. Throws BadWorkbook where it is none. */
export async function openParts(path: string): Promise<Parts> {
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false }).catch(() => {
    throw new BadWorkbook('archive');
  });
  try {
    const entries = await entriesOf(zip);
    return {
      has: (name) => entries.has(name),
      text: (name, most) => textOf(zip, entries.get(name), most),
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error instanceof BadWorkbook ? error : new BadWorkbook('archive');
  }
}
