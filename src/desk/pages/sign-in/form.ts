import { form, line, password } from '../../../lib/form/index.ts';

/** Left empty, both are as wrong as anything else: nobody is told which of them. */
export const signInForm = form<{ login: string; password: string }>({
  login: line('職員ID', 100, { need: 'silent', size: 'id', autoComplete: 'username' }).or(''),
  password: password('パスワード', 'current-password', { need: 'silent' }),
});

/** Longer than any code, with the spaces somebody puts between. */
const LONGEST = 100;

/** What the app shows. A browser that knows it offers it. */
export const appCodeForm = form<{ code: string }>({
  code: line('認証コード（6桁の数字）', LONGEST, {
    need: 'silent',
    size: 'code',
    inputMode: 'numeric',
    autoComplete: 'one-time-code',
  }).or(''),
});

export const recoveryCodeForm = form<{ code: string }>({
  code: line('回復コード', LONGEST, {
    need: 'silent',
    size: 'id',
    hint: '例：abcd-efgh-jkmn-pqrs。|ハイフンと大文字・小文字は、|どちらでも構いません。',
  }).or(''),
});
