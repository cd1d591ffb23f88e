import type { Db } from '../lib/db/db.ts';
import { invite, listAccounts, setGivenPassword } from '../staff/accounts.ts';

/** The demo's accounts; they exist only where `start` filled its own database. */
export const DEMO_ACCOUNTS = [
  { login: 'admin', name: '古賀 恵子', role: 'admin', password: 'demo-admin-kurume', says: '管理者' },
  { login: 'madoguchi', name: '堤 健一', role: 'counter', password: 'demo-counter-kurume', says: '窓口' },
] as const;

export async function makeAccounts(db: Db): Promise<void> {
  const operator = { kind: 'operator' } as const;
  for (const { login, name, role, password } of DEMO_ACCOUNTS) {
    await invite(db, operator, { login, name, officeId: 1, roles: [role] });
    const account = (await listAccounts(db)).find((one) => one.login === login);
    if (account !== undefined) await setGivenPassword(db, operator, account.id, password, false);
  }
}
