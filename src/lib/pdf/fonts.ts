import PDFDocument from 'pdfkit';
import { fontFilesOf, type Weight } from './font-files.ts';
import { penOf } from './pen.ts';
import { type Tags, tagsOf } from './tags.ts';
import { wrapText } from './wrap.ts';

const MARGIN = 32;
/** What sums of widths may differ by. */
const SLACK = 0.01;
/** From the top of a line to its baseline, in parts of its size: the same for both fonts, or a name of both stands askew. */
const BASELINE = 0.88;
/** A4 upright, in points. */
const SHORT = 595.28;
const LONG = 841.89;

export type Layout = 'portrait' | 'landscape';
/** How wide that is which may be printed on. */
export const roomOf = (layout: Layout): number => (layout === 'portrait' ? SHORT : LONG) - 2 * MARGIN;

/** How high it is. */
export const heightOf = (layout: Layout): number => (layout === 'portrait' ? LONG : SHORT) - 2 * MARGIN;

/** A document and the pens that write in it. */
export type Sheet = {
  doc: PDFKit.PDFDocument;
  /** Left, right, top and bottom of what may be printed on, in points. */
  box: { left: number; right: number; top: number; bottom: number };
  /** Points that a text takes in one line. */
  width(text: string, size: number, weight?: Weight): number;
  /** What stands where in the structure a screen reader reads. */
  tags: Tags;
  /** One line, in the part that is open; `y` is its top. */
  write(text: string, x: number, y: number, size: number, weight?: Weight): void;
  /** Breaks a text into lines that fit; Japanese breaks anywhere, numbers and words stay whole where they can. */
  wrap(text: string, most: number, size: number, weight?: Weight): string[];
};

/** What texts measure, before there is a page. */
export type Measure = Pick<Sheet, 'width' | 'wrap'>;

/** `layoutOf`: which way the paper lies, asked before its first page with what texts measure. `lang`: the language it is in, BCP 47. */
export function openSheet(title: string, layoutOf: (measure: Measure) => Layout = () => 'portrait', lang = 'ja'): Sheet {
  const doc = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    bufferPages: true,
    autoFirstPage: false,
    lang,
    displayTitle: true,
    tagged: true,
    pdfVersion: '1.7',
    info: { Title: title },
  });
  const tags = tagsOf(doc);
  const { width, runs } = penOf(doc, fontFilesOf(lang));
  const wrapped = new Map<string, string[]>();
  const wrap: Sheet['wrap'] = (text, most, size, weight = 'regular') => {
    // The same text stands in many rows.
    const key = `${most} ${size} ${weight} ${text}`;
    const lines = wrapped.get(key) ?? wrapText(text, (part) => width(part, size, weight) <= most + SLACK);
    wrapped.set(key, lines);
    return lines;
  };
  // Pages that follow lie as the first one.
  doc.options.layout = layoutOf({ width, wrap });
  doc.addPage();
  return {
    doc,
    box: { left: MARGIN, right: doc.page.width - MARGIN, top: MARGIN, bottom: doc.page.height - MARGIN },
    width,
    tags,
    write: (text, x, y, size, weight = 'regular') =>
      tags.content(() => {
        let at = x;
        for (const run of runs(text, weight)) {
          doc
            .font(run.font)
            .fontSize(size)
            .text(run.text, at, y + size * BASELINE, { lineBreak: false, baseline: 'alphabetic' });
          at += width(run.text, size, weight);
        }
      }),
    wrap,
  };
}
