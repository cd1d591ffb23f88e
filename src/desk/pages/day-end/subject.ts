import { placeOf } from '../../parts/office.tsx';
import { dayAt } from '../../parts/subject.ts';
import type { ReadSubject } from '../../route.ts';

/** The day and office that a form names; one that names none is about nothing. */
export const officeDay: ReadSubject = async ({ ask, fields }) => {
  const at = await placeOf(ask, fields);
  return at?.named === true ? [dayAt(at.day, at.office.name)] : undefined;
};
