import { visitOfAct } from '../../../counter/acts.ts';
import { peopleOfTogether, readHandable, readTogether } from '../../../counter/hand-together.ts';
import { rowId } from '../../../lib/values/ids.ts';
import type { ReservationRow } from '../../../reservations/read.ts';
import { placeOf } from '../../parts/office.tsx';
import { memberPosition, positionsOf } from '../../parts/position.ts';
import { dayAt, people, place, seenVisit, whole } from '../../parts/subject.ts';
import { viewerOf } from '../../parts/viewer.ts';
import { field, type ReadSubject } from '../../route.ts';
import { keyOf } from './hand-many-view.tsx';

/** The members of a visit at these places of its party; undefined where one of them is not there. */
function membersAt({ members }: ReservationRow, positions: readonly number[]) {
  const found = members.filter(({ position }) => positions.includes(position));
  return positions.length === 0 || found.length < positions.length ? undefined : people(found.map(({ name }) => name));
}

/** Of a press at the counter: those of the visit whom it is of; of one that is taken back, the visit. */
export const pressedOn: ReadSubject = async ({ ask, fields }) => {
  const act = rowId(fields['undo']);
  const reservation = await seenVisit(ask, act.ok ? await visitOfAct(ask.db, act.value) : fields['id']);
  if (reservation === undefined || act.ok) return reservation && whole(reservation);
  const several = positionsOf(field(fields, 'party') || field(fields, 'handed'));
  const position = memberPosition(fields['position']);
  const whom = membersAt(reservation, several.length > 0 ? several : position.ok ? [position.value] : []);
  return whom && [whom, place(reservation)];
};

/** Everybody to whom one press hands over. */
export const handedToMany: ReadSubject = async ({ ask, fields }) => {
  const at = await placeOf(ask, fields);
  if (at?.named !== true) return undefined;
  const { rows } = await readHandable(ask.db, viewerOf(ask), at.office.id, at.day);
  const chosen = new Set([fields['who']].flat());
  const found = rows.flatMap((row) => (chosen.has(keyOf(row)) && row.who !== null ? [row.who.name] : []));
  return found.length === 0 || found.length < chosen.size ? undefined : [people(found), dayAt(at.day, at.office.name)];
};

/** Everybody of such a press that is taken back. */
export const handedTogether: ReadSubject = async ({ ask, params }) => {
  const id = rowId(params['id']);
  const together = id.ok ? await readTogether(ask.db, id.value) : undefined;
  if (together === undefined) return undefined;
  const rows = await peopleOfTogether(ask.db, viewerOf(ask), together.id);
  const names = rows.flatMap(({ who }) => (who === null ? [] : [who.name]));
  return names.length < rows.length ? undefined : [people(names), dayAt(together.day, together.officeName)];
};
