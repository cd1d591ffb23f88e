import { reopen } from '../../../closing/acts.ts';
import type { AffectedRow } from '../../../closing/affected.ts';
import { spanWords } from '../../../closing/words.ts';
import { Notice, PostForm, Says, SummaryList } from '../../../lib/html/index.ts';
import { offerFreed } from '../../../waiting/offers.ts';
import { Acts } from '../../parts/form.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, go, type SignedAsk, show } from '../../route.ts';
import type { Shut } from './shut.tsx';

/** Asks once before closings are ended. `here`: the page of one closing, or of all that were shut in one act. */
export function reopenPage(ask: SignedAsk, { first, closings, here }: Shut, rows: readonly AffectedRow[]): Answer {
  const waiting = rows.filter(({ standing }) => standing === 'waiting');
  const byMail = ({ mail }: AffectedRow) => mail === 'sent' || mail === 'sending';
  const told = waiting.filter(byMail).length;
  const called = waiting.filter((row) => row.reachedAt !== null && !byMail(row)).length;
  const names = closings.filter(({ reopenedAt }) => reopenedAt === null).map(({ officeName }) => officeName);
  return show(
    <TitledPage
      ask={ask}
      title="再開の確認"
      heading={names.length > 1 ? `${names.length}か所の窓口を再開しますか` : '窓口を再開しますか'}
    >
      <SummaryList
        rows={[
          { term: '閉庁の日時', value: spanWords(first) },
          { term: '交付場所', value: names.join('、') },
          { term: '理由', value: first.reason },
        ]}
      />
      <Notice kind="care">
        <Says>{`要振替の${waiting.length}組は、元の予約のまま来られます。枠は、ほかの方に使われていません。`}</Says>
        <Says>{`受付中止のお知らせを送信した${told}組に、「予定どおりお越しください」とメールを送ります。`}</Says>
        {called > 0 && <Says>{`電話で閉庁を伝えた方が${called}組います。再開したことを、電話でお伝えください。`}</Says>}
        <Says>すでに始まった枠は、閉庁のままです。振り替えた方と取り消した方の予約は、変わりません。</Says>
      </Notice>
      <PostForm action={paths.reopen(here)} token={ask.token}>
        <Acts submit="再開する" back={{ href: here, words: 'やめる' }} />
      </PostForm>
    </TitledPage>,
  );
}

export async function reopenSubmit(ask: SignedAsk, { first, here, together }: Shut): Promise<Answer> {
  const reopened = await reopen(ask.db, ask.actor, first.id, together);
  if (reopened.ok) await offerFreed(ask.db);
  return go(withQuery(here, reopened.ok ? { done: 'reopened' } : { refused: reopened.reason }));
}
