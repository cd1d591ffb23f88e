import type { Form } from '../../../lib/form/index.ts';
import { FormFields } from '../../../lib/form/index.ts';
import { Button, ErrorSummary, type FormErrors, hasErrors, PostForm, Says } from '../../../lib/html/index.ts';
import { findHalf } from '../../../staff/second/half.ts';
import type { SecondKind } from '../../../staff/second/judge.ts';
import { giveSecond } from '../../../staff/sign-in.ts';
import { BarePage } from '../../frame.tsx';
import { readForm } from '../../parts/form.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, type Ask, field, go, open, type Route, show } from '../../route.ts';
import { appCodeForm, recoveryCodeForm } from './form.ts';
import { endBefore, nextOf } from './next.ts';

type Way = {
  kind: SecondKind;
  at: string;
  title: string;
  says: string;
  form: Form<{ code: string }>;
  refused: string;
  other: { at: string; words: string };
};

const APP: Way = {
  kind: 'app-code',
  at: paths.signInCode,
  title: '認証コードの入力',
  says: '認証アプリに表示されている6桁の数字を入力してください。',
  form: appCodeForm,
  refused:
    '認証コードが違うか、使用済みです。新しい数字に変わってから、入力してください。続けて間違えると、しばらくの間、入れなくなります。',
  other: { at: paths.signInRecovery, words: '認証アプリが使えないとき（回復コードでログインする）' },
};

const RECOVERY: Way = {
  kind: 'recovery-code',
  at: paths.signInRecovery,
  title: '回復コードの入力',
  says: '二段階認証を設定したときの回復コードを、1つ入力してください。1つのコードは、1回だけ使えます。',
  form: recoveryCodeForm,
  refused: '回復コードが違うか、使用済みです。続けて間違えると、しばらくの間、入れなくなります。',
  other: { at: paths.signInCode, words: '認証アプリのコードでログインする' },
};

type Props = { ask: Ask; way: Way; next: string; login: string; errors?: FormErrors };

function SecondPage({ ask, way, next, login, errors = {} }: Props) {
  return (
    <BarePage title={way.title} wrong={hasErrors(errors)}>
      <h1>{way.title}</h1>
      <p>
        職員ID <span class="code">{login}</span>
      </p>
      <Says class="lead">{way.says}</Says>
      <ErrorSummary errors={errors} />
      <PostForm action={way.at} token={ask.token} hidden={{ next }}>
        <FormFields form={way.form} state={{ shown: () => '', errors, focus: hasErrors(errors) ? undefined : 'code' }} />
        <p class="acts">
          <Button wide>ログイン</Button>
        </p>
      </PostForm>
      <ul class="sign-in-ways small">
        <li>
          <a href={withQuery(way.other.at, { next })}>{way.other.words}</a>
        </li>
        <li>
          <a href={withQuery(paths.signIn, { next })}>職員IDの入力に戻る</a>
        </li>
      </ul>
      <p class="small soft">認証アプリも回復コードも使えないときは、管理者の職員に、二段階認証の解除を依頼してください。</p>
    </BarePage>
  );
}

const startAgain = (next: string): Answer => go(withQuery(paths.signIn, { late: '1', next }));

const looked = (way: Way) => async (ask: Ask) => {
  const next = nextOf(field(ask.query, 'next'));
  const half = await findHalf(ask.db, ask.half);
  return half === undefined ? startAgain(next) : show(<SecondPage ask={ask} way={way} next={next} login={half.login} />);
};

const given = (way: Way) => async (ask: Ask) => {
  const next = nextOf(field(ask.body, 'next'));
  const typed = readForm(ask, way.form);
  const code = { half: ask.half, kind: way.kind, typed: typed.ok ? typed.value.code : '' };
  const { address, source, browser, requestId } = ask;
  const owner = await findHalf(ask.db, ask.half);
  const result = await giveSecond(ask.db, code, ask.factorKeys, { address, source, browser, requestId });
  if (result === 'over' || owner === undefined) return startAgain(next);
  if (result === 'wrong')
    return show(<SecondPage ask={ask} way={way} next={next} login={owner.login} errors={{ code: way.refused }} />, 401);
  await endBefore(ask);
  return { kind: 'go', to: next, signIn: result.secret } as const;
};

/** The step after the password, of an account that has a second factor. */
export const secondStepRoutes: readonly Route[] = [APP, RECOVERY].flatMap((way) => [
  open('GET', way.at, looked(way)),
  open('POST', way.at, given(way)),
]);
