import { postMany, previewBulk } from '../../../cards/bulk.ts';
import { recountAfterAct } from '../../../cards/deadline.ts';
import type { Card } from '../../../cards/read.ts';
import {
  checkAddress,
  listReturnReasons,
  noticeReturned,
  noticesOf,
  type PostedNotice,
  undoReturned,
} from '../../../cards/returned.ts';
import { longDate } from '../../../lib/dates/format.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import type { Form } from '../../../lib/form/index.ts';
import { type FormErrors, hasErrors, Says, SummaryList } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { rowId } from '../../../lib/values/ids.ts';
import { DeskForm, readForm } from '../../parts/form.tsx';
import { reasonWords } from '../../parts/reason-form.ts';
import { person } from '../../parts/subject.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { withCard } from '../../parts/visible-card.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, get, go, needs, post, type Route, type SignedAsk, show } from '../../route.ts';
import { addressForm, DAY_WRONG, postAgainForm, returnForm } from './form.ts';

export const RIGHT = 'people.status';

type OfCard = { card: Card; notices: PostedNotice[] };

/** Back to the card's page, with what was done or why nothing was. */
const back = (card: Card, said: { done: string } | { refused: string }): Answer => go(withQuery(paths.person(card.id), said));

type PageProps<V extends object> = {
  title: string;
  lead: string;
  form: Form<V>;
  action: string;
  values?: Partial<V>;
  submit: string;
  errors: FormErrors;
};

/** A page that asks one thing about a card and its notice. */
function page<V extends object>(ask: SignedAsk, { card, notices: [last] }: OfCard, props: PageProps<V>): Answer {
  const { title, lead, form, action, values = {}, submit, errors } = props;
  const posted = last?.postedOn ?? card.noticeDate;
  const returned =
    last?.returnedOn === undefined || last.returnedOn === null
      ? []
      : [{ term: '返戻', value: longDate(last.returnedOn), more: last.why }];
  return show(
    <TitledPage ask={ask} title={title} errors={errors}>
      <SummaryList
        rows={[
          { term: '氏名', value: printable(card.name).text },
          { term: '交付通知書ID', value: card.noticeId },
          { term: '通知の発送日', value: posted === null ? '記録なし' : longDate(posted) },
          ...returned,
        ]}
      />
      <Says class="lead">{lead}</Says>
      <DeskForm
        ask={ask}
        form={form}
        action={action}
        values={values}
        errors={errors}
        submit={submit}
        back={{ href: paths.person(card.id), words: 'やめる' }}
      />
    </TitledPage>,
    hasErrors(errors) ? 422 : 200,
  );
}

const returnPage = async (ask: SignedAsk, of: OfCard, errors: FormErrors = {}): Promise<Answer> =>
  page(ask, of, {
    title: '交付通知書の返戻を記録する',
    lead: '返戻された通知は、届かなかったものとして扱います。送り直すまで、再通知と廃棄予定の期間は数えません。',
    form: returnForm(await listReturnReasons(ask.db)),
    action: paths.noticeBack(of.card.id),
    submit: '返戻を記録する',
    errors,
  });

async function returned(ask: SignedAsk, of: OfCard): Promise<Answer> {
  const typed = readForm(ask, returnForm(await listReturnReasons(ask.db)));
  if (!typed.ok) return returnPage(ask, of, typed.errors);
  const on = typed.value.on ?? cityDay(ask.now);
  const done = await noticeReturned(ask.db, ask.actor, { cardId: of.card.id, why: reasonWords(typed.value), on });
  if (done.ok) return back(of.card, { done: 'notice-back' });
  const wrong = DAY_WRONG[done.reason];
  return wrong === undefined ? back(of.card, { refused: done.reason }) : returnPage(ask, of, { on: wrong });
}

async function undo(ask: SignedAsk, { card, notices }: OfCard): Promise<Answer> {
  const id = rowId(ask.body['notice']);
  if (!id.ok || !notices.some((notice) => notice.id === id.value)) return back(card, { refused: 'changed_meanwhile' });
  const undone = await undoReturned(ask.db, ask.actor, id.value);
  return back(card, undone.ok ? { done: 'notice-back-undone' } : { refused: undone.reason });
}

