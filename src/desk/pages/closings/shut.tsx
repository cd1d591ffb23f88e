import { type AffectedRow, affectedBy, type TakenBy } from '../../../closing/affected.ts';
import { type ClosingRow, readClosing, readTogether } from '../../../closing/read.ts';
import { smallId } from '../../../lib/values/ids.ts';
import { NotFound } from '../../parts/not-found.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { paths } from '../../paths.ts';
import { type Answer, type SignedAsk, show } from '../../route.ts';

/** What a page is about: one closing, or all that were shut in one act. */
export type Shut = {
  together: boolean;
  /** The one, or the first of the act. */
  first: ClosingRow;
  closings: ClosingRow[];
  /** Whose list it is, and the address of its page. */
  by: TakenBy;
  here: string;
};

/** @param id as the address gives it; for `together` any of the act */
async function readShut(ask: SignedAsk, together: boolean): Promise<Shut | undefined> {
  const id = smallId(ask.params['id']);
  const one = id.ok ? await readClosing(ask.db, id.value) : undefined;
  if (one === undefined) return undefined;
  if (!together) return { together, first: one, closings: [one], by: { closingId: one.id }, here: paths.closing(one.id) };
  const closings = await readTogether(ask.db, one.formId);
  return { together, first: closings[0] ?? one, closings, by: { formId: one.formId }, here: paths.together(one.firstId) };
}

type Work = (ask: SignedAsk, shut: Shut, rows: AffectedRow[]) => Promise<Answer> | Answer;

/** Runs a page on the closing or closings of its address, with everyone on their list. */
export const withShut =
  (together: boolean, work: Work) =>
  async (ask: SignedAsk): Promise<Answer> => {
    const shut = await readShut(ask, together);
    return shut === undefined
      ? show(<NotFound ask={ask} />, 404)
      : work(ask, shut, await affectedBy(ask.db, shut.by, viewerOf(ask)));
  };
