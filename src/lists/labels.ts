import type { SleeveLabel } from '../cards/labels.ts';
import type { Place } from '../cards/places.ts';
import { boxLabel } from '../cards/scan.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { type Label, type LabelsPaper, SHEETS, type SheetKind } from '../lib/pdf/paper.ts';

/** A printer as staff call it, with how far it prints beside the sheet, in tenths of a millimetre. */
export type LabelPrinter = { printer: string; sheet: SheetKind; right: number; down: number };

/** Printers that printed labels, the last used first. */
export const labelPrinters = (tx: Tx): Promise<LabelPrinter[]> =>
  tx.rows<LabelPrinter>(
    sql`SELECT printer, sheet, right_tenths AS right, down_tenths AS down FROM lists.label_printers ORDER BY used_at DESC LIMIT 30`,
  );

/** Keeps how a printer prints, for the next time. */
export const keepPrinter = (tx: Tx, { printer, sheet, right, down }: LabelPrinter): Promise<number> =>
  tx.run(sql`
    INSERT INTO lists.label_printers (printer, sheet, right_tenths, down_tenths, used_at) VALUES (${printer}, ${sheet}, ${right}, ${down}, lib.now())
    ON CONFLICT (printer) DO UPDATE SET sheet = excluded.sheet, right_tenths = excluded.right_tenths, down_tenths = excluded.down_tenths, used_at = excluded.used_at`);

/** A label a box: its code, cabinet and box, and whose it is. */
export const labelsOfBoxes = (office: string, places: readonly Place[]): Label[] =>
  places.map(({ id, cabinet, box }) => ({ code: boxLabel(id), large: `${cabinet} ${box}`, lines: [office, boxLabel(id)] }));

/** A label a cabinet: its name and which boxes stand in it. It has no code: nothing is put into a cabinet. */
export const labelsOfShelves = (office: string, places: readonly Place[]): Label[] =>
  [...Map.groupBy(places, ({ cabinet }) => cabinet)].map(([cabinet, boxes]) => {
    const [first, last] = [boxes[0]?.box ?? '', boxes.at(-1)?.box ?? ''];
    return { code: '', large: cabinet, lines: [first === last ? first : `${first}〜${last}`, office] };
  });

/** A label a card's sleeve: where it belongs, its ID and its code. It names nobody. */
export const labelsOfSleeves = (cards: readonly SleeveLabel[]): Label[] =>
  cards.map(({ label, officeName, place, position, noticeId }) => ({
    code: label,
    large: [place, position].filter((part) => part !== null).join(' ') || '保管場所なし',
    lines: [noticeId ?? '', `${label}　${officeName ?? ''}`],
  }));

/** `start`: the label of the first sheet that is printed first, from 1. */
export const labelsPaper = (
  title: string,
  labels: readonly Label[],
  { sheet, right, down }: LabelPrinter,
  start: number,
): LabelsPaper => ({
  kind: 'labels',
  title,
  sheet: SHEETS[sheet],
  offset: { right: right / 10, down: down / 10 },
  skip: start - 1,
  labels,
});
