import { type Book, readBook } from './book.ts';
import { numberText } from './formats.ts';
import { BadWorkbook, openParts, type Parts } from './parts.ts';
import { hearXml, unescaped } from './xml.ts';

/** A sheet of 300,000 cards comes to 200 MiB. */
const MOST_SHEET = 1024 * 2 ** 20;
/** As columns of a profile may be numbered. */
const MOST_COLUMNS = 500;
/** Rows a sheet can have. */
const MOST_ROWS = 1_048_576;

type Workbook = {
  /** Name of the sheet that is read, and how many others are not. */
  sheet: string;
  others: number;
  /** Its rows from the first, each with its cells from column A, as the sheet shows them. Empty rows are empty. */
  rows(): AsyncGenerator<string[]>;
  close(): void;
};

/** 0 of A1, 26 of AA7; undefined where a cell has no address. */
function columnOf(address: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/u.exec(address ?? '')?.[0];
  return letters === undefined ? undefined : [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** What one cell says. */
function cellText(book: Book, type: string, style: number, written: string): string {
  if (type === 's') return book.strings[Number(written)] ?? '';
  if (type === 'b') return written === '1' ? 'TRUE' : 'FALSE';
  if (type === 'n') return numberText(written, book.formats[style] ?? { kind: 'number' }, book.from1904);
  return unescaped(written);
}

/** Hears a sheet and gathers its rows; the gaps between those that are written are rows too, so that a row's number is that of the sheet. */
function rowGatherer(book: Book) {
  const gathered: string[][] = [];
  let row: string[] = [];
  let last = 0;
  let column = -1;
  let cell = { type: 'n', style: 0, text: '' };
  let inside = false;
  let reading = false;
  return {
    take: () => gathered.splice(0),
    open: (tag: string, { r, t = 'n', s = '0' }: Readonly<Record<string, string>>) => {
      if (tag === 'row') {
        const at = r === undefined ? last + 1 : Number(r);
        if (!(at > last && at <= MOST_ROWS)) throw new BadWorkbook('workbook-broken');
        for (; last < at - 1; last += 1) gathered.push([]);
        last = at;
        row = [];
        column = -1;
      } else if (tag === 'c') {
        column = columnOf(r) ?? column + 1;
        if (column >= MOST_COLUMNS) throw new BadWorkbook('workbook-too-large');
        cell = { type: t, style: Number(s), text: '' };
      } else if (tag === 'rPh') reading = true;
      else if (tag === 'v' || tag === 't') inside = !reading;
    },
    text: (more: string) => {
      if (inside) cell.text += more;
    },
    close: (tag: string) => {
      if (tag === 'v' || tag === 't') inside = false;
      else if (tag === 'rPh') reading = false;
      else if (tag === 'row') gathered.push(row);
      else if (tag === 'c' && cell.text !== '') {
        while (row.length < column) row.push('');
        row[column] = cellText(book, cell.type, cell.style, cell.text);
      }
    },
  };
}

async function* rowsOf(parts: Parts, book: Book): AsyncGenerator<string[]> {
  const gatherer = rowGatherer(book);
  for await (const _ of hearXml(parts.text(book.part, MOST_SHEET), gatherer)) yield* gatherer.take();
  yield* gatherer.take();
}

/**
 * Opens an Excel workbook (xlsx, xlsm) for the rows of its first sheet that is shown. Formulas are read as what they came to, macros not at all.
 * Throws BadWorkbook here and while rows are read; whatever else goes wrong in a part is that too.
 */
export async function openWorkbook(path: string): Promise<Workbook> {
  const parts = await openParts(path);
  try {
    const book = await readBook(parts);
    return { sheet: book.sheet, others: book.others, rows: () => rowsOf(parts, book), close: parts.close };
  } catch (error) {
    parts.close();
    throw error instanceof BadWorkbook ? error : new BadWorkbook('workbook-broken');
  }
}
