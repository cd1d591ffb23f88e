import { uuid } from '../../../lib/values/ids.ts';
import { readEntry } from '../../../waiting/read.ts';
import { people, seenVisit, whole } from '../../parts/subject.ts';
import { viewerOf } from '../../parts/viewer.ts';
import type { ReadSubject } from '../../route.ts';

/** An entry of the waiting list. */
export const entry: ReadSubject = async ({ ask, params }) => {
  const id = uuid(params['id']);
  const row = id.ok ? await readEntry(ask.db, viewerOf(ask), id.value) : undefined;
  return row === undefined || row.who === null ? undefined : [people([row.who.name]), { term: '手続き', value: row.service }];
};

/** The booking beside which somebody is to be entered. */
export const booking: ReadSubject = async ({ ask, params }) => {
  const reservation = await seenVisit(ask, params['id']);
  return reservation === undefined ? undefined : whole(reservation);
};
