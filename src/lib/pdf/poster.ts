import { openSheet } from './fonts.ts';
import type { PosterPaper } from './paper.ts';

const LINE = 1.45;
const TITLE = 44;

/** Draws a notice: a heavy frame, the title, what people need to know in large letters, who says so at the foot. */
export function drawPoster(paper: PosterPaper): PDFKit.PDFDocument {
  const sheet = openSheet(paper.title, undefined, paper.lang);
  const { doc, box, width, write, wrap, tags } = sheet;
  const inside = { left: box.left + 30, right: box.right - 30 };
  const most = inside.right - inside.left;
  const middle = (text: string, y: number, size: number, bold: boolean) => {
    const weight = bold ? 'bold' : 'regular';
    write(text, (box.left + box.right - width(text, size, weight)) / 2, y, size, weight);
  };
  const across = (y: number, weight: number) =>
    tags.aside(() => doc.moveTo(inside.left, y).lineTo(inside.right, y).lineWidth(weight).stroke());
  tags.aside(() =>
    doc
      .rect(box.left, box.top, box.right - box.left, box.bottom - box.top)
      .lineWidth(4)
      .strokeColor('#000000')
      .stroke(),
  );
  /** The size at which each line of a bold text is one. */
  const fitting = (text: string, size: number) =>
    Math.min(size, ...text.split('\n').map((line) => (size * most) / width(line, size, 'bold')));
  const title = fitting(paper.title, TITLE);
  tags.part('H1', () => middle(paper.title, box.top + 46, title, true));
  across(box.top + 122, 2);
  const lines = paper.lines.map(({ text, size: usual, bold = false, lang }) => {
    const size = bold ? fitting(text, usual) : usual;
    const said = lang === undefined ? {} : { lang };
    return { size, bold, said, lines: wrap(text, most, size, bold ? 'bold' : 'regular') };
  });
  // A long reason makes everything smaller rather than run over the foot.
  const tall = lines.reduce((sum, line) => sum + line.lines.length * line.size * LINE + line.size * 0.6, 0);
  const room = box.bottom - box.top - 150 - paper.foot.length * 26 - 60;
  const scale = Math.min(1, room / tall);
  let y = box.top + 150 + Math.max(0, (room - tall * scale) / 3);
  for (const line of lines) {
    const draw = () => {
      for (const text of line.lines) {
        middle(text, y, line.size * scale, line.bold);
        y += line.size * scale * LINE;
      }
    };
    tags.part('P', draw, line.said);
    y += line.size * scale * 0.6;
  }
  across(box.bottom - 40 - paper.foot.length * 26, 1);
  paper.foot.forEach((text, i) => void middle(text, box.bottom - 26 - (paper.foot.length - i) * 26, 16, i === 0));
  return doc;
}
