import { type FormErrors, Says } from '../../../lib/html/index.ts';
import { Qr } from '../../../lib/html/qr.tsx';
import { openBytes, sealBytes } from '../../../lib/sealed-bytes.ts';
import { cityNow } from '../../../site/city.ts';
import { readSecond, setUpSecond } from '../../../staff/second/acts.ts';
import { appUri, newAppSecret, typedSecret } from '../../../staff/second/totp.ts';
import { DeskForm, readForm } from '../../parts/form.tsx';
import { selfOf, unproved } from '../../parts/proved.ts';
import { Section } from '../../parts/section.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, NEVER_KEPT, post, type Route, type SignedAsk, show } from '../../route.ts';
import { CodesPage } from './codes.tsx';
import { setUpForm } from './form.ts';

/** The secret that the page shows travels with its form, sealed for this session: nothing is kept before a code proved that an app has it. */
const pendingOf = ({ session }: SignedAsk): string => `second factor to be set up in session ${session.id}`;
const sealed = (ask: SignedAsk, secret: Buffer): string =>
  sealBytes(ask.factorKeys[0], pendingOf(ask), secret).toString('base64url');
const opened = (ask: SignedAsk): Buffer | undefined =>
  openBytes(ask.factorKeys, pendingOf(ask), Buffer.from(field(ask.body, 'pending'), 'base64url'))?.bytes;

type Props = { ask: SignedAsk; secret: Buffer; another: boolean; errors?: FormErrors; refused?: string | undefined };

function SetUpPage({ ask, secret, another, errors = {}, refused }: Props) {
  const { login, secondDue } = ask.session;
  const issuer = `${cityNow().name} 窓口予約`;
  return (
    <TitledPage
      ask={ask}
      title={another ? '認証アプリを変更する' : '二段階認証を設定する'}
      crumbs={secondDue ? [] : [{ href: paths.second, words: '二段階認証' }]}
      errors={errors}
      refused={refused}
    >
      <Says class="lead">
        {secondDue
          ? 'このアカウントには、二段階認証が必要です。設定するまで、ほかの画面は開きません。'
          : 'ログインのときに、パスワードのほかに、認証アプリの6桁の数字を入力するようにします。'}
      </Says>
      {another && <Says>設定が終わると、これまでの認証アプリと回復コードは使えなくなります。</Says>}
      <Section title="1. 認証アプリを用意する">
        <Says>
          スマートフォンなどに、認証アプリ（Google Authenticator、Microsoft
          Authenticatorなど）を入れます。市が使用を認めた端末とアプリを使ってください。
        </Says>
      </Section>
      <Section title="2. 認証アプリでQRコードを読み取る">
        <div class="second-key">
          <Qr text={appUri(secret, issuer, login)} label="認証アプリで読み取るQRコード" />
          <div>
            <p>読み取れないときは、次のキーを、認証アプリに入力します。種類は「時間ベース」です。</p>
            <p class="hand-over code">{typedSecret(secret)}</p>
            <p class="small soft">QRコードとキーは、ほかの人に見せないでください。</p>
          </div>
        </div>
      </Section>
      <Section title="3. 認証アプリの数字を入力する">
        <DeskForm
          ask={{ token: ask.token, body: {} }}
          form={setUpForm(secondDue)}
          action={paths.setUpSecond}
          values={{}}
          errors={errors}
          hidden={{ pending: sealed(ask, secret) }}
          submit="確かめて設定する"
          {...(secondDue ? {} : { back: { href: paths.second, words: 'やめる' } })}
        />
      </Section>
    </TitledPage>
  );
}

async function page(ask: SignedAsk, secret: Buffer, rest: Pick<Props, 'errors' | 'refused'> = {}, status = 200): Promise<Answer> {
  const { since } = await readSecond(ask.db, ask.session.accountId);
  return show(<SetUpPage ask={ask} secret={secret} another={since !== null} {...rest} />, status);
}

async function setUp(ask: SignedAsk): Promise<Answer> {
  const secret = opened(ask);
  if (secret === undefined)
    return page(
      ask,
      newAppSecret(),
      { refused: 'ログインし直したため、QRコードが変わりました。もう一度、読み取ってください。' },
      409,
    );
  const typed = readForm(ask, setUpForm(ask.session.secondDue));
  if (!typed.ok) return page(ask, secret, { errors: typed.errors }, 422);
  const { old, code } = typed.value;
  const not = old === null ? undefined : await unproved(ask, old);
  if (not !== undefined) return page(ask, secret, { errors: { old: not.said } }, not.status);
  const set = await setUpSecond(ask.db, selfOf(ask), { secret, code }, ask.factorKeys);
  // Ended by somebody else meanwhile: the page asks for the sign-in.
  if (!set.ok && set.reason === 'signed_out') return go(withQuery(paths.second, { refused: 'signed_out' }));
  if (!set.ok)
    return page(
      ask,
      secret,
      {
        errors: {
          code: '認証コードが違います。認証アプリに今表示されている数字を入力してください。端末の時刻がずれていると、合いません。',
        },
      },
      422,
    );
  return show(<CodesPage ask={ask} codes={set.value} first={ask.session.secondDue} title="二段階認証を設定しました" />);
}

export const setUpRoutes: readonly Route[] = [
  get(paths.setUpSecond, 'signed-in', (ask) => page(ask, newAppSecret())),
  post(paths.setUpSecond, 'signed-in', NEVER_KEPT, setUp),
];
