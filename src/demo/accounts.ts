import type { Db } from '../lib/db/db.ts';
import { changeSetting, listSettings, settingSeen } from '../site/change-setting.ts';
import { invite, listAccounts, setGivenPassword } from '../staff/accounts.ts';
import { resetSecond } from '../staff/second/acts.ts';

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

/** The printed password lets in again after a start, whoever tried a second factor before: its telephone went home with them. */
export async function openToAll(db: Db): Promise<void> {
  const operator = { kind: 'operator' } as const;
  for (const { id, second } of await listAccounts(db)) if (second) await resetSecond(db, operator, id);
  const asked = (await listSettings(db)).find(({ key, value }) => key === 'sign-in-second' && value > 0);
  if (asked !== undefined) await changeSetting(db, operator, asked.key, settingSeen(asked), 0);
}
