import { hasErrors } from '../../../lib/html/index.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { keysOf } from '../../../lists/read.ts';
import type { ReadSubject } from '../../route.ts';
import { chosenFrom } from '../lists/asked.ts';

/** Cards chosen from a list, and which status they are to have. */
export const cardsOfList: ReadSubject = async ({ ask, fields }) => {
  const { prepared, known } = await chosenFrom(ask, fields, 'cards');
  const to = known.statuses.find(({ code }) => code === fields['change-to']);
  const cards = hasErrors(prepared.errors) ? [] : await keysOf(ask.db, prepared);
  if (to === undefined || cards.length === 0) return undefined;
  return [
    { term: '対象のカード', value: `${prepared.sentence}（${grouped(cards.length)}枚）` },
    { term: '変更後の交付状況', value: to.name },
  ];
};
