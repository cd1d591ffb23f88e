import { form, oneBox, select, ticks } from '../../../lib/form/index.ts';
import { personName } from '../../../lib/values/texts.ts';
import type { Office } from '../../../offices/read.ts';
import { loginName } from '../../../staff/accounts.ts';
import type { Bound } from '../../../staff/bounds.ts';

export type Role = { code: string; name: string };
/** `office`: its id as text, or empty for none. */
/** `bounds`: ids as text. */
type AccountFields = { name: string; office: string; bounds: string[]; role: string[] };

/**
 * Who it is, where they belong, for which offices they act and what they may do; the same for a new account and an old one. `bound`: the offices it is bound to,
 * also those out of use: left out, a save would make it one of the whole city.
 */
export const accountForm = (offices: readonly Office[], roles: readonly Role[], bound: readonly Bound[] = []) =>
  form<AccountFields>({
    name: oneBox<string>(
      {
        label: '氏名',
        look: { as: 'text' },
        parse: () => personName,
        wrong: ({ sentences }, called) => sentences.text(called, 100),
        show: (name) => name,
      },
      {},
    ),
    office: select(
      '所属',
      [{ value: '', label: '（なし）' }, ...offices.map(({ id, name }) => ({ value: String(id), label: name }))],
      { usual: '' },
    ),
    bounds: ticks(
      '担当する場所',
      [
        ...offices.map(({ id, name }) => ({ value: String(id), label: name })),
        ...bound
          .filter(({ id }) => !offices.some((office) => office.id === id))
          .map(({ id, name }) => ({ value: String(id), label: `${name}（廃止）` })),
      ],
      {
        need: 'may',
        hint: '印を付けると、その場所の予約、カード、一覧、臨時閉庁、数字だけを扱います。電話予約は、すべての場所で受けられます。印がないときは、市全体を扱います。',
      },
    ),
    role: ticks(
      '役割',
      roles.map(({ code, name }) => ({ value: code, label: name })),
      { atLeastOne: true },
    ),
  });

const LOGIN = '職員IDは、半角の英小文字・数字・点・ハイフンで、3文字から32文字にしてください。';

/** What a new account is called when signing in. */
export const loginForm = form<{ login: string }>({
  login: oneBox<string>(
    {
      label: '職員ID',
      look: { as: 'text', size: 'id' },
      parse: () => (input) => loginName(typeof input === 'string' ? input : ''),
      wrong: () => ({ empty: LOGIN, 'too-long': LOGIN, unreadable: LOGIN, impossible: LOGIN }),
      show: (login) => login,
    },
    { hint: '半角の英小文字・数字・点・ハイフン、3文字から32文字' },
  ),
});
