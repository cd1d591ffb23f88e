import { smallId } from '../../../lib/values/ids.ts';
import { readEntry as readRunningEntry } from '../../../running/entries.ts';
import type { ReadSubject } from '../../route.ts';

/** A line of 運用の記録. */
export const runningEntry: ReadSubject = async ({ ask, params }) => {
  const id = smallId(params['id']);
  const row = id.ok ? await readRunningEntry(ask.db, id.value) : undefined;
  return row && [{ term: '対象の記録', value: row.subject }];
};
