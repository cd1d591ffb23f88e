import { recordView } from '../../../audit/view.ts';
import {
  type BulkChange,
  cardsOfBulk,
  changeMany,
  countOfBulk,
  listBulk,
  postedBy,
  postMany,
  previewBulk,
  readBulk,
  returnMany,
  undoMany,
  undoOneOfMany,
} from '../../../cards/bulk.ts';
import {
  beginMany,
  beginUndoMany,
  bulkUnderWay,
  MOST_AT_ONCE,
  readBulkWork,
  stopMany,
  stuckBulkCount,
  workOnBulk,
} from '../../../cards/bulk-work.ts';
import { recountAfterAct } from '../../../cards/deadline.ts';
import { countNotSetUp } from '../../../cards/set-up.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import { type FormErrors, hasErrors } from '../../../lib/html/index.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { withAddress } from '../../../lists/addresses.ts';
import { pickNothing } from '../../../lists/picked.ts';
import { countOf, keysOf } from '../../../lists/read.ts';
import type { Feature } from '../../feature.ts';
import { readForm } from '../../parts/form.tsx';
import { pageAsked } from '../../parts/pages.ts';
import { withRow } from '../../parts/row.tsx';
import { personInForm } from '../../parts/subject.ts';
import { viewerOf } from '../../parts/viewer.ts';
import { visibleCard } from '../../parts/visible-card.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, needs, post, type Route, type SignedAsk, show } from '../../route.ts';
import { type AskedList, chosenFrom, toList } from '../lists/asked.ts';
import { allPage } from './all.tsx';
import { ChangedPage } from './changed.tsx';
import { bulkForm, isDated } from './form.ts';
import { cardsOfList } from './subject.ts';
import { NOT_SURE, typedCount } from './sure.ts';
import { BulkPage, type BulkProps } from './view.tsx';

const RIGHT = 'people.status';
/** More cards than a city has. */
const MOST_IN_PARTS = 500_000;

async function page(ask: SignedAsk, input: SignedAsk['query'], more: Partial<BulkProps> = {}, status = 200): Promise<Answer> {
  const asked = await chosenFrom(ask, input, 'cards');
  if (hasErrors(asked.prepared.errors)) return toList(asked, input);
  const { rows: cards, hidden } = await countOf(ask.db, asked.prepared);
  const [last, underWay] = await Promise.all([listBulk(ask.db, { limit: 5, offset: 0 }), bulkUnderWay(ask.db)]);
  return show(
    <BulkPage
      ask={ask}
      props={{
        asked,
        cards,
        hidden,
        most: MOST_IN_PARTS,
        inParts: MOST_AT_ONCE,
        last,
        underWay: underWay?.bulkId,
        errors: {},
        ...more,
      }}
    />,
    status,
  );
}

