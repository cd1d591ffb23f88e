import { form, oneBox, select, ticks } from '../../../lib/form/index.ts';
import { personName } from '../../../lib/values/texts.ts';
import type { Office } from '../../../offices/read.ts';
import { loginName } from '../../../staff/accounts.ts';

export type Role = { code: string; name: string };
/** `office`: its id as text, or empty for none. */
type AccountFields = { name: string; office: string; role: string[] };

/** Who it is, where they belong, what they may do; the same for a new account and an old one. */
export const accountForm = (offices: readonly Office[], roles: readonly Role[]) =>
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
