import type { Sheet } from './fonts.ts';
import type { ListPaper } from './paper.ts';

/** Of small lines, in points. */
export const SMALL = 8.5;
const INK = '#000000';

/** A line across the sheet. */
export const rule = ({ doc, box, tags }: Sheet, y: number, weight: number, colour = INK) =>
  tags.aside(() => doc.moveTo(box.left, y).lineTo(box.right, y).lineWidth(weight).strokeColor(colour).stroke());

/** Head of a page: whose list, what, when printed. Returns where the page goes on. */
export function head(sheet: Sheet, paper: Pick<ListPaper, 'above' | 'title' | 'printed'>): number {
  const { box, width, write, wrap, tags } = sheet;
  const printedWidth = Math.max(0, ...paper.printed.map((line) => width(line, 9)));
  const most = box.right - box.left - printedWidth - 16;
  const above = wrap(paper.above, most, 9);
  tags.part('P', () => above.forEach((line, i) => void write(line, box.left, box.top + i * 13, 9)));
  const top = box.top + above.length * 13;
  const lines = wrap(paper.title, most, 16, 'bold');
  tags.part('H1', () => lines.forEach((line, i) => void write(line, box.left, top + i * 20, 16, 'bold')));
  paper.printed.forEach((line, i) => void write(line, box.right - width(line, 9), box.top + 6 + i * 13, 9));
  const y = top + Math.max(lines.length * 20, 20) + 4;
  rule(sheet, y, 1.5);
  return y + 8;
}

/** Foot of every page, once it is known how many there are. */
export function feet(sheet: Sheet, foot: string): void {
  const { doc, box, width, write, tags } = sheet;
  const { count } = doc.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    doc.switchToPage(page);
    rule(sheet, box.bottom - 18, 1);
    const number = `${page + 1}／${count} ページ`;
    const room = box.right - box.left - width(number, SMALL) - 12;
    tags.aside(() => {
      // A long foot is made smaller: it stands beside the page's number.
      write(foot, box.left, box.bottom - 13, Math.min(SMALL, room / width(foot, 1)));
      write(number, box.right - width(number, SMALL), box.bottom - 13, SMALL);
    });
  }
}
