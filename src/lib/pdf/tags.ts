/** What a part of a paper is, as a screen reader says it (PDF 1.7, 14.8.4). */
type Tag = 'H1' | 'H2' | 'P' | 'Table' | 'THead' | 'TBody' | 'TR' | 'TH' | 'TD' | 'Figure';

/** Parts that hold what is drawn; the others hold parts. */
const HOLDS: ReadonlySet<string> = new Set<Tag>(['H1', 'H2', 'P', 'TH', 'TD', 'Figure']);

export type Tags = {
  /**
   * Whatever `draw` writes is this part of the paper, within the part that is open. `alt`: what a drawing says; `scope`: what a head is of; `lang`: the language of a part in another than the paper's; `columns`: how many columns
   * a cell spans. */
  part(tag: Tag, draw: () => void, more?: { alt?: string; lang?: string; scope?: 'Column' | 'Row'; columns?: number }): void;
  /** What `draw` draws is nothing to read: rules, frames, heads and feet that come again on each page. */
  aside(draw: () => void): void;
  /** Draws something that belongs to the part that is open; a paragraph of its own where that holds parts only. */
  content(draw: () => void): void;
};

/** Writes how many columns a cell spans: pdfkit writes this attribute for its own tables only. */
function writeSpan(element: PDFKit.PDFStructureElement, scope: string | undefined, columns: number): void {
  const { data } = (element as unknown as { dictionary: { data: Record<string, unknown> } }).dictionary;
  data['A'] = { O: 'Table', ...(scope === undefined ? {} : { Scope: scope }), ColSpan: columns };
}

/**
 * The structure of a document that is drawn from its beginning to its end, so that a screen reader reads titles, tables and their heads as such
 * (PDF 1.7, 14.7 and 14.8). Everything drawn is in a part or aside.
 */
export function tagsOf(doc: PDFKit.PDFDocument): Tags {
  const root = doc.struct('Document');
  doc.addStructure(root);
  const open: { tag: string; element: PDFKit.PDFStructureElement }[] = [{ tag: 'Document', element: root }];
  const now = () => open.at(-1) ?? { tag: 'Document', element: root };
  let asides = 0;

  const part: Tags['part'] = (tag, draw, more = {}) => {
    if (asides > 0) return draw();
    const { columns, ...options } = more;
    const element = doc.struct(tag, options);
    if (columns !== undefined) writeSpan(element, options.scope, columns);
    now().element.add(element);
    open.push({ tag, element });
    draw();
    open.pop();
    // An element that ended is written: a long list is not held as elements.
    element.end();
  };
  const content: Tags['content'] = (draw) => {
    if (asides > 0) return draw();
    if (!HOLDS.has(now().tag)) return part('P', () => content(draw));
    now().element.add(draw);
  };
  return {
    part,
    content,
    aside: (draw) => {
      if (asides === 0) doc.markContent('Artifact');
      asides += 1;
      draw();
      asides -= 1;
      if (asides === 0) doc.endMarkedContent();
    },
  };
}
