import type { Draft, DraftChange } from '../../../calendar/drafts.ts';
import type { CalendarState } from '../../../calendar/state.ts';
import type { FormErrors } from '../../../lib/html/index.ts';
import type { Office } from '../../../offices/read.ts';
import type { Names } from '../../parts/change-words.ts';

export type DetailProps = {
  draft: Draft;
  changes: DraftChange[];
  names: Names;
  offices: readonly Office[];
  /** The rules with the draft upon them: for the names of patterns. */
  state: CalendarState;
  others: Draft[];
  progress: { done: number; all: number } | undefined;
  affected: number;
  /** How many the change that this one takes back had left at a shut door: where it is taken back, their list says whom to call. */
  undone: number;
  /** The notice of the change that this one takes back, where it is on the site still. */
  undoneNotice: boolean;
  errors: FormErrors;
};
