import { deskMoment } from '../../../lib/dates/jst.ts';
import type { Account } from '../../../staff/accounts.ts';

/** How it stands with an account. */
export const stateWords = (account: Account): string => {
  if (account.retiredAt !== null) return '停止中';
  if (account.lockedUntil !== null) return `${deskMoment(account.lockedUntil)}まで制限中`;
  return account.mustChange ? '初回設定前' : '有効';
};
