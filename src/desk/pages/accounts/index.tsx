import type { FormErrors } from '../../../lib/html/index.ts';
import { rowId } from '../../../lib/values/ids.ts';
import { personName } from '../../../lib/values/texts.ts';
import { listOffices } from '../../../offices/read.ts';
import {
  type Account,
  changeAccount,
  endSessions,
  invite,
  liftLock,
  listAccounts,
  listRoles,
  loginName,
  readAccount,
  resetPassword,
  restore,
  retire,
} from '../../../staff/accounts.ts';
import { makeLink } from '../../../staff/links.ts';
import { NotFound } from '../../parts/not-found.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { AccountPage, AccountsPage, HandOverPage, NewAccountPage } from './view.tsx';

const RIGHT = 'accounts.manage';

async function parts(ask: SignedAsk) {
  const [offices, roles] = await Promise.all([listOffices(ask.db), listRoles(ask.db)]);
  return { offices, roles };
}

async function read(ask: SignedAsk): Promise<{ name: string; officeId: number | null; roles: string[]; errors: FormErrors }> {
  const { offices, roles } = await parts(ask);
  const errors: FormErrors = {};
  const name = personName(ask.body['name']);
  if (!name.ok) errors['name'] = name.reason === 'empty' ? '氏名を入れてください。' : '氏名に使えない文字があるか、長すぎます。';
  const office = rowId(ask.body['office']);
  const officeId = offices.find(({ id }) => office.ok && id === office.value)?.id ?? null;
  const chosen = roles.map(({ code }) => code).filter((code) => ask.body[`role-${code}`] === 'yes');
  if (chosen.length === 0) errors[`role-${roles[0]?.code ?? ''}`] = '役割を1つ以上選んでください。';
  return { name: name.ok ? name.value : '', officeId, roles: chosen, errors };
}

const withAccount =
  (work: (ask: SignedAsk, account: Account) => Promise<Answer>) =>
  async (ask: SignedAsk): Promise<Answer> => {
    const id = rowId(ask.params['id']);
    const account = id.ok && id.value <= 2_147_483_647 ? await readAccount(ask.db, id.value) : undefined;
    return account === undefined ? show(<NotFound ask={ask} />, 404) : work(ask, account);
  };

const page = async (ask: SignedAsk, account: Account, errors: FormErrors, status = 200) =>
  show(<AccountPage ask={ask} account={account} errors={errors} {...(await parts(ask))} />, status);

const act = (name: string, work: (ask: SignedAsk, account: Account) => Promise<Answer>): Route =>
  post(paths.accountAct(':id', name), RIGHT, withAccount(work));

const back = (account: Account, query: Record<string, string>) => go(withQuery(paths.account(account.id), query));

export const accountRoutes: readonly Route[] = [
  get(paths.accounts, RIGHT, async (ask) => show(<AccountsPage ask={ask} accounts={await listAccounts(ask.db)} />)),

  get(paths.newAccount, RIGHT, async (ask) =>
    show(<NewAccountPage ask={ask} account={undefined} errors={{}} {...(await parts(ask))} />),
  ),

  post(paths.newAccount, RIGHT, async (ask) => {
    const { errors, ...account } = await read(ask);
    const login = loginName(field(ask.body, 'login'));
    if (!login.ok) errors['login'] = '職員IDは、半角の英小文字・数字・点・ハイフンで、3文字から32文字にしてください。';
    const again = async () => show(<NewAccountPage ask={ask} account={undefined} errors={errors} {...(await parts(ask))} />, 422);
    if (!login.ok || Object.keys(errors).length > 0) return again();
    const made = await invite(ask.db, ask.actor, { login: login.value, ...account });
    if (!made.ok) {
      errors['login'] = 'この職員IDは、もう使われています。';
      return again();
    }
    return show(
      <HandOverPage
        ask={ask}
        account={{ id: made.value.id, name: account.name, login: login.value }}
        link={`${ask.origin}${paths.welcome(made.value.secret)}`}
      />,
    );
  }),

  get(
    paths.account(':id'),
    RIGHT,
    withAccount((ask, account) => page(ask, account, {})),
  ),

  post(
    paths.account(':id'),
    RIGHT,
    withAccount(async (ask, account) => {
      const { errors, ...changed } = await read(ask);
      if (Object.keys(errors).length > 0) return page(ask, account, errors, 422);
      const result = await changeAccount(ask.db, ask.actor, account.id, changed);
      return back(account, result.ok ? { done: 'changed' } : { refused: result.reason });
    }),
  ),

  act('link', async (ask, account) => {
    const secret = await ask.db.transaction((tx) => makeLink(tx, ask.actor, account.id));
    return show(<HandOverPage ask={ask} account={account} link={`${ask.origin}${paths.welcome(secret)}`} />);
  }),
  act('reset', async (ask, account) =>
    show(<HandOverPage ask={ask} account={account} password={await resetPassword(ask.db, ask.actor, account.id)} />),
  ),
  act('lift', async (ask, account) => {
    await liftLock(ask.db, ask.actor, account.id);
    return back(account, { done: 'lifted' });
  }),
  act('end', async (ask, account) => {
    await endSessions(ask.db, ask.actor, account.id);
    return back(account, { done: 'ended' });
  }),
  act('retire', async (ask, account) => {
    if (account.id === ask.session.accountId) return back(account, {});
    const result = await retire(ask.db, ask.actor, account.id);
    return back(account, result.ok ? { done: 'retired' } : { refused: result.reason });
  }),
  act('restore', async (ask, account) => {
    await restore(ask.db, ask.actor, account.id);
    return back(account, { done: 'restored' });
  }),
];
