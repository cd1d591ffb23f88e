import { deskMoment } from '../../../lib/dates/jst.ts';
import { Button, Notice, PostForm, Says, Table } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { showPhone } from '../../../lib/values/contact.ts';
import { rowId } from '../../../lib/values/ids.ts';
import { countMails, listMails, type Mail, retryMail } from '../../../outbox/desk.ts';
import { RESTORED } from '../../../outbox/restored.ts';
import { deadCount } from '../../../reservations/dead-mails.ts';
import { type ReservationRow, reservationsById } from '../../../reservations/read.ts';
import { can } from '../../../staff/rights.ts';
import type { Feature } from '../../feature.ts';
import { Page } from '../../frame.tsx';
import { MailLink, MailState } from '../../parts/mail.tsx';
import { seesMembers } from '../../parts/open-code.ts';
import { Tabs } from '../../parts/tabs.tsx';
import { paths, withQuery } from '../../paths.ts';
import { get, go, post, type SignedAsk, show } from '../../route.ts';
import { sentMailRoutes } from './sent.tsx';

const SIZE = 100;
type Shown = 'dead' | 'waiting' | 'all';

/** What the mail server said, in words a clerk can act on; its own words beneath. */
function reason(mail: Mail): string {
  const text = mail.lastError ?? '';
  if (/\b55[0-4]\b/u.test(text)) return '宛先がないか、受け取りを断られました。アドレスを確かめてください。';
  if (text === RESTORED) return 'データベースを復元する前に、送信済みのおそれがあります。確かめてから再送してください。';
  if (text === '') return '';
  return 'メールサーバーに渡せませんでした。';
}

/** Whose reservation a mail is of: who answers for a dead letter calls them. */
function Whose({ reservation }: { reservation: ReservationRow | undefined }) {
  if (reservation === undefined) return null;
  return (
    <>
      <a href={paths.reservation(reservation.id)}>{reservation.members.map(({ name }) => printable(name).text).join('、')}</a>
      <span class="sub">
        <span class="code">{reservation.number}</span>
        {reservation.phone === '' ? '' : `　${showPhone(reservation.phone)}`}
      </span>
    </>
  );
}

function MailsPage({
  ask,
  shown,
  mails,
  whose,
  counts,
}: {
  ask: SignedAsk;
  shown: Shown;
  mails: Mail[];
  /** The reservations of these mails that this account may see, by id. */
  whose: Map<string, ReservationRow>;
  counts: { dead: number; waiting: number };
}) {
  const tabs: [Shown, string][] = [
    ['dead', `不達（${counts.dead}）`],
    ['waiting', `送信待ち（${counts.waiting}）`],
    ['all', 'すべて'],
  ];
  const empty = {
    dead: '不達のメールはありません。',
    waiting: '送信待ちのメールはありません。',
    all: 'メールはありません。',
  };
  const last = mails.at(-1);
  return (
    <Page ask={ask} title="メール">
      <h1>メール</h1>
      {ask.query['done'] === 'retried' && (
        <Notice kind="done" role="status">
          <Says>再送します。</Says>
        </Notice>
      )}
      {ask.query['done'] === 'none' && (
        <Notice kind="care" role="status">
          <Says>このメールは、すでに再送されています。</Says>
        </Notice>
      )}
      <Tabs
        label="メールの状態"
        tabs={tabs.map(([value, words]) => ({ href: withQuery(paths.mails, { show: value }), words, here: value === shown }))}
      />
      <Table
        caption="メール"
        empty={empty[shown]}
        columns={[
          { head: '日時', whole: true },
          { head: '件名', whole: true },
          { head: '来庁者', whole: true },
          { head: '結果', whole: true },
          { head: '理由' },
          { head: '再送' },
        ]}
        rows={mails.map((mail) => [
          deskMoment(mail.createdAt),
          <MailLink ask={ask} mail={mail} />,
          <Whose reservation={whose.get(mail.reservationId ?? '')} />,
          <MailState mail={mail} />,
          <>
            {reason(mail)}
            {mail.lastError !== null && mail.lastError !== RESTORED && <span class="sub">{mail.lastError.slice(0, 200)}</span>}
          </>,
          mail.state === 'dead' && can(ask.session, 'mails.retry') ? (
            <PostForm action={paths.retryMail(mail.id)} token={ask.token}>
              <Button kind="second">再送する</Button>
            </PostForm>
          ) : (
            ''
          ),
        ])}
      />
      {mails.length === SIZE && last !== undefined && (
        <p class="lead">
          <a href={withQuery(paths.mails, { show: shown, before: last.id })}>これより前のメール</a>
        </p>
      )}
    </Page>
  );
}

export const mailsFeature: Feature = {
  routes: [
    ...sentMailRoutes,

    get(paths.mails, 'mails.see', async (ask) => {
      const asked = ask.query['show'];
      const shown: Shown = asked === 'waiting' || asked === 'all' ? asked : 'dead';
      const before = rowId(ask.query['before']);
      const [mails, counts] = await Promise.all([
        listMails(ask.db, shown, before.ok ? before.value : null, SIZE),
        countMails(ask.db),
      ]);
      const ids = [...new Set(mails.flatMap(({ reservationId }) => (reservationId === null ? [] : [reservationId])))];
      const reservations = await reservationsById(ask.db, ids);
      const whose = new Map(reservations.filter((one) => seesMembers(ask, one)).map((one) => [one.id, one]));
      return show(<MailsPage ask={ask} shown={shown} mails={mails} whose={whose} counts={counts} />);
    }),

    post(paths.retryMail(':id'), 'mails.retry', async (ask) => {
      const id = rowId(ask.params['id']);
      const retried = id.ok && (await retryMail(ask.db, ask.actor, id.value));
      return go(withQuery(paths.mails, { done: retried ? 'retried' : 'none' }));
    }),
  ],
  menu: [{ group: 'mails', href: paths.mails, words: 'メール', right: 'mails.see' }],
  waits: [
    {
      words: '不達のメール',
      why: 'メールが届きませんでした。宛先を確かめ、電話で連絡するか、再送してください。',
      href: paths.mails,
      right: 'mails.see',
      count: deadCount,
    },
  ],
};
