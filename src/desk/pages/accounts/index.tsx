import type { FormErrors } from '../../../lib/html/index.ts';
import { uuid } from '../../../lib/values/ids.ts';
import { listOffices } from '../../../offices/read.ts';
import {
  type Account,
  changeAccount,
  endSession,
  endSessions,
  invite,
  linkToHandOver,
  listAccounts,
  listRoles,
  readAccount,
  resetPassword,
  restore,
  retire,
  unlockAccount,
} from '../../../staff/accounts.ts';
import { resetSecond } from '../../../staff/second/acts.ts';
import { listKept } from '../../../staff/sessions.ts';
import { listRestingAddresses, unlockAddress } from '../../../staff/tries.ts';
import type { Feature } from '../../feature.ts';
import { readForm } from '../../parts/form.tsx';
import { withRow } from '../../parts/row.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { accountForm, loginForm } from './form.ts';
import { AccountsPage } from './list.tsx';
import { type AccountParts, HandOverPage, NewAccountPage } from './new.tsx';
import { AccountPage } from './view.tsx';

const RIGHT = 'accounts.manage';

const parts = async (ask: SignedAsk): Promise<AccountParts> => {
  const [offices, roles] = await Promise.all([listOffices(ask.db), listRoles(ask.db)]);
  return { offices, roles };
};

type Typed = { name: string; officeId: number | null; bounds: number[]; roles: string[] };

function read(
  ask: SignedAsk,
  { offices, roles }: AccountParts,
  bound: Account['bounds'] = [],
): { ok: true; value: Typed } | { ok: false; errors: FormErrors } {
  const typed = readForm(ask, accountForm(offices, roles, bound));
  if (!typed.ok) return typed;
  const { name, office, bounds, role } = typed.value;
  return { ok: true, value: { name, officeId: office === '' ? null : Number(office), bounds: bounds.map(Number), roles: role } };
}

const withAccount = withRow((ask, id) => readAccount(ask.db, id));

/** As many sessions as a page of an account shows. */
const SHOWN = 50;
const shownOf = async (ask: SignedAsk, account: Account) => ({
  ...(await parts(ask)),
  sessions: await listKept(ask.db, account.id, SHOWN),
});

const page = async (ask: SignedAsk, account: Account, errors: FormErrors, status = 200) =>
  show(<AccountPage ask={ask} account={account} errors={errors} {...(await shownOf(ask, account))} />, status);

/** The page anew, from what is kept by now, with what was typed into one that was out of date beside it. */
const meanwhile = async (ask: SignedAsk, id: number, typed: Typed): Promise<Answer> => {
  const account = await readAccount(ask.db, id);
  if (account === undefined) return go(paths.accounts);
  const known = await shownOf(ask, account);
  const names = known.roles.flatMap(({ code, name }) => (typed.roles.includes(code) ? [name] : []));
  const belongs = known.offices.find((one) => one.id === typed.officeId)?.name ?? null;
  const bounds = [...known.offices, ...account.bounds].flatMap(({ id, name }, at, all) =>
    typed.bounds.includes(id) && all.findIndex((one) => one.id === id) === at ? [name] : [],
  );
  const facts = { staffName: typed.name, belongs, bounds, roles: names };
  return show(<AccountPage ask={ask} account={account} errors={{}} meanwhile={facts} {...known} />, 409);
};

async function invited(ask: SignedAsk): Promise<Answer> {
  const known = await parts(ask);
  const again = (errors: FormErrors) => show(<NewAccountPage ask={ask} errors={errors} {...known} />, 422);
  const login = readForm(ask, loginForm);
  const typed = read(ask, known);
  if (!login.ok || !typed.ok) return again({ ...(login.ok ? {} : login.errors), ...(typed.ok ? {} : typed.errors) });
  const made = await invite(ask.db, ask.actor, { ...login.value, ...typed.value });
  if (!made.ok) return again({ login: 'この職員IDは、もう使われています。' });
  const account = { id: made.value.id, name: typed.value.name, ...login.value };
  return show(<HandOverPage ask={ask} account={account} link={`${ask.origin}${paths.welcome(made.value.secret)}`} />);
}

