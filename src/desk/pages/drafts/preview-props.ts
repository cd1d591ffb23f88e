import type { Draft } from '../../../calendar/drafts.ts';
import type { MonthDay } from '../../../closing/month.ts';
import type { OutsideName } from '../../../closing/outside-names.ts';
import type { CounterPreview, Preview } from '../../../closing/preview.ts';
import type { Moved } from '../../../closing/publish.ts';
import type { GridSlot } from '../../../reservations/grid.ts';
import type { Names } from '../../parts/change-words.ts';

export type PreviewProps = {
  draft: Draft;
  preview: Preview;
  names: Names;
  /** By their ids, as addresses name them. */
  codes: ReadonlyMap<number, string>;
  /** Who falls outside, as far as they are shown. */
  named: ReadonlyMap<string, OutsideName>;
  /** Which counter and month the grid shows; undefined where nothing changes. */
  shown: { one: CounterPreview; month: string; months: string[]; days: MonthDay[]; slots: GridSlot[] } | undefined;
  /** Set where a publish was just refused: what is other than before. */
  refused: string | undefined;
  moved: Moved | undefined;
};
