import { correctPosted } from '../../../cards/by-hand.ts';
import type { Card } from '../../../cards/read.ts';
import { noticesOf, type PostedNotice } from '../../../cards/returned.ts';
import { day, form } from '../../../lib/form/index.ts';
import { type FormErrors, hasErrors, SummaryList } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { rowId } from '../../../lib/values/ids.ts';
import { DeskForm, readForm } from '../../parts/form.tsx';
import { person } from '../../parts/subject.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { withCard } from '../../parts/visible-card.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, needs, post, type Route, type SignedAsk, show } from '../../route.ts';

const postedForm = form<{ posted: string }>({ posted: day('発送日', { need: 'silent', lies: 'behind' }) });

/** What is said at the day where the act refuses it. */
const DAY_WRONG: Readonly<Record<string, string>> = {
  ahead: '発送日は、本日までの日を入力してください。',
  before_notice: '発送日が、前の通知の発送日、または返戻を受け取った日より前です。',
  after_next: '発送日が、次の通知の発送日より後です。',
  after_back: '発送日が、返戻を受け取った日より後です。',
};

const postedPage = (ask: SignedAsk, card: Card, notice: PostedNotice, errors: FormErrors = {}): Answer =>
  show(
    <TitledPage ask={ask} title="発送日を修正する" errors={errors}>
      <SummaryList
        rows={[
          { term: '氏名', value: printable(card.name).text },
          { term: '交付通知書ID', value: card.noticeId },
          { term: '通知', value: notice.kind === 'again' ? '再通知' : '最初の通知' },
        ]}
      />
      <p class="lead">再通知と廃棄予定の期間を、修正した発送日から数えます。</p>
      <DeskForm
        ask={ask}
        form={postedForm}
        action={paths.postedDay(card.id, notice.id)}
        values={{ posted: notice.postedOn }}
        errors={errors}
        hidden={{ from: notice.postedOn }}
        submit="発送日を修正する"
        back={{ href: paths.person(card.id), words: 'やめる' }}
      />
    </TitledPage>,
    hasErrors(errors) ? 422 : 200,
  );

async function correct(ask: SignedAsk, card: Card, notice: PostedNotice): Promise<Answer> {
  const typed = readForm(ask, postedForm);
  if (!typed.ok) return postedPage(ask, card, notice, typed.errors);
  // Who was shown another day than the one that stands corrects nothing: the page tells it.
  if (field(ask.body, 'from') !== notice.postedOn) return go(withQuery(paths.person(card.id), { refused: 'changed_meanwhile' }));
  const change = { cardId: card.id, notice: notice.id, from: notice.postedOn, posted: typed.value.posted };
  const corrected = await correctPosted(ask.db, ask.actor, change);
  if (corrected.ok) return go(withQuery(paths.person(card.id), { done: 'posted-day' }));
  const wrong = DAY_WRONG[corrected.reason];
  return wrong === undefined
    ? go(withQuery(paths.person(card.id), { refused: corrected.reason }))
    : postedPage(ask, card, notice, { posted: wrong });
}

const withNotice = (work: (ask: SignedAsk, card: Card, notice: PostedNotice) => Answer | Promise<Answer>) =>
  withCard(async (ask, card) => {
    const id = rowId(ask.params['notice']);
    const notice = id.ok ? (await noticesOf(ask.db, card.id)).find((one) => one.id === id.value) : undefined;
    return notice === undefined
      ? go(withQuery(paths.person(card.id), { refused: 'changed_meanwhile' }))
      : work(ask, card, notice);
  });
const AT = paths.postedDay(':card', ':notice');
const RIGHT = 'people.status';

/** The day on which a notice was posted, where it was recorded wrongly. */
export const postedDayRoutes: readonly Route[] = [
  needs(
    'people.see',
    get(
      AT,
      RIGHT,
      withNotice((ask, card, notice) => postedPage(ask, card, notice)),
    ),
  ),
  needs('people.see', post(AT, RIGHT, { words: '通知の発送日の修正', of: person }, withNotice(correct))),
];
