import { askedIf, type Field, form, line, password } from '../../../lib/form/index.ts';

const current = (): Field<string> => password('現在のパスワード', 'current-password');

/** Whoever changes the second factor proves to be its owner first. */
export const proofForm = form<{ old: string }>({ old: current() });

/** `due`: the password was typed a moment ago, at the sign-in. The code comes last: it lasts half a minute. */
export const setUpForm = (due: boolean) =>
  form<{ old: string | null; code: string }>({
    old: askedIf(!due, current()),
    code: line('認証コード（6桁の数字）', 100, { size: 'code', inputMode: 'numeric', autoComplete: 'one-time-code' }),
  });
