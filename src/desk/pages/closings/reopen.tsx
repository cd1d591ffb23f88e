import { reopen } from '../../../closing/acts.ts';
import type { AffectedRow } from '../../../closing/affected.ts';
import { type Comes, reopening } from '../../../closing/reopening.ts';
import { spanWords } from '../../../closing/words.ts';
import { isDayEnded } from '../../../counter/day-end.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import { Notice, PostForm, Says, SummaryList } from '../../../lib/html/index.ts';
import { offerFreed } from '../../../waiting/offers.ts';
import { Acts } from '../../parts/form.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, go, type SignedAsk, show } from '../../route.ts';
import type { Shut } from './shut.tsx';

/** What opening again comes to, in numbers of visits. */
type Effect = { back: number; told: number; called: number; begun: number; elsewhere: number };

async function effectOf(ask: SignedAsk, shut: readonly number[], rows: readonly AffectedRow[]): Promise<Effect> {
  const found = await reopening(ask.db, shut);
  const count = (comes: Comes) => found.filter((one) => one.comes === comes).length;
  const back = found.filter(({ comes }) => comes === 'back');
  const byPhone = new Set(rows.filter(({ reachedAt }) => reachedAt !== null).map(({ id }) => id));
  return {
    back: back.length,
    told: back.filter(({ told }) => told).length,
    called: back.filter(({ id, told, heard }) => !told && (heard || byPhone.has(id))).length,
    begun: count('begun'),
    elsewhere: count('shut-elsewhere'),
  };
}

/** Who comes back, who is told so and how, and who stays at a shut door. */
const EffectNotice = ({ effect: { back, told, called, begun, elsewhere } }: { effect: Effect }) => (
  <Notice kind="care">
    <Says>{`要振替の${back}組は、元の予約のまま来られます。枠は、ほかの方に使われていません。`}</Says>
    <Says>{`受付中止のお知らせを送信した${told}組に、「予定どおりお越しください」とメールを送ります。`}</Says>
    {called > 0 && (
      <Says>{`閉庁を伝えた方のうち、メールで知らせられない方が${called}組います。再開したことを、電話でお伝えください。`}</Says>
    )}
    {begun > 0 && (
      <Says>
        {`すでに始まった枠の${begun}組は、要振替のままで、メールも送りません。電話で連絡してください。来庁された方は、予約の画面の「この日時のまま受け付ける」で受付できます。`}
      </Says>
    )}
    {elsewhere > 0 && <Says>{`ほかの臨時閉庁などでも閉庁になっている${elsewhere}組は、要振替のままです。`}</Says>}
    <Says>すでに始まった枠は、閉庁のままです。振り替えた方と取り消した方の予約は、変わりません。</Says>
  </Notice>
);

/** Where today was closed (日締め) before it is opened again: who comes back cannot be received until that is taken back. */
async function endedToday(ask: SignedAsk, closings: Shut['closings']): Promise<string[]> {
  const today = cityDay(ask.now);
  const those = closings.filter(({ from, to }) => from <= today && today <= to);
  const ended = await Promise.all(those.map(({ officeId }) => isDayEnded(ask.db, officeId, today)));
  return those.filter((_, at) => ended[at]).map(({ officeName }) => officeName);
}

/** Asks once before closings are ended. `here`: the page of one closing, or of all that were shut in one act. */
export async function reopenPage(ask: SignedAsk, { first, closings, here }: Shut, rows: readonly AffectedRow[]): Promise<Answer> {
  const shut = closings.filter(({ reopenedAt }) => reopenedAt === null);
  const names = shut.map(({ officeName }) => officeName);
  const [effect, ended] = await Promise.all([
    effectOf(
      ask,
      shut.map(({ id }) => id),
      rows,
    ),
    endedToday(ask, shut),
  ]);
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
      <EffectNotice effect={effect} />
      {ended.length > 0 && (
        <Notice kind="care" title="本日の日締めが終わっています">
          <Says>{`${ended.join('、')}では、日締めを取り消すまで、来庁された方を受付できません。再開したら、日締めを取り消してください。`}</Says>
        </Notice>
      )}
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
