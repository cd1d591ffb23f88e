import type { Tx } from '../lib/db/db.ts';
import type { Written } from '../outbox/deliver.ts';
import type { ClaimedMail } from '../outbox/queue.ts';
import { LETTERS } from './letters.ts';

/**
 * Makes a mail's words from what is so at this moment; says why there are none where what it was to tell is no longer so.
 * @param origin CITIZEN_ORIGIN
 * @throws for a kind of a newer version: it is tried again, by that version's worker too, and shown at the desk in the end, never dropped in silence
 */
export async function writeLetter(tx: Tx, mail: ClaimedMail, origin: string): Promise<Written> {
  const write = Object.entries(LETTERS).find(([kind]) => kind === mail.kind)?.[1];
  if (write === undefined) throw new Error(`no letter for mails of kind ${mail.kind}`);
  return write(tx, mail, origin);
}
