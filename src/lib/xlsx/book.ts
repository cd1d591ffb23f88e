import { type Format, formatOf } from './formats.ts';
import { BadWorkbook, type Parts } from './parts.ts';
import { hearAll, unescaped } from './xml.ts';

/** What a workbook says beside its cells. */
export type Book = {
  /** The first sheet that is shown: its name and its part. */
  sheet: string;
  part: string;
  /** Other sheets that are shown: they are not read. */
  others: number;
  /** Texts that cells name by number. */
  strings: readonly string[];
  /** How a cell of style n shows a number. */
  formats: readonly Format[];
  from1904: boolean;
};

const MIB = 2 ** 20;
/** Texts are kept in memory: a hundred thousand names come to 20 MiB. */
const MOST_STRINGS = 100 * MIB;
const MOST_SMALL = 16 * MIB;

/** Where the relations of a part lead, by id: the last word of the kind, and the part. */
async function relationsOf(parts: Parts, of: string): Promise<Map<string, { kind: string; part: string }>> {
  const [folder, name] = [of.slice(0, of.lastIndexOf('/') + 1), of.slice(of.lastIndexOf('/') + 1)];
  const relations = new Map<string, { kind: string; part: string }>();
  const at = `${folder}_rels/${name}.rels`;
  if (!parts.has(at)) return relations;
  await hearAll(parts.text(at, MOST_SMALL), {
    open: (tag, { Id, Type = '', Target = '' }) => {
      if (tag !== 'Relationship' || Id === undefined) return;
      const part = Target.startsWith('/') ? Target.slice(1) : new URL(Target, `file:///${folder}`).pathname.slice(1);
      relations.set(Id, { kind: Type.slice(Type.lastIndexOf('/') + 1), part });
    },
  });
  return relations;
}

/** The texts of a workbook. Of a text with furigana the text alone: a name is not its reading. */
async function stringsOf(parts: Parts, part: string): Promise<string[]> {
  const strings: string[] = [];
  let text = '';
  let reading = false;
  let inside = false;
  await hearAll(parts.text(part, MOST_STRINGS), {
    open: (tag) => {
      if (tag === 'si') text = '';
      if (tag === 'rPh') reading = true;
      if (tag === 't') inside = !reading;
    },
    text: (more) => {
      if (inside) text += more;
    },
    close: (tag) => {
      if (tag === 't') inside = false;
      if (tag === 'rPh') reading = false;
      if (tag === 'si') strings.push(unescaped(text));
    },
  });
  return strings;
}

async function formatsOf(parts: Parts, part: string): Promise<Format[]> {
  const codes = new Map<number, string>();
  const formats: Format[] = [];
  let cells = false;
  await hearAll(parts.text(part, MOST_SMALL), {
    open: (tag, { numFmtId = '0', formatCode }) => {
      if (tag === 'numFmt' && formatCode !== undefined) codes.set(Number(numFmtId), formatCode);
      if (tag === 'cellXfs') cells = true;
      if (tag === 'xf' && cells) formats.push(formatOf(Number(numFmtId), codes.get(Number(numFmtId))));
    },
    close: (tag) => {
      if (tag === 'cellXfs') cells = false;
    },
  });
  return formats;
}

/** The part of a package that is its workbook. */
async function workbookOf(parts: Parts): Promise<string> {
  const root = [...(await relationsOf(parts, '')).values()].find(({ kind }) => kind === 'officeDocument');
  if (root === undefined || !root.part.startsWith('xl/') || !parts.has(root.part)) throw new BadWorkbook('archive');
  return root.part;
}

/** Reads what a workbook says beside its cells. Throws BadWorkbook. */
export async function readBook(parts: Parts): Promise<Book> {
  const workbook = await workbookOf(parts);
  const relations = await relationsOf(parts, workbook);
  const shown: { name: string; part: string }[] = [];
  let from1904 = false;
  await hearAll(parts.text(workbook, MOST_SMALL), {
    open: (tag, { name = '', id = '', state = 'visible', date1904 }) => {
      if (tag === 'workbookPr') from1904 = date1904 === '1' || date1904 === 'true';
      const sheet = relations.get(id);
      if (tag === 'sheet' && state === 'visible' && sheet?.kind === 'worksheet') shown.push({ name, part: sheet.part });
    },
  });
  const [first, ...others] = shown;
  if (first === undefined) throw new BadWorkbook('workbook-empty');
  const partOf = (kind: string) => [...relations.values()].find((one) => one.kind === kind && parts.has(one.part))?.part;
  const [strings, styles] = [partOf('sharedStrings'), partOf('styles')];
  return {
    sheet: first.name,
    part: first.part,
    others: others.length,
    strings: strings === undefined ? [] : await stringsOf(parts, strings),
    formats: styles === undefined ? [] : await formatsOf(parts, styles),
    from1904,
  };
}