async function submit(ask: SignedAsk): Promise<Answer> {
  const asked = await chosenFrom(ask, ask.body, 'cards');
  if (hasErrors(asked.prepared.errors)) return toList(asked, ask.body);
  const typed = readForm(ask, bulkForm(asked.known));
  if (!typed.ok) return page(ask, ask.body, { errors: typed.errors }, 422);
  const { to, why } = typed.value;
  const all = (await keysOf(ask.db, asked.prepared)).map(Number);
  if (all.length > MOST_IN_PARTS) return page(ask, ask.body, {}, 422);
  // Of the notices to post those without an address were not posted.
  const sent = asked.list.toPost === true && isDated(asked.known, to, 'notified');
  const cards = sent ? (await keysOf(ask.db, { statement: () => withAddress(asked.prepared) })).map(Number) : all;
  const left = all.length - cards.length;
  const returned = isDated(asked.known, to, 'returned');
  const posted = returned || isDated(asked.known, to, 'notified') ? (typed.value.posted ?? cityDay(ask.now)) : null;
  if (posted !== null && posted > cityDay(ask.now)) return page(ask, ask.body, { errors: AHEAD }, 422);
  const notSetUp = isDated(asked.known, to, 'notified') ? await countNotSetUp(ask.db, cards) : 0;
  if (field(ask.body, 'act') !== 'change')
    return page(ask, ask.body, { preview: { to, why, posted, left, notSetUp, ...(await previewBulk(ask.db, cards, to)) } });
  const change = { cards, to, why, seen: field(ask.body, 'seen') };
  if (cards.length > MOST_AT_ONCE) return inParts(ask, asked, { ...change, day: posted, left, notSetUp });
  const changed =
    posted === null
      ? await changeMany(ask.db, ask.actor, change)
      : returned
        ? await returnMany(ask.db, ask.actor, { ...change, on: posted })
        : await postMany(ask.db, ask.actor, { ...change, posted });
  if (changed.ok) recountAfterAct(ask.db);
  // What was ticked was ticked for this: the next act begins anew.
  if (changed.ok && asked.prepared.picked && asked.picks !== undefined) await pickNothing(ask.db, asked.picks.of);
  if (changed.ok) return go(withQuery(paths.bulkChange(changed.value), { done: 'changed' }));
  if (changed.reason === 'ahead') return page(ask, ask.body, { errors: AHEAD }, 422);
  if (changed.reason === 'before_notice')
    return page(ask, ask.body, { errors: { 'change-posted': earlierWords(Number(changed.detail)) } }, 422);
  const preview = { to, why, posted, left, notSetUp, ...(await previewBulk(ask.db, cards, to)) };
  return page(ask, ask.body, { preview, refused: changed.reason === 'nothing' ? 'nothing' : 'changed_meanwhile' }, 409);
}

type InParts = Omit<Parameters<typeof beginMany>[2], 'sure'> & { left: number; notSetUp: number };

/** The press for more cards than one act may hold: their number was typed, and what the preview showed is done part by part. */
async function inParts(ask: SignedAsk, asked: AskedList, { left, notSetUp, ...change }: InParts): Promise<Answer> {
  const { cards, to, why, day } = change;
  const again = async (more: Partial<BulkProps>, status: number): Promise<Answer> => {
    const preview = { to, why, posted: day, left, notSetUp, ...(await previewBulk(ask.db, cards, to)) };
    return page(ask, ask.body, { preview, ...more }, status);
  };
  const begun = await beginMany(ask.db, ask.actor, { ...change, sure: typedCount(field(ask.body, 'change-count')) });
  if (begun.ok) {
    workOnBulk(ask.db).catch(() => {});
    if (asked.prepared.picked && asked.picks !== undefined) await pickNothing(ask.db, asked.picks.of);
    return go(paths.bulkChange(begun.value));
  }
  if (begun.reason === 'unsure') return again({ errors: NOT_SURE }, 422);
  if (begun.reason === 'ahead') return again({ errors: AHEAD }, 422);
  if (begun.reason === 'before_notice') return again({ errors: { 'change-posted': earlierWords(Number(begun.detail)) } }, 422);
  return again({ refused: begun.reason }, 409);
}

const AHEAD: FormErrors = { 'change-posted': '本日までの日を入力してください。' };

/** Why no notice of a bulk change was posted on the day told. */
const earlierWords = (cards: number): string =>
  `${grouped(cards)}枚のカードは、前の通知の発送日、または返戻を受け取った日より前になります。発送日を確かめてください。`;

const A_PAGE = 100;

/** What an act did, with its cards that this clerk may see. */
async function changedPage(ask: SignedAsk, change: BulkChange): Promise<Answer> {
  const viewer = viewerOf(ask);
  const seen = await countOfBulk(ask.db, viewer, change.id);
  const { page, pages, limit, offset } = pageAsked(ask, seen, A_PAGE);
  const work = await readBulkWork(ask.db, change.id);
  // While it goes on the page looks again every few seconds: its cards are listed once it is over.
  const cards = work?.endedAt === null ? [] : await cardsOfBulk(ask.db, viewer, change.id, limit, offset);
  const posted = (await postedBy(ask.db, change.id)).reduce((sum, { count }) => sum + count, 0);
  if (cards.length > 0) await recordView(ask.db, ask.actor, { saw: 'search', hits: cards.length });
  return show(<ChangedPage ask={ask} props={{ change, posted, cards, hidden: change.cards - seen, page, pages, work }} />);
}

