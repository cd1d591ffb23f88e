import { DUE_STEPS, type DueStep, dueCount, dueCountAt } from '../../../cards/deadline.ts';
import { tasksCount } from '../../../counter/card-tasks.ts';
import { toSendAt, toSendCount } from '../../../counter/due.ts';
import { toRingCount } from '../../../counter/not-ready.ts';
import { attentionCount } from '../../../counter/under-way.ts';
import { STEP_WORDS } from '../../../lists/definitions/deadlines.ts';
import type { Feature } from '../../feature.ts';
import { type At, idsOf } from '../../menu.ts';
import { ofListAtOffice } from '../../parts/list-wait.ts';
import { paths, TO_RING, withQuery } from '../../paths.ts';
import { get, show } from '../../route.ts';
import { ListsPage } from './menu.tsx';
import { EVERY } from './query.ts';
import { listRoutes } from './routes.tsx';

const RIGHT = 'people.see';

const DUE_WHY: Record<DueStep, string> = {
  renotice: '通知の発送日から、定めた月数が過ぎました。再通知を発送し、発送日を記録してください。',
  destroy: '再通知の発送日から、定めた月数が過ぎました。廃棄予定にするか、保留にしてください。',
  expires:
    'カード自体の有効期限が近づいています。予約のある方は、予約の日が期限より前かを確かめてください。予約のない方は、ご本人への連絡か、廃棄を検討してください。',
};

export const listsFeature: Feature = {
  routes: [
    get(paths.lists, RIGHT, async (ask) => show(<ListsPage ask={ask} />)),
    ...listRoutes(':list', RIGHT, { rows: '一覧', list: '一覧' }),
  ],
  menu: [{ group: 'lists', href: paths.lists, words: '一覧・印刷', right: 'people.see', also: [paths.bulkStatus] }],
  waits: [
    {
      words: 'カードがそろっていない来庁',
      why: '本日か、次の開庁日までに来庁される方のカードが、見つからない、届いていない、保留などです。来庁の前に電話し、次の操作をしてください。カードを待つだけの方は、「連絡できた」と記録すると、ここから消えます。その後にカードの所在か交付状況が変わると、また出ます。',
      urgency: 'today',
      call: '来庁される方。電話番号は一覧に出ます。',
      href: paths.toRing,
      right: 'people.see',
      count: toRingCount,
      ofOffice: ofListAtOffice('not-ready', TO_RING),
      answers: ['counter.called'],
    },
    {
      words: '本日までに送るカード',
      why: '予約した交付場所とは別の場所にあるカードのうち、送る日が来たものです。「回送の便」を作り、箱に入れながら読み取ってください。',
      urgency: 'today',
      href: withQuery(paths.list('transfer'), { state: 'unpulled' }),
      right: 'people.see',
      count: toSendCount,
      ofOffice: {
        count: (at) => toSendAt(idsOf(at)),
        href: ({ code }) => withQuery(paths.list('transfer'), { state: 'unpulled', office: code }),
      },
    },
    {
      words: '見つからないカード、届いていないカード',
      why: '所在確認中のカードと、届く予定の日を過ぎた回送中のカードです。探すか、送った場所に確かめてください。',
      urgency: 'soon',
      call: '届いていないときは、送った場所。',
      href: withQuery(paths.list('under-way'), { state: 'attention' }),
      right: 'people.see',
      count: attentionCount,
      atOwn: ofListAtOffice('under-way', { state: 'attention' }),
    },
    {
      words: '棚へ戻すカード、送り直すカード',
      why: '引き抜いたか回送したあとに、予約の変更、取消、未来庁などがありました。棚へ戻すか、回送・返送して、読み取ってください。',
      urgency: 'soon',
      href: withQuery(paths.list('card-tasks'), EVERY),
      right: 'people.see',
      count: tasksCount,
      ofOffice: ofListAtOffice('card-tasks'),
    },
    ...DUE_STEPS.map((step) => ({
      words: STEP_WORDS[step],
      why: DUE_WHY[step],
      urgency: 'calm' as const,
      href: withQuery(paths.list('deadlines'), { step }),
      right: 'people.see' as const,
      count: dueCount(step),
      atOwn: {
        count: (at: At) => dueCountAt(step, at.viewer, idsOf(at)),
        href: ({ code }: { code: string }) => withQuery(paths.list('deadlines'), { step, office: code }),
      },
    })),
  ],
};
