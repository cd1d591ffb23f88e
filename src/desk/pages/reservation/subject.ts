import { rowId } from '../../../lib/values/ids.ts';
import { slotPlaces } from '../../../reservations/read.ts';
import { listServices } from '../../../services/read.ts';
import { memberPosition } from '../../parts/position.ts';
import { people, place, seenVisit, whole } from '../../parts/subject.ts';
import { nameOf, whoOf } from '../../parts/who.ts';
import type { ReadSubject } from '../../route.ts';

/** All who come with the visit of the address; where it is moved to, too. */
export const visit: ReadSubject = async ({ ask, params, fields }) => {
  const reservation = await seenVisit(ask, params['id']);
  if (reservation === undefined) return undefined;
  const slot = rowId(fields['slot']);
  if (!slot.ok) return whole(reservation);
  const [to] = await slotPlaces(ask.db, [slot.value]);
  return to === undefined ? undefined : [...whole(reservation), place(to, '変更後の日時・場所')];
};

/** Who joins a visit, and whom. */
export const joining: ReadSubject = async ({ ask, params, fields }) => {
  const reservation = await seenVisit(ask, params['id']);
  const service = (await listServices(ask.db)).find(({ id }) => id === reservation?.serviceId);
  const who = service === undefined ? undefined : await whoOf(ask, fields, service);
  return reservation === undefined || who === undefined
    ? undefined
    : [people([nameOf(who)], '追加する方'), ...whole(reservation)];
};

/** Who leaves a visit. */
export const leaving: ReadSubject = async ({ ask, params, fields }) => {
  const reservation = await seenVisit(ask, params['id']);
  const position = memberPosition(fields['position']);
  const member = position.ok ? reservation?.members.find((one) => one.position === position.value) : undefined;
  return reservation === undefined || member === undefined
    ? undefined
    : [people([member.name], '予約を取り消す方'), ...whole(reservation)];
};
