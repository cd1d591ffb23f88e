import type { Mailing, MailingRefusal, Recipients } from '../../../letters/mailings.ts';
import { spokenMinutes } from '../../../lib/dates/format.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { FormFields } from '../../../lib/form/index.ts';
import { Button, type FormErrors, LinkButton, Pager, PostForm, Says, Table, wholeCol } from '../../../lib/html/index.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { stateOf } from '../../parts/form.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { field, type SignedAsk } from '../../route.ts';
import type { AskedList } from '../lists/asked.ts';
import { LeftOut } from '../lists/page.tsx';
import { filterCarried, filterQuery } from '../lists/query.ts';
import { type MailingFields, mailingForm } from './form.ts';
import { InEachLanguage, OtherTexts } from './spoken.tsx';

/** Said of what was removed with its mails. */
const PAST = '送信の記録は、保存期間を過ぎました';
/** What a mailing is called, also once its subject is gone. */
const subjectOf = ({ subject }: Mailing): string => (subject === '' ? '（保存期間を過ぎた一斉メール）' : subject);

const stateWords = ({ stoppedAt, past, waiting, sent, dead }: Mailing): string =>
  [...(stoppedAt === null ? [] : ['中止']), ...(past ? [PAST] : faredWords({ stoppedAt, waiting, sent, dead }))].join('、');

const faredWords = ({ stoppedAt, waiting, sent, dead }: Pick<Mailing, 'stoppedAt' | 'waiting' | 'sent' | 'dead'>): string[] => [
  ...(waiting > 0 && stoppedAt === null ? [`送信待ち ${grouped(waiting)}通`] : []),
  `送信済 ${grouped(sent)}通`,
  ...(dead > 0 ? [`不達 ${grouped(dead)}通`] : []),
];

const ABOVE = [{ href: paths.mailings, words: '一斉メール' }];

type MailingsProps = { ask: SignedAsk; mailings: Mailing[]; page: number; pages: number };

export function MailingsPage({ ask, mailings, page, pages }: MailingsProps) {
  return (
    <TitledPage ask={ask} title="一斉メール" bar={<LinkButton href={paths.newMailing}>一斉メールを作成する</LinkButton>}>
      <Says class="lead">
        予約のときに登録されたメールアドレスへ、同じ内容のメールを送ります。ほかの言語の文も入力すると、予約した言語の文を送ります。未来庁の方、取り消した方には、未来庁一覧、取消一覧から作成します。
      </Says>
      <Table
        caption="一斉メール"
        empty="一斉メールは、まだありません。"
        columns={[wholeCol('日時'), '件名', '送信先', '状態', '職員']}
        rows={mailings.map((mailing) => [
          deskMoment(mailing.at),
          <a href={paths.mailing(mailing.id)}>{subjectOf(mailing)}</a>,
          mailing.sentence,
          stateWords(mailing),
          mailing.by ?? '',
        ])}
      />
      <Pager page={page} pages={pages} href={(to) => withQuery(paths.mailings, { page: to })} />
    </TitledPage>
  );
}

/** Whether it is written to people whose bookings do not stand any more: what they were is not told then. */
export const isCancelled = ({ list }: AskedList): boolean => list.ofBookings === 'cancelled';

export type NewMailingProps = {
  asked: AskedList;
  recipients: Recipients;
  /** People whom this clerk may not see, and so does not write to. */
  hidden: number;
  form: string;
  errors: FormErrors;
  /** What will be sent, to be looked at before the press. */
  preview?: MailingFields;
  refused?: MailingRefusal;
};

/** Whom it is to: the filter of the list of bookings, kept while the text is written. */
function To({ props: { asked, recipients, hidden } }: { props: NewMailingProps }) {
  return (
    <div class="list-count">
      <p>
        送信先：<b>{asked.prepared.sentence}</b>
      </p>
      <p>
        メールアドレスのある{grouped(recipients.mailed)}件に送ります。
        {isCancelled(asked) && '取り消された予約の内容は付けません。'}
        {recipients.standing > 0 && `取り消していない方がいる予約が${grouped(recipients.standing)}件あります。送りません。`}
        {recipients.without > 0 && `メールアドレスのない予約が${grouped(recipients.without)}件あります。電話での連絡が必要です。`}
        {recipients.held > 0 &&
          `支援措置の方で、メールアドレスを確かめていない予約が${grouped(recipients.held)}件あります。送りません。電話での連絡が必要です。`}
      </p>
      <LeftOut people={hidden} what="このメールは送りません" />
      <p>
        <a href={withQuery(paths.list(asked.list.code), filterQuery(asked))}>
          送信先を変更する（{asked.list.title}で条件を選び、「一斉メールを作成する」）
        </a>
      </p>
    </div>
  );
}

