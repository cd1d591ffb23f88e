/** A part of a paper, as it is drawn. */
export type Block =
  | { kind: 'heading'; level: number; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'item'; mark: string; text: string }
  | { kind: 'code'; lines: readonly string[] }
  | { kind: 'table'; head: readonly string[]; rows: readonly (readonly string[])[] }
  | { kind: 'picture'; file: string };

/** Words as they are printed: a link is its words, bold is plain; what stands in backticks is said as it is typed. */
export const plain = (text: string): string =>
  text
    .split('`')
    .map((part, at) => (at % 2 === 1 ? part : part.replace(/\[([^\]]*)\]\([^)]*\)/gu, '$1').replace(/\*\*/gu, '')))
    .join('')
    .replaceAll('\\|', '|');

const cellsOf = (line: string): string[] =>
  line
    .replace(/^\||\|$/gu, '')
    .split(/(?<!\\)\|/u)
    .map((cell) => plain(cell.trim()));

const PICTURE = /^!\[[^\]]*\]\(([^)\s]+)\)$/u;
const HEADING = /^(#{1,4}) +(.+)$/u;
const ITEM = /^(\s*)(-|\d+\.) +(.+)$/u;

function blockOf(line: string): Block {
  const picture = PICTURE.exec(line)?.[1];
  if (picture !== undefined) return { kind: 'picture', file: picture };
  const [, signs, heading = ''] = HEADING.exec(line) ?? [];
  if (signs !== undefined) return { kind: 'heading', level: signs.length, text: plain(heading) };
  const [, , mark, words = ''] = ITEM.exec(line) ?? [];
  if (mark !== undefined) return { kind: 'item', mark: mark === '-' ? '・' : mark, text: plain(words) };
  return { kind: 'paragraph', text: plain(line.trim()) };
}

const isWords = (line: string | undefined): line is string =>
  line !== undefined && line.trim() !== '' && !/^(?:#|\||```|!\[)/u.test(line) && !ITEM.test(line);

/** A paper's markdown as what is drawn: headings, paragraphs, items of lists, tables, code, pictures. What the house's papers do not use is not known. */
export function blocksOf(markdown: string): Block[] {
  const lines = markdown.split('\n');
  const found: Block[] = [];
  const take = (while_: (line: string) => boolean): string[] => {
    const taken: string[] = [];
    while (lines[0] !== undefined && while_(lines[0])) taken.push(lines.shift() ?? '');
    return taken;
  };
  while (lines.length > 0) {
    const line = lines[0] ?? '';
    if (line.startsWith('```')) {
      lines.shift();
      found.push({ kind: 'code', lines: take((one) => !one.startsWith('```')) });
      lines.shift();
    } else if (line.startsWith('|')) {
      const [head = '', , ...rows] = take((one) => one.startsWith('|'));
      found.push({ kind: 'table', head: cellsOf(head), rows: rows.map(cellsOf) });
    } else {
      lines.shift();
      if (line.trim() === '' || line.startsWith('<!--')) continue;
      const block = blockOf(line);
      // A paragraph or an item goes on over lines.
      if (block.kind === 'paragraph' || block.kind === 'item') {
        const more = take(isWords).map((one) => plain(one.trim()));
        found.push({ ...block, text: [block.text, ...more].join('') });
      } else found.push(block);
    }
  }
  return found;
}
