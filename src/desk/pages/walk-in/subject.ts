import { listPickupOffices } from '../../../offices/read.ts';
import { party } from '../../parts/subject.ts';
import type { ReadSubject } from '../../route.ts';

/** The same where it is today, at an office. */
export const partyHere: ReadSubject = async (input) => {
  const who = await party(input);
  const office = (await listPickupOffices(input.ask.db)).find(({ code }) => code === input.fields['office']);
  return who === undefined || office === undefined ? undefined : [...who, { term: '場所', value: office.name }];
};