/** One card of an act goes back; whom this clerk may not see they cannot press for. */
async function undoOne(ask: SignedAsk, change: BulkChange): Promise<Answer> {
  const card = await visibleCard(ask, ask.body['card']);
  const at = { page: field(ask.body, 'page').slice(0, 6) };
  if (card === undefined) return go(withQuery(paths.bulkChange(change.id), { ...at, stays: 'unknown' }));
  const undone = await undoOneOfMany(ask.db, ask.actor, { bulk: change.id, cardId: card.id });
  if (undone.ok) recountAfterAct(ask.db);
  return go(withQuery(paths.bulkChange(change.id), { ...at, ...(undone.ok ? { done: 'one' } : { stays: undone.reason }) }));
}

async function undoInParts(ask: SignedAsk, change: BulkChange): Promise<Answer> {
  const begun = await beginUndoMany(ask.db, ask.actor, change.id);
  if (begun.ok) workOnBulk(ask.db).catch(() => {});
  const stays = begun.ok ? '' : begun.reason === 'busy' ? 'busy' : 'undone-all';
  return go(withQuery(paths.bulkChange(change.id), { stays }));
}

/** The page of the one that is under way, where it is looked at and ended; all of them where it is over by now. */
async function toUnderWay(ask: SignedAsk): Promise<Answer> {
  const work = await bulkUnderWay(ask.db);
  return go(work === undefined ? paths.bulkChanges : paths.bulkChange(work.bulkId));
}

const withBulk = withRow<BulkChange>((ask, id) => readBulk(ask.db, id));

const bulkRoutes: readonly Route[] = [
  // The cards are chosen from their list, and so by who may see it.
  needs(
    'people.see',
    get(paths.bulkStatus, RIGHT, (ask) => page(ask, ask.query)),
  ),
  needs('people.see', post(paths.bulkStatus, RIGHT, { words: '交付状況の一括変更', of: cardsOfList }, submit)),
  needs('people.see', get(paths.bulkChanges, RIGHT, allPage)),
  needs('people.see', get(paths.bulkUnderWay, RIGHT, toUnderWay)),
  needs('people.see', get(paths.bulkChange(':id'), RIGHT, withBulk(changedPage))),
  needs(
    'people.see',
    post(paths.undoBulkCard(':id'), RIGHT, { words: '交付状況の一括変更の取り消し（1枚）', of: personInForm }, withBulk(undoOne)),
  ),
  needs(
    'people.see',
    post(
      paths.undoBulk(':id'),
      RIGHT,
      '交付状況の一括変更の取り消し',
      withBulk(async (ask, change) => {
        if ((await readBulkWork(ask.db, change.id)) !== undefined) return undoInParts(ask, change);
        const undone = await undoMany(ask.db, ask.actor, change.id);
        if (undone.ok) recountAfterAct(ask.db);
        return go(
          withQuery(
            paths.bulkChange(change.id),
            undone.ok ? { back: undone.value.back, stay: undone.value.stay } : { stays: 'undone-all' },
          ),
        );
      }),
    ),
  ),
  needs(
    'people.see',
    post(
      paths.stopBulk(':id'),
      RIGHT,
      '交付状況の一括変更の中止',
      withBulk(async (ask, change) => {
        const stopped = await stopMany(ask.db, ask.actor, change.id);
        return go(withQuery(paths.bulkChange(change.id), stopped.ok ? {} : { stays: stopped.reason }));
      }),
    ),
  ),
];

export const bulkFeature: Feature = {
  routes: bulkRoutes,
  waits: [
    {
      words: '止まっている一括変更',
      why: '交付状況の一括変更か、その取り消しが、3分以上進んでいません。終わるまで、ほかの大きな一括変更を始められません。1分ごとに自動でやり直しています。変更の画面でどこまで終わったかと理由を確かめ、進まないときは運用の担当に伝えるか、残りを変更せずに終えてください。',
      urgency: 'soon',
      call: '運用の担当。',
      href: paths.bulkUnderWay,
      right: RIGHT,
      count: stuckBulkCount,
    },
  ],
};
