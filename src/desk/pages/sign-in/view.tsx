import { FormFields } from '../../../lib/form/index.ts';
import { Button, ErrorSummary, type FormErrors, hasErrors, Notice, PostForm, Says } from '../../../lib/html/index.ts';
import { BarePage } from '../../frame.tsx';
import { paths } from '../../paths.ts';
import { signInForm } from './form.ts';

type Props = {
  token: string;
  /** Where to go on to; an address of the desk. */
  next: string;
  login?: string;
  errors?: FormErrors;
  /** Nobody pressed anything for a while. */
  idle?: boolean;
  /** What was pressed then was not done: kept to be sent again, or too large to keep. */
  pressed?: 'kept' | 'lost' | undefined;
  signedOut?: boolean;
  /** The step after the password waited too long. */
  late?: boolean;
};

export const REFUSED = '職員IDかパスワードが違います。続けて間違えると、しばらくの間、入れなくなります。';

const IDLE = {
  looked: 'パスワードを入力すると、開いていた画面に戻ります。',
  kept: '先ほどの操作は、まだ行っていません。入力した内容は取ってあります。パスワードを入力すると、確かめてから送れます。',
  lost: '先ほどの操作は、行っていません。パスワードを入力してから、もう一度行ってください。',
};

export function SignInPage({
  token,
  next,
  login = '',
  errors = {},
  idle = false,
  pressed,
  signedOut = false,
  late = false,
}: Props) {
  const shown = (box: string) => (box === 'login' ? login : '');
  const empty = login === '';
  return (
    <BarePage title="ログイン" wrong={hasErrors(errors)}>
      <h1>ログイン</h1>
      {idle && (
        <Notice kind="care" title="しばらく操作がありませんでした">
          <Says>{IDLE[pressed ?? 'looked']}</Says>
        </Notice>
      )}
      {signedOut && (
        <Notice kind="done">
          <Says>ログアウトしました。</Says>
        </Notice>
      )}
      {late && (
        <Notice kind="care">
          <Says>時間がたったため、初めからやり直してください。</Says>
        </Notice>
      )}
      <ErrorSummary errors={errors} />
      <PostForm action={paths.signIn} token={token} hidden={{ next }}>
        <FormFields
          form={signInForm}
          state={{ shown, errors, focus: hasErrors(errors) ? undefined : empty ? 'login' : 'password' }}
        />
        <p class="acts">
          <Button wide>ログイン</Button>
        </p>
      </PostForm>
      <p class="small soft">入れないときは、管理者の職員に連絡してください。</p>
    </BarePage>
  );
}
