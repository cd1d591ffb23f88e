import { reopen } from '../../../closing/acts.ts';
import type { AffectedRow } from '../../../closing/affected.ts';
import type { ClosingRow } from '../../../closing/read.ts';
import { Button, LinkButton, Notice, PostForm, Says, SummaryList } from '../../../lib/html/index.ts';
import { spanWords } from '../../../lists/phone.ts';
import { Page } from '../../frame.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, go, type SignedAsk, show } from '../../route.ts';

/** Asks once before a closing is ended. */
export function reopenPage(ask: SignedAsk, closing: ClosingRow, rows: readonly AffectedRow[]): Answer {
  const waiting = rows.filter(({ standing }) => standing === 'waiting');
  const byMail = ({ mail }: AffectedRow) => mail === 'sent' || mail === 'sending';
  const told = waiting.filter(byMail).length;
  const called = waiting.filter((row) => row.reachedAt !== null && !byMail(row)).length;
  return show(
    <Page ask={ask} title="再開の確認">
      <h1>窓口を再開しますか</h1>
      <SummaryList
        rows={[
          { term: '閉庁の日時', value: spanWords(closing) },
          { term: '交付場所', value: closing.officeName },
          { term: '理由', value: closing.reason },
        ]}
      />
      <Notice kind="care">
        <Says>{`要振替の${waiting.length}組は、元の予約のまま来られます。枠は、ほかの方に使われていません。`}</Says>
        <Says>{`受付中止のお知らせを送信した${told}組に、「予定どおりお越しください」とメールを送ります。`}</Says>
        {called > 0 && <Says>{`電話で閉庁を伝えた方が${called}組います。再開したことを、電話でお伝えください。`}</Says>}
        <Says>すでに始まった枠は、閉庁のままです。振り替えた方と取り消した方の予約は、変わりません。</Says>
      </Notice>
      <PostForm action={paths.reopen(closing.id)} token={ask.token}>
        <p class="acts">
          <Button>再開する</Button>
          <LinkButton href={paths.closing(closing.id)} kind="second">
            やめる
          </LinkButton>
        </p>
      </PostForm>
    </Page>,
  );
}

export async function reopenSubmit(ask: SignedAsk, closing: ClosingRow): Promise<Answer> {
  const reopened = await reopen(ask.db, ask.actor, closing.id);
  return go(withQuery(paths.closing(closing.id), reopened.ok ? { done: 'reopened' } : { refused: reopened.reason }));
}
