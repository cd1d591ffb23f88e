import { smallId } from '../../../../lib/values/ids.ts';
import { readNotice } from '../../../../site/notices.ts';
import type { ReadSubject } from '../../../route.ts';

/** A notice of the citizens' site, as it reads now. */
export const siteNotice: ReadSubject = async ({ ask, params }) => {
  const id = smallId(params['id']);
  const row = id.ok ? await readNotice(ask.db, id.value) : undefined;
  return row && [{ term: '対象のお知らせ', value: row.body }];
};
