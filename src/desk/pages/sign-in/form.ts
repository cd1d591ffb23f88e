import { form, line, password } from '../../../lib/form/index.ts';

/** Left empty, both are as wrong as anything else: nobody is told which of them. */
export const signInForm = form<{ login: string; password: string }>({
  login: line('職員ID', 100, { need: 'silent', size: 'id', autoComplete: 'username' }).or(''),
  password: password('パスワード', 'current-password', { need: 'silent' }),
});
