import { end, find } from '../../../staff/sessions.ts';
import { paths } from '../../paths.ts';
import type { Ask } from '../../route.ts';

/** Where to go on to after signing in: an address of the desk and nothing else, or the way in. */
export const nextOf = (text: string): string => (/^\/(?![/\\])[\w\-./?=&%#]{0,300}$/u.test(text) ? text : paths.home);

/** The session this browser had before ends: a cookie is never raised to another account. */
export async function endBefore(ask: Ask): Promise<void> {
  const before = await find(ask.db, ask.cookie, false);
  if (before.state !== 'none') await end(ask.db, { kind: 'staff', staffId: before.session.accountId }, before.session.id);
}