/** Whether the last notice is back and waits to be posted again. */
const isBack = ({ notices: [last] }: OfCard): boolean => last !== undefined && last.returnedOn !== null;
const ifBack =
  (work: (ask: SignedAsk, of: OfCard) => Promise<Answer>) =>
  async (ask: SignedAsk, of: OfCard): Promise<Answer> =>
    isBack(of) ? work(ask, of) : back(of.card, { refused: 'changed_meanwhile' });

const addressPage = (ask: SignedAsk, of: OfCard, errors: FormErrors = {}): Answer =>
  page(ask, of, {
    title: '住所を確かめる',
    lead: '住民票などで送り先を確かめて、記録してください。記録すると、「交付通知書の発送リスト」の「返戻の送り直し」に入ります。',
    form: addressForm,
    action: paths.address(of.card.id),
    values: { postalCode: of.card.postalCode, address: of.card.address },
    submit: '送り先を確かめたことを記録する',
    errors,
  });

async function address(ask: SignedAsk, of: OfCard): Promise<Answer> {
  const typed = readForm(ask, addressForm);
  if (!typed.ok) return addressPage(ask, of, typed.errors);
  const checked = await checkAddress(ask.db, ask.actor, { cardId: of.card.id, ...typed.value });
  return back(of.card, checked.ok ? { done: 'address' } : { refused: checked.reason });
}

const postPage = (ask: SignedAsk, of: OfCard, errors: FormErrors = {}): Answer =>
  page(ask, of, {
    title: '送り直しを記録する',
    lead: '送り直した日から、次の期間を数えます。同じ通知書を送るときも、新しい通知書を送るときも記録してください。',
    form: postAgainForm,
    action: paths.postAgain(of.card.id),
    submit: '送り直したことを記録する',
    errors,
  });

/** Posted again: what came back decides what it is, a first notice or the second. */
async function postAgain(ask: SignedAsk, of: OfCard): Promise<Answer> {
  const typed = readForm(ask, postAgainForm);
  if (!typed.ok) return postPage(ask, of, typed.errors);
  const to = of.notices[0]?.kind === 'again' ? 'renotified' : 'notified';
  const cards = [of.card.id];
  const { seen } = await previewBulk(ask.db, cards, to);
  const posted = typed.value.posted ?? cityDay(ask.now);
  if (posted < (of.notices[0]?.returnedOn ?? ''))
    return postPage(ask, of, { posted: '送り直した日が、返戻を受け取った日より前です。' });
  const done = await postMany(ask.db, ask.actor, { cards, to, why: '返戻された通知を送り直した', seen, posted });
  if (done.ok) {
    recountAfterAct(ask.db);
    return back(of.card, { done: 'posted-again' });
  }
  if (done.reason === 'ahead') return postPage(ask, of, { posted: '送り直した日は、本日までの日を入力してください。' });
  if (done.reason === 'before_notice') return postPage(ask, of, { posted: '送り直した日が、前の通知の発送日より前です。' });
  return back(of.card, { refused: done.reason === 'nothing' ? 'step' : done.reason });
}

type Work = (ask: SignedAsk, of: OfCard) => Promise<Answer>;
const withNotices = (work: Work) => withCard(async (ask, card) => work(ask, { card, notices: await noticesOf(ask.db, card.id) }));
const shows = (path: string, work: Work): Route => needs('people.see', get(path, RIGHT, withNotices(work)));
const takes = (path: string, words: string, work: Work): Route =>
  needs('people.see', post(path, RIGHT, { words, of: person }, withNotices(work)));

/** What is done with one card whose notice came back: recorded, taken back, its address checked, the notice posted again. */
export const cardRoutes: readonly Route[] = [
  shows(paths.noticeBack(':card'), (ask, of) => returnPage(ask, of)),
  takes(paths.noticeBack(':card'), '通知の返戻の記録', returned),
  takes(paths.noticeBackUndo(':card'), '通知の返戻の記録の取り消し', undo),
  shows(
    paths.address(':card'),
    ifBack(async (ask, of) => addressPage(ask, of)),
  ),
  takes(paths.address(':card'), '通知の送付先住所の変更', ifBack(address)),
  shows(
    paths.postAgain(':card'),
    ifBack(async (ask, of) => postPage(ask, of)),
  ),
  takes(paths.postAgain(':card'), '通知の再発送の記録', ifBack(postAgain)),
];
