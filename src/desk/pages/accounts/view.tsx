import { deskMoment } from '../../../lib/dates/jst.ts';
import { Button, PostForm } from '../../../lib/html/index.ts';
import { type Account, type AccountFacts, factsOf } from '../../../staff/accounts.ts';
import type { AnySession } from '../../../staff/sessions.ts';
import { DeskForm, seenOf } from '../../parts/form.tsx';
import { Meanwhile } from '../../parts/settings-page.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { SAME } from '../../parts/words.ts';
import { paths } from '../../paths.ts';
import { field, type SignedAsk } from '../../route.ts';
import { accountForm } from './form.ts';
import type { FormProps } from './new.tsx';
import { Sessions } from './sessions.tsx';
import { stateWords } from './words.ts';

/** What ends with one press: terminals that are signed in, a link that was handed over, or both. */
const endWords = ({ sessions, linkUntil }: Account): string => {
  if (sessions === 0) return '使っていない初回設定用URLを無効にする';
  return linkUntil === null
    ? `${sessions}台の端末のログインを終わらせる`
    : `${sessions}台の端末のログインと、初回設定用URLを終わらせる`;
};

const DONE: Record<string, string> = {
  changed: 'アカウントを変更しました。',
  same: SAME,
  retired: 'アカウントを停止しました。',
  restored: 'アカウントを有効に戻しました。',
  lifted: 'ログインの制限を解除しました。',
  second: '二段階認証を解除しました。開いていた端末は、ログインし直しになります。使っていない初回設定用URLは、無効になりました。',
  none: '二段階認証は、設定されていません。',
  'none-open': 'ログインしている端末は、ありませんでした。使っていない初回設定用URLがあれば、無効になりました。',
  'in-use': 'アカウントは、すでに有効です。',
  'ended-one': '端末のログインを終わらせました。ほかの端末は、そのままです。',
  'not-open': 'その端末のログインは、すでに終わっています。',
  ended: '端末のログインを、すべて終わらせました。使っていない初回設定用URLも、無効になりました。',
};

const REFUSED: Record<string, string> = {
  last_administrator:
    'アカウント、設定、市の設定のどれかを管理できる職員が、ほかにいなくなります。市の設定を管理するには、「設定を変更する」権限もあわせて必要です。先に、それらの権限のある役割を、ほかの職員に付けてください。担当する場所を指定した職員は、これらを管理できません。',
  retired: 'このアカウントは停止中です。有効に戻してから、渡してください。何も作成していません。',
  own: '自分のアカウントには、行えません。アカウントを管理できる、ほかの職員に依頼してください。',
};

function Act({
  ask,
  account,
  act,
  words,
  kind = 'second',
}: {
  ask: SignedAsk;
  account: Account;
  act: string;
  words: string;
  kind?: 'second' | 'stop';
}) {
  return (
    <PostForm action={paths.accountAct(account.id, act)} token={ask.token} class="account-act">
      <Button kind={kind} wide>
        {words}
      </Button>
    </PostForm>
  );
}

/** `meanwhile`: what was typed into a page that was out of date. */
export function AccountPage(props: FormProps & { account: Account; sessions: readonly AnySession[]; meanwhile?: AccountFacts }) {
  const { ask, account, errors, offices, roles, meanwhile, sessions } = props;
  const done = DONE[field(ask.query, 'done')];
  return (
    <TitledPage
      ask={ask}
      title="アカウント"
      heading={
        <>
          {account.name} <span class="code">{account.login}</span>
        </>
      }
      said={done}
      refused={REFUSED[field(ask.query, 'refused')]}
      errors={errors}
    >
      <p class="lead">
        {stateWords(account)}
        {account.second ? '・二段階認証を設定済み' : ''}
        {account.linkUntil === null ? '' : `・使っていない初回設定用URL（${deskMoment(account.linkUntil)}まで）`}
      </p>
      <div class="desk-columns">
        <div class="desk-body">
          {meanwhile !== undefined && <Meanwhile kept={factsOf(account)} typed={meanwhile} />}
          <DeskForm
            ask={ask}
            form={accountForm(offices, roles, account.bounds)}
            action={paths.account(account.id)}
            values={{
              name: account.name,
              office: account.officeId === null ? '' : String(account.officeId),
              bounds: account.bounds.map(({ id }) => String(id)),
              role: account.roles,
            }}
            errors={errors}
            seen={seenOf(ask, factsOf(account), meanwhile !== undefined)}
            submit="保存する"
            back={{ href: paths.accounts, words: '一覧に戻る' }}
          />
        </div>
        <aside class="desk-side" aria-labelledby="may">
          <h2 id="may">操作</h2>
          {account.retiredAt === null ? (
            <>
              <Act ask={ask} account={account} act="link" words="初回設定用URLを作成する" />
              <Act ask={ask} account={account} act="reset" words="仮のパスワードを渡す" />
              {account.second && account.id !== ask.session.accountId && (
                <Act ask={ask} account={account} act="second" words="二段階認証を解除する" />
              )}
              {account.lockedUntil !== null && <Act ask={ask} account={account} act="lift" words="ログインの制限を解除する" />}
              {(account.sessions > 0 || account.linkUntil !== null) && (
                <Act ask={ask} account={account} act="end" words={endWords(account)} />
              )}
              {account.id !== ask.session.accountId && (
                <Act ask={ask} account={account} act="retire" words="アカウントを停止する" kind="stop" />
              )}
            </>
          ) : (
            <Act ask={ask} account={account} act="restore" words="有効に戻す" />
          )}
        </aside>
      </div>
      <Sessions ask={ask} accountId={account.id} sessions={sessions} />
    </TitledPage>
  );
}