function Preview({ ask, props }: { ask: SignedAsk; props: NewMailingProps }) {
  const { asked, recipients, form, preview } = props;
  if (preview === undefined) return null;
  const carried = {
    ...filterCarried(asked),
    list: asked.list.code,
    ...mailingForm.boxes(preview),
    form,
    seen: recipients.seen,
  };
  return (
    <section class="desk-section" aria-labelledby="preview">
      <h2 id="preview">送信する内容</h2>
      <dl class="mailing-facts">
        <div>
          <dt>予約の内容</dt>
          <dd>
            {preview.withVisit && !isCancelled(asked) ? '付ける' : '付けない'}
            {preview.withVisit && recipients.shut > 0 && (
              <Says>{`うち${grouped(recipients.shut)}件は、要振替の予約です。予約の内容と一緒に、窓口をお休みすることと、その日時にお越しにならないことを書きます。`}</Says>
            )}
          </dd>
        </div>
        <div>
          <dt>送信</dt>
          <dd>{preview.minutes === 0 ? 'すぐに' : `${spokenMinutes(preview.minutes)}後`}</dd>
        </div>
      </dl>
      <InEachLanguage mailing={preview} languages={recipients.languages} />
      <PostForm action={paths.newMailing} token={ask.token} hidden={carried}>
        <p class="acts">
          {recipients.mailed > 0 && (
            <Button name="act" value="send">
              {grouped(recipients.mailed)}件に送る
            </Button>
          )}
          <Button kind="second" name="act" value="edit">
            文を修正する
          </Button>
        </p>
      </PostForm>
    </section>
  );
}

const REFUSED: Record<MailingRefusal, string> = {
  changed_meanwhile: 'この画面を開いたあとに、送信先の予約が変わりました。現在の件数を確かめて、もう一度押してください。',
  nobody: 'メールアドレスのある予約がありません。',
};

export function NewMailingPage({ ask, props }: { ask: SignedAsk; props: NewMailingProps }) {
  const { asked, errors, preview, refused } = props;
  return (
    <TitledPage
      ask={ask}
      title="一斉メールの作成"
      crumbs={ABOVE}
      refused={refused === undefined ? undefined : REFUSED[refused]}
      refusedTitle="まだ送っていません"
      errors={errors}
    >
      <To props={props} />
      {preview === undefined ? (
        <PostForm
          action={paths.newMailing}
          token={ask.token}
          class="desk-form"
          hidden={{ ...filterCarried(asked), list: asked.list.code }}
        >
          <FormFields
            form={mailingForm}
            state={stateOf(ask, mailingForm.boxes({ withVisit: true, minutes: 10 }), errors)}
            without={isCancelled(asked) ? ['withVisit'] : []}
          />
          <p class="acts">
            <Button name="act" value="preview">
              内容を確かめる
            </Button>
            <LinkButton href={paths.mailings} kind="second">
              やめる
            </LinkButton>
          </p>
        </PostForm>
      ) : (
        <Preview ask={ask} props={props} />
      )}
    </TitledPage>
  );
}

const DONE: Record<string, string> = {
  sent: '一斉メールを登録しました。送信の時刻になると、順に送ります。',
  stopped: '送信を中止しました。まだ送っていないメールは、送りません。',
};

/** A mailing: its text, to whom, how its mails fare; stopped while any waits. */
export function MailingPage({ ask, mailing }: { ask: SignedAsk; mailing: Mailing }) {
  const done = DONE[field(ask.query, 'done')];
  return (
    <TitledPage ask={ask} title="一斉メール" heading={subjectOf(mailing)} crumbs={ABOVE} said={done}>
      <dl class="mailing-facts">
        <div>
          <dt>状態</dt>
          <dd>{stateWords(mailing)}</dd>
        </div>
        <div>
          <dt>送信先</dt>
          <dd>{mailing.sentence}</dd>
        </div>
        <div>
          <dt>登録</dt>
          <dd>
            {deskMoment(mailing.at)}　{mailing.by ?? ''}
          </dd>
        </div>
        <div>
          <dt>送信の開始</dt>
          <dd>{deskMoment(mailing.leavesAt)}</dd>
        </div>
        <div>
          <dt>本文</dt>
          <dd class="mailing-body">{mailing.body === '' ? '保存期間を過ぎました' : mailing.body}</dd>
        </div>
        <OtherTexts texts={mailing.texts} />
      </dl>
      {mailing.stoppedAt === null && mailing.waiting > 0 && (
        <PostForm action={paths.stopMailing(mailing.id)} token={ask.token}>
          <p class="acts">
            <Button kind="stop">送信を中止する（送信待ち {grouped(mailing.waiting)}通）</Button>
          </p>
        </PostForm>
      )}
      <p class="acts">
        <LinkButton href={paths.mailings} kind="second">
          一斉メールに戻る
        </LinkButton>
      </p>
    </TitledPage>
  );
}
