import { drawLabels } from './labels.ts';
import { drawList } from './list.ts';
import type { Paper } from './paper.ts';
import { drawPoster } from './poster.ts';
import { drawReport } from './report.ts';
import { drawTrial } from './trial.ts';

function draw(paper: Paper): PDFKit.PDFDocument {
  if (paper.kind === 'list') return drawList(paper);
  if (paper.kind === 'report') return drawReport(paper);
  if (paper.kind === 'labels') return drawLabels(paper);
  return paper.kind === 'poster' ? drawPoster(paper) : drawTrial(paper);
}

/** Draws a paper in this thread: 0.4 s for a page, mostly for its fonts, 0.7 s for 500 lines (two busy cores). Doors call `printPdf`, which does it beside them. */
export function drawPdf(paper: Paper): Promise<Uint8Array> {
  const doc = draw(paper);
  const parts: Uint8Array[] = [];
  return new Promise((resolve, reject) => {
    doc.on('data', (part: Uint8Array) => parts.push(part));
    doc.on('end', () => resolve(Buffer.concat(parts)));
    doc.on('error', reject);
    doc.end();
  });
}
