import { recordView } from '../../../audit/view.ts';
import { Says } from '../../../lib/html/index.ts';
import { heldCount, heldVisits } from '../../../reservations/held-mails.ts';
import type { Feature } from '../../feature.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { paths } from '../../paths.ts';
import { type Answer, get, needs, type SignedAsk, show } from '../../route.ts';
import { MailedVisits } from './visits.tsx';

const TITLE = '支援措置の方の、確かめていないメールアドレス';

async function page(ask: SignedAsk): Promise<Answer> {
  const visits = await heldVisits(ask.db, viewerOf(ask));
  if (visits.length > 0) await recordView(ask.db, ask.actor, { saw: 'search', hits: visits.length });
  return show(
    <TitledPage ask={ask} title={TITLE} crumbs={[{ href: paths.todo, words: '対応が必要' }]}>
      <Says class="lead">
        登録の前に受けた予約と、ウェブで受けた予約です。アドレスがご本人だけのものか分からないため、メールを送っていません。お電話で予約をお知らせし、アドレスを確かめるか、登録を削除してください。
      </Says>
      <MailedVisits caption={TITLE} empty="該当する予約は、ありません。" visits={visits} />
    </TitledPage>,
  );
}

/** Bookings of people under 支援措置 whose mails are held back: somebody calls them and finds out whose address it is. */
export const heldMailsFeature: Feature = {
  routes: [needs('people.see', get(paths.heldMails, 'cards.protected', page))],
  waits: [
    {
      words: TITLE,
      why: '支援措置の方の予約のメールを止めています。電話で予約を知らせ、アドレスを確かめるか、削除してください。',
      urgency: 'soon',
      call: '支援措置の方。電話番号は一覧に出ます。',
      href: paths.heldMails,
      right: 'cards.protected',
      count: heldCount,
      answers: ['reservation.mail-checked'],
    },
  ],
};
