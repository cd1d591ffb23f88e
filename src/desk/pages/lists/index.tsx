import { DUE_STEPS, type DueStep, dueCount } from '../../../cards/deadline.ts';
import { tasksCount } from '../../../counter/card-tasks.ts';
import { notReadyCount } from '../../../counter/not-ready.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import { STEP_WORDS } from '../../../lists/definitions/deadlines.ts';
import { listFilters } from '../../../lists/filters.ts';
import { countOf, linesOf, readPage } from '../../../lists/read.ts';
import { lastPrint, recordShown } from '../../../lists/remember.ts';
import type { Feature } from '../../feature.ts';
import { NotFound } from '../../parts/not-found.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, post, type SignedAsk, show } from '../../route.ts';
import { type AskedList, askedList } from './asked.ts';
import { changesSince } from './changes.ts';
import { ColumnsPage, chooseFor } from './columns.tsx';
import { askerOf, changeFilters, filtersPage } from './filters.tsx';
import { ListsPage } from './menu.tsx';
import { ListPage } from './page.tsx';
import { EVERY } from './query.ts';
import { take } from './take.tsx';

const RIGHT = 'people.see';
const A_PAGE = 100;

const withList =
  (from: 'query' | 'body', work: (ask: SignedAsk, asked: AskedList) => Promise<Answer>) =>
  async (ask: SignedAsk): Promise<Answer> => {
    const asked = await askedList(ask, ask[from]);
    return asked === undefined ? show(<NotFound ask={ask} />, 404) : work(ask, asked);
  };

async function listPage(ask: SignedAsk, asked: AskedList): Promise<Answer> {
  const { list, prepared, sort } = asked;
  const counted = await countOf(ask.db, prepared);
  const pages = Math.max(1, Math.ceil(counted.rows / A_PAGE));
  const page = Math.min(Math.max(1, Number.parseInt(field(ask.query, 'page'), 10) || 1), pages);
  const lines = await readPage(ask.db, prepared, sort, { limit: A_PAGE, offset: (page - 1) * A_PAGE });
  const print = list.named === undefined ? undefined : await lastPrint(ask.db, list.code, prepared);
  const changes =
    print === undefined || list.named === undefined
      ? undefined
      : await changesSince(ask.db, viewerOf(ask), print, await linesOf(ask.db, prepared, ''), list.named);
  await recordShown(ask.db, ask.actor, { list: list.title, sentence: prepared.sentence, rows: counted.rows });
  const filters = await listFilters(ask.db, askerOf(ask), list.code, cityDay(ask.now));
  const wrong = Object.keys(prepared.errors).length > 0;
  return show(<ListPage ask={ask} props={{ ...asked, ...counted, lines, page, pages, changes, filters }} />, wrong ? 422 : 200);
}

const DUE_WHY: Record<DueStep, string> = {
  renotice: '通知の発送日から、定めた月数が過ぎました。再通知を発送し、発送日を記録してください。',
  destroy: '再通知の発送日から、定めた月数が過ぎました。廃棄予定にするか、保留にしてください。',
  expires: 'カード自体の有効期限が近づいています。ご本人への連絡か、廃棄を検討してください。',
};

export const listsFeature: Feature = {
  routes: [
    get(paths.lists, RIGHT, async (ask) => show(<ListsPage ask={ask} />)),
    get(paths.list(':list'), RIGHT, withList('query', listPage)),
    post(paths.takeList(':list'), RIGHT, withList('body', take)),
    get(
      paths.listColumns(':list'),
      RIGHT,
      withList('query', async (ask, asked) => show(<ColumnsPage ask={ask} asked={asked} />)),
    ),
    post(paths.listColumns(':list'), RIGHT, withList('query', chooseFor)),
    get(
      paths.listFilters(':list'),
      RIGHT,
      withList('query', (ask, asked) => filtersPage(ask, asked)),
    ),
    post(paths.listFilters(':list'), RIGHT, withList('query', changeFilters)),
  ],
  menu: [{ group: 'lists', href: paths.lists, words: '一覧・印刷', right: 'people.see', also: [paths.bulkStatus] }],
  waits: [
    {
      words: 'カードがそろっていない来庁',
      why: '本日か、次の開庁日までに来庁される方のカードが、見つからない、届いていない、保留などです。来庁の前に電話し、次の操作をしてください。',
      href: paths.list('not-ready'),
      right: 'people.see',
      count: notReadyCount,
    },
    {
      words: '棚へ戻すカード、送り直すカード',
      why: '引き抜いたか回送したあとに、予約の変更、取消、未来庁などがありました。棚へ戻すか、回送・返送して、読み取ってください。',
      href: withQuery(paths.list('card-tasks'), EVERY),
      right: 'people.see',
      count: tasksCount,
    },
    ...DUE_STEPS.map((step) => ({
      words: STEP_WORDS[step],
      why: DUE_WHY[step],
      href: withQuery(paths.list('deadlines'), { step }),
      right: 'people.see' as const,
      count: dueCount(step),
    })),
  ],
};
