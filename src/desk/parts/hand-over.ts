import { whoMay } from '../../staff/accounts.ts';
import type { SignedAsk } from '../route.ts';

/** To whom a caller goes whom an account may not see; said the same way of whoever is not found. */
export const handOverWords = (to: readonly string[]): string =>
  `ご本人が見当たらないときは、表示できる職員が限られている場合があります。用件を聞き取らずに、${to.length === 0 ? '管理者の職員' : to.join('、')}へ引き継いでください。`;

/** The same sentence where it is said of what this account may not see. */
export const handOverTo = async (ask: SignedAsk): Promise<string> =>
  handOverWords(await whoMay(ask.db, 'cards.protected', ask.session.officeId));