const act = (name: string, kept: string, work: (ask: SignedAsk, account: Account) => Promise<Answer>): Route =>
  post(paths.accountAct(':id', name), RIGHT, kept, withAccount(work));

const back = (account: Account, query: Record<string, string>) => go(withQuery(paths.account(account.id), query));

export const accountsFeature: Feature = {
  routes: [
    get(paths.accounts, RIGHT, async (ask) => {
      const [accounts, resting] = await Promise.all([listAccounts(ask.db), listRestingAddresses(ask.db)]);
      return show(<AccountsPage ask={ask} accounts={accounts} resting={resting} />);
    }),
    post(paths.unlockAddress, RIGHT, 'ログインできない接続元の制限の解除', async (ask) => {
      const lifted = await unlockAddress(ask.db, ask.actor, field(ask.body, 'address'));
      return go(withQuery(paths.accounts, { done: lifted ? 'lifted' : 'none' }));
    }),

    get(paths.newAccount, RIGHT, async (ask) => show(<NewAccountPage ask={ask} errors={{}} {...(await parts(ask))} />)),
    post(paths.newAccount, RIGHT, 'アカウントの追加', invited),
    get(
      paths.account(':id'),
      RIGHT,
      withAccount((ask, account) => page(ask, account, {})),
    ),

    post(
      paths.account(':id'),
      RIGHT,
      'アカウントの変更',
      withAccount(async (ask, account) => {
        const typed = read(ask, await parts(ask), account.bounds);
        if (!typed.ok) return page(ask, account, typed.errors, 422);
        const result = await changeAccount(ask.db, ask.actor, account.id, field(ask.body, 'seen'), typed.value);
        if (!result.ok && result.reason !== 'last_administrator') return meanwhile(ask, account.id, typed.value);
        return back(account, result.ok ? { done: result.value } : { refused: result.reason });
      }),
    ),

    act('link', 'アカウントの登録用URLの発行', async (ask, account) => {
      const made = await linkToHandOver(ask.db, ask.actor, account.id);
      if (!made.ok) return back(account, { refused: made.reason });
      return show(<HandOverPage ask={ask} account={account} link={`${ask.origin}${paths.welcome(made.value)}`} />);
    }),
    act('reset', 'アカウントのパスワードの再設定', async (ask, account) => {
      const given = await resetPassword(ask.db, ask.actor, account.id);
      if (!given.ok) return back(account, { refused: given.reason });
      return show(<HandOverPage ask={ask} account={account} password={given.value} />);
    }),
    act('lift', 'アカウントのロックの解除', async (ask, account) => {
      await unlockAccount(ask.db, ask.actor, account.id);
      return back(account, { done: 'lifted' });
    }),
    act('second', 'アカウントの2段階認証の解除', async (ask, account) => {
      const reset = await resetSecond(ask.db, ask.actor, account.id);
      return back(account, reset.ok ? { done: reset.value ? 'second' : 'none' } : { refused: reset.reason });
    }),
    act('end', 'アカウントのログインの終了', async (ask, account) => {
      const ended = await endSessions(ask.db, ask.actor, account.id);
      return back(account, { done: ended > 0 ? 'ended' : 'none-open' });
    }),
    act('end-one', 'アカウントの1台の端末のログインの終了', async (ask, account) => {
      const id = uuid(ask.body['session']);
      const ended = id.ok && (await endSession(ask.db, ask.actor, account.id, id.value));
      return back(account, { done: ended ? 'ended-one' : 'not-open' });
    }),
    act('retire', 'アカウントの使用の終了', async (ask, account) => {
      if (account.id === ask.session.accountId) return back(account, { refused: 'own' });
      const result = await retire(ask.db, ask.actor, account.id);
      return back(account, result.ok ? { done: 'retired' } : { refused: result.reason });
    }),
    act('restore', 'アカウントの使用の再開', async (ask, account) => {
      const restored = await restore(ask.db, ask.actor, account.id);
      return back(account, { done: restored ? 'restored' : 'in-use' });
    }),
  ],
  menu: [{ group: 'settings', href: paths.accounts, words: 'アカウント', right: 'accounts.manage' }],
};
