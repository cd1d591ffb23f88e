import { provePassword, type Self } from '../../staff/prove-password.ts';
import type { SignedAsk } from '../route.ts';

export const selfOf = ({ session, requestId, source }: SignedAsk): Self => ({
  accountId: session.accountId,
  sessionId: session.id,
  requestId,
  source,
});

/** What is said of a password that was asked for before a change and was not right. */
export const UNPROVED = {
  wrong: { said: '現在のパスワードが違います。', status: 422 },
  rests: { said: '続けて間違えたため、しばらく変更できません。時間をおいて、もう一度入力してください。', status: 429 },
} as const;

/** The same of the password as it was typed; undefined where it is right. */
export async function unproved(ask: SignedAsk, password: string): Promise<{ said: string; status: number } | undefined> {
  const proved = await provePassword(ask.db, selfOf(ask), password);
  return proved === 'right' ? undefined : UNPROVED[proved];
}
