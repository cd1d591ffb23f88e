import { randomUUID } from 'node:crypto';
import type { Actor } from '../../src/audit/actor.ts';
import { EVERYBODY } from '../../src/cards/viewer.ts';
import { type CloseRequest, close, type Range } from '../../src/closing/acts.ts';
import { previewClosing } from '../../src/closing/close-preview.ts';
import type { Db } from '../../src/lib/db/db.ts';
import { must } from './must.ts';

/** What a clerk sends who closes what the preview just showed; `more`: what is otherwise. */
export const closeRequest = async (db: Db, range: Range, more: Partial<CloseRequest> = {}): Promise<CloseRequest> => ({
  ...range,
  formId: randomUUID(),
  reason: '台風のため',
  notice: null,
  aside: [],
  priorityHours: 48,
  seen: (await previewClosing(db, range, EVERYBODY)).version,
  ...more,
});

/** Closes an office on a day, or in hours of it. Returns the closing's id. */
export async function closeOffice(
  db: Db,
  by: Actor,
  { office, day, hours = null }: { office: number; day: string; hours?: Range['hours'] },
  more: Partial<CloseRequest> = {},
): Promise<number> {
  const range = { officeIds: [office], serviceId: null, from: day, to: day, hours };
  return must(await close(db, by, await closeRequest(db, range, more)));
}
