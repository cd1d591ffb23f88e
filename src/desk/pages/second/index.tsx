import { deskMoment } from '../../../lib/dates/jst.ts';
import type { FormErrors } from '../../../lib/html/index.ts';
import { LinkButton, Notice, Says } from '../../../lib/html/index.ts';
import { readSecond, removeSecond, renewCodes, type Second } from '../../../staff/second/acts.ts';
import { DeskForm, readForm } from '../../parts/form.tsx';
import { ownTabs } from '../../parts/own-tabs.ts';
import { selfOf, unproved } from '../../parts/proved.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, NEVER_KEPT, post, type Route, type SignedAsk, show } from '../../route.ts';
import { CodesPage } from './codes.tsx';
import { proofForm } from './form.ts';
import { setUpRoutes } from './set-up.tsx';

/** From how few recovery codes on the page says that more should be made. */
const FEW = 3;

const REFUSED: Record<string, string> = {
  required: 'このアカウントには、二段階認証が必要です。解除できません。端末を変更するときは「認証アプリを変更する」を使います。',
  signed_out: '変更の途中でログアウトされたため、二段階認証は変更していません。もう一度、操作してください。',
};

function SetUp({ second }: { second: Second }) {
  return (
    <>
      <dl class="person-facts">
        <div>
          <dt>状態</dt>
          <dd>設定済み</dd>
        </div>
        <div>
          <dt>設定日時</dt>
          <dd>{second.since === null ? '' : deskMoment(second.since)}</dd>
        </div>
        <div>
          <dt>使っていない回復コード</dt>
          <dd>{second.left}個</dd>
        </div>
      </dl>
      {second.left <= FEW && (
        <Notice kind="care" title={second.left === 0 ? '使える回復コードがありません' : '回復コードが少なくなりました'}>
          <Says>認証アプリが使えなくなると、ログインできません。回復コードを作り直してください。</Says>
        </Notice>
      )}
      <p class="acts">
        <LinkButton href={paths.recoveryCodes} kind="second">
          回復コードを作り直す
        </LinkButton>
        <LinkButton href={paths.setUpSecond} kind="second">
          認証アプリを変更する
        </LinkButton>
        {!second.required && (
          <LinkButton href={paths.removeSecond} kind="stop">
            二段階認証を解除する
          </LinkButton>
        )}
      </p>
    </>
  );
}

const SAID: Record<string, string> = { removed: '二段階認証を解除しました。ほかの端末は、ログインし直しになります。' };

async function page(ask: SignedAsk): Promise<Answer> {
  const second = await readSecond(ask.db, ask.session.accountId);
  return show(
    <TitledPage
      ask={ask}
      title="二段階認証"
      {...ownTabs(ask, 'second')}
      said={SAID[field(ask.query, 'done')]}
      refused={REFUSED[field(ask.query, 'refused')]}
    >
      <Says class="lead">
        ログインのときに、パスワードのほかに、スマートフォンなどの認証アプリの6桁の数字を入力します。パスワードを知られても、ほかの人はログインできません。
      </Says>
      {second.since === null ? (
        <>
          <p>まだ設定していません。</p>
          <p class="acts">
            <LinkButton href={paths.setUpSecond}>二段階認証を設定する</LinkButton>
          </p>
        </>
      ) : (
        <SetUp second={second} />
      )}
    </TitledPage>,
  );
}

type Proof = { at: string; title: string; says: string; submit: string; act: (ask: SignedAsk) => Promise<Answer> };

const RENEW: Proof = {
  at: paths.recoveryCodes,
  title: '回復コードを作り直す',
  says: '新しい回復コードを10個作ります。これまでの回復コードは、使えなくなります。',
  submit: '作り直す',
  act: async (ask) => {
    const codes = await renewCodes(ask.db, selfOf(ask));
    return codes === undefined
      ? go(withQuery(paths.second, { refused: 'signed_out' }))
      : show(<CodesPage ask={ask} codes={codes} title="回復コードを作り直しました" />);
  },
};

const REMOVE: Proof = {
  at: paths.removeSecond,
  title: '二段階認証を解除する',
  says: '次から、パスワードだけでログインできるようになります。認証アプリに残る「窓口予約」は、あとで消してください。',
  submit: '解除する',
  act: async (ask) => {
    const removed = await removeSecond(ask.db, selfOf(ask));
    return go(withQuery(paths.second, removed.ok ? { done: 'removed' } : { refused: removed.reason }));
  },
};

/** A change that the password is asked for. Who has no second factor has nothing to change. */
function proofRoutes({ at, title, says, submit, act }: Proof): Route[] {
  const form = async (ask: SignedAsk, errors: FormErrors, status: number): Promise<Answer> => {
    if ((await readSecond(ask.db, ask.session.accountId)).since === null) return go(paths.second);
    const back = { href: paths.second, words: 'やめる' };
    return show(
      <TitledPage ask={ask} title={title} crumbs={[{ href: paths.second, words: '二段階認証' }]} errors={errors}>
        <Says class="lead">{says}</Says>
        <DeskForm ask={ask} form={proofForm} action={at} values={{}} errors={errors} submit={submit} back={back} />
      </TitledPage>,
      status,
    );
  };
  return [
    get(at, 'signed-in', (ask) => form(ask, {}, 200)),
    post(at, 'signed-in', NEVER_KEPT, async (ask) => {
      const typed = readForm(ask, proofForm);
      if (!typed.ok) return form(ask, typed.errors, 422);
      const not = await unproved(ask, typed.value.old);
      return not === undefined ? act(ask) : form(ask, { old: not.said }, not.status);
    }),
  ];
}

/** Everybody looks after the own second factor, whatever the city asks for. */
export const secondRoutes: readonly Route[] = [
  get(paths.second, 'signed-in', page),
  ...setUpRoutes,
  ...proofRoutes(RENEW),
  ...proofRoutes(REMOVE),
];
