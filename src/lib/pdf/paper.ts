/** A cell of a printed list: text, with a smaller line beneath; a box to tick by hand; or an empty field to write in. */
export type PaperCell = { text: string; sub?: string; bold?: boolean } | 'tick' | 'blank';

/** A column: its head, and what it gets, in parts of all widths together, of the room that no text needs. */
type PaperColumn = { head: string; width: number };

/** A line of a list: its cells, a heading of the lines that follow, a gap between two lines, or a text over all columns. */
export type PaperRow = readonly PaperCell[] | { group: string } | { gap: true } | { wide: string };

/** A list on A4, upright where its columns fit, else across: head and foot on every page, lines that wrap, and go on on the next page only where no page holds them. */
export type ListPaper = {
  kind: 'list';
  /** A small line above the title: whose list it is. */
  above: string;
  title: string;
  /** At the right of the head: when and by whom it was printed. */
  printed: readonly string[];
  /** Figures beneath the head of the first page. */
  facts: readonly { term: string; value: string }[];
  columns: readonly PaperColumn[];
  rows: readonly PaperRow[];
  /** Stands there when there are no rows. */
  empty: string;
  /** Small lines beneath the last row. */
  notes?: readonly string[];
  /** At the foot of every page, beside the page's number. */
  foot: string;
};

/** A notice for a door on A4: read from two metres away. */
export type PosterPaper = {
  kind: 'poster';
  /** The language it is in, BCP 47. */
  lang: string;
  title: string;
  /** `bold`: what one comes for, made smaller rather than broken; `lang`: of a line in another language. */
  lines: readonly { text: string; size: number; bold?: boolean; lang?: string }[];
  foot: readonly string[];
};

/** A sheet of labels, in millimetres: how many across and down, the size of one, where the first begins. */
export type LabelSheet = { across: number; down: number; width: number; height: number; left: number; top: number };

/** A page that tries a printer: rulers and edges with lines of text and a barcode, or the frames of a sheet of labels alone. */
export type TrialPaper = {
  kind: 'trial';
  title: string;
  lines: readonly { text: string; size: number }[];
  /** Capitals, digits and hyphens. */
  code?: string;
  labels?: LabelSheet;
};

/** A part of a report: text, a table, or both. */
export type PaperSection = {
  heading: string;
  text?: string;
  table?: { columns: readonly string[]; rows: readonly (readonly string[])[]; empty: string };
};

/** A report on A4: what it is of, then part after part. */
export type ReportPaper = {
  kind: 'report';
  above: string;
  title: string;
  printed: readonly string[];
  facts: readonly { term: string; value: string }[];
  sections: readonly PaperSection[];
  foot: string;
};

/** A label: what its QR code holds ('' for none), a large line and smaller ones. `above`: lines before the large one, broken where they are too long. */
export type Label = { code: string; large: string; lines: readonly string[]; above?: readonly string[] };

export type SheetKind = '24' | '44';
/** The two that stationers sell, by how many stand on a sheet. */
export const SHEETS: Readonly<Record<SheetKind, LabelSheet>> = {
  '24': { across: 3, down: 8, width: 70, height: 33.9, left: 0, top: 12.9 },
  '44': { across: 4, down: 11, width: 48.3, height: 25.4, left: 8.4, top: 8.8 },
};

export type LabelsPaper = {
  kind: 'labels';
  title: string;
  sheet: LabelSheet;
  /** How far everything is moved, in millimetres: each printer draws the paper in a little differently. */
  offset: { right: number; down: number };
  /** Labels of the first sheet that are used already. */
  skip: number;
  labels: readonly Label[];
};

/** What can be printed: plain data, so that it can be handed to the thread that draws. */
export type Paper = ListPaper | PosterPaper | ReportPaper | TrialPaper | LabelsPaper;
