import { recountAfterAct } from '../../../cards/deadline.ts';
import { type Protection, protect, protectionsOf, protectNoMore } from '../../../cards/protect.ts';
import type { Card } from '../../../cards/read.ts';
import { shortDate } from '../../../lib/dates/format.ts';
import { cityDay, deskMoment } from '../../../lib/dates/jst.ts';
import { day, form, text } from '../../../lib/form/index.ts';
import { type FormErrors, hasErrors, Notice, Says, Table, wholeCol } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { type MailedVisit, mailedVisitsOf } from '../../../reservations/held-mails.ts';
import { DeskForm, readForm } from '../../parts/form.tsx';
import { Section } from '../../parts/section.tsx';
import { person } from '../../parts/subject.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { withCard } from '../../parts/visible-card.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, get, go, needs, post, type Route, type SignedAsk, show } from '../../route.ts';
import { MailedVisits } from '../held-mails/visits.tsx';

const RIGHT = 'cards.protect';
const TITLE = '支援措置の登録と解除';

const why = text('理由', 200, {
  rows: 2,
  hint: '支援措置の方を閲覧できる職員だけに表示します。例：支援措置申出書を受理したため',
});
const markForm = form<{ since: string; why: string }>({ since: day('いつから', { lies: 'behind' }), why });
const endForm = form<{ why: string }>({
  why: { ...why, hint: '支援措置の方を閲覧できる職員だけに表示します。例：支援期間の終了' },
});

/** Every time the person was marked; only who may see them reads it. */
export function Protections({ times }: { times: readonly Protection[] }) {
  if (times.length === 0) return null;
  return (
    <Section title="支援措置の履歴">
      <Table
        caption="支援措置の履歴"
        columns={[wholeCol('いつから'), '理由', wholeCol('登録'), '解除']}
        rows={times.map((one) => [
          shortDate(one.since),
          one.why,
          `${deskMoment(one.at)}　${one.by ?? ''}`,
          one.liftedAt === null ? '' : `${deskMoment(one.liftedAt)}　${one.liftedBy ?? ''}　${one.liftedWhy ?? ''}`,
        ])}
      />
    </Section>
  );
}

/** Visits of theirs with an address: whose it is, only staff know from here on. */
const Mailed = ({ visits }: { visits: readonly MailedVisit[] }) => (
  <Section title="メールを止める予約">
    <Says>
      {`次の${visits.length}件の予約に、メールアドレスがあります。登録すると、変更、前日のお知らせなどのメールは、まだ送っていないものも、このアドレスには送りません。お電話でお知らせください。アドレスがご本人だけのものと確かめたときは、予約の画面の「案内メールの再送・宛先の変更」で記録すると、また送ります。`}
    </Says>
    <MailedVisits caption="メールを止める予約" empty="" visits={visits} />
  </Section>
);

async function page(ask: SignedAsk, card: Card, errors: FormErrors = {}): Promise<Answer> {
  const [times, mailed] = await Promise.all([protectionsOf(ask.db, card.id), mailedVisitsOf(ask.db, viewerOf(ask), card.id)]);
  const back = { href: paths.person(card.id), words: 'やめる' };
  return show(
    <TitledPage ask={ask} title={TITLE} errors={errors}>
      <p class="lead">
        <b>{printable(card.name).text}</b>さん　<span class="code">{card.noticeId}</span>
        {card.protected && '　'}
        {card.protected && <span class="tag">支援措置</span>}
      </p>
      <Notice kind="care">
        <Says>
          {card.protected
            ? '解除すると、すべての職員に表示され、カードの受け取りを、ウェブで予約できるようになります。同じ方のほかのカードも、解除します。'
            : '登録すると、支援措置の方を閲覧する権限のない職員には、すべての画面、一覧、ファイルで表示されなくなります。カードの受け取りは、ウェブで予約できなくなり、電話で受け付けます。同じ方のほかのカードと、あとから届くカードも、同じになります。'}
        </Says>
      </Notice>
      {!card.protected && mailed.length > 0 && <Mailed visits={mailed} />}
      {card.protected ? (
        <DeskForm
          ask={ask}
          form={endForm}
          action={paths.protectNoMore(card.id)}
          values={{}}
          errors={errors}
          submit="支援措置を解除する"
          back={back}
        />
      ) : (
        <DeskForm
          ask={ask}
          form={markForm}
          action={paths.protect(card.id)}
          values={{ since: cityDay(ask.now) }}
          errors={errors}
          submit="支援措置を登録する"
          back={back}
        />
      )}
      <Protections times={times} />
    </TitledPage>,
    hasErrors(errors) ? 422 : 200,
  );
}

const mark = withCard(async (ask, card) => {
  const typed = readForm(ask, markForm);
  if (!typed.ok) return page(ask, card, typed.errors);
  const marked = await protect(ask.db, ask.actor, { cardId: card.id, ...typed.value });
  if (!marked.ok && marked.reason === 'ahead') return page(ask, card, { since: '本日までの日を入力してください。' });
  recountAfterAct(ask.db);
  return go(withQuery(paths.person(card.id), marked.ok ? { done: 'protected' } : { refused: marked.reason }));
});

const lift = withCard(async (ask, card) => {
  const typed = readForm(ask, endForm);
  if (!typed.ok) return page(ask, card, typed.errors);
  const lifted = await protectNoMore(ask.db, ask.actor, { cardId: card.id, ...typed.value });
  recountAfterAct(ask.db);
  return go(withQuery(paths.person(card.id), lifted.ok ? { done: 'protected-no-more' } : { refused: lifted.reason }));
});

/** Who marks somebody must see them afterwards: the way back is on the same page (§8(2)②b). */
export const protectRoutes: readonly Route[] = [
  get(
    paths.protect(':card'),
    RIGHT,
    withCard((ask, card) => page(ask, card)),
  ),
  post(paths.protect(':card'), RIGHT, { words: '支援措置の登録', of: person }, mark),
  post(paths.protectNoMore(':card'), RIGHT, { words: '支援措置の解除', of: person }, lift),
].map((route) => needs('cards.protected', route));
