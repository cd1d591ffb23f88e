import { readMailing } from '../../../letters/mailings.ts';
import { hasErrors } from '../../../lib/html/index.ts';
import { smallId } from '../../../lib/values/ids.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { keysOf } from '../../../lists/read.ts';
import type { ReadSubject } from '../../route.ts';
import { chosenFrom } from '../lists/asked.ts';

/** Bookings chosen from a list, to which a mail goes. */
export const bookingsOfList: ReadSubject = async ({ ask, fields }) => {
  const { prepared } = await chosenFrom(ask, fields, 'bookings');
  const keys = hasErrors(prepared.errors) ? [] : await keysOf(ask.db, prepared);
  const bookings = new Set(keys.map((key) => key.split('/')[0]));
  if (bookings.size === 0) return undefined;
  return [{ term: '送信先', value: `${prepared.sentence}（予約${grouped(bookings.size)}件）` }];
};

/** A mailing. */
export const mailing: ReadSubject = async ({ ask, params }) => {
  const id = smallId(params['id']);
  const row = id.ok ? await readMailing(ask.db, id.value) : undefined;
  return (
    row && [
      { term: '一斉メール', value: row.subject },
      { term: '送信先', value: row.sentence },
    ]
  );
};
