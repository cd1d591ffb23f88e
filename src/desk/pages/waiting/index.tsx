import { recordView } from '../../../audit/view.ts';
import { clockTime, shortDate } from '../../../lib/dates/format.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Notice, Says, Table, wholeCol } from '../../../lib/html/index.ts';
import { showPhone } from '../../../lib/values/contact.ts';
import { readSetting } from '../../../site/settings.ts';
import { callsDueCount, type EntryRow, listEntries } from '../../../waiting/read.ts';
import type { Feature } from '../../feature.ts';
import { idsOf } from '../../menu.ts';
import { LanguageTag } from '../../parts/language-tag.tsx';
import { party } from '../../parts/subject.ts';
import { Tabs } from '../../parts/tabs.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, post, type SignedAsk, show } from '../../route.ts';
import { changePage, changeSubmit } from './change.tsx';
import { bookSubmit, entryPage, leavePage, leaveSubmit, nameOf, passSubmit } from './entry.tsx';
import { newPage, newSubmit } from './new.tsx';
import { entry } from './subject.ts';
import { END_WORDS, wishWords } from './words.ts';

/** How an entry stands: what is held for it, or how it ended. */
function Standing({ row }: { row: EntryRow }) {
  if (row.endedAt !== null)
    return (
      <>
        {row.endReason === null ? '' : END_WORDS[row.endReason]}
        <span class="sub">{deskMoment(row.endedAt)}</span>
      </>
    );
  if (row.offer === null) return <>待っています</>;
  return (
    <>
      <b>{row.mail === null ? '電話で案内してください' : 'メールで案内中'}</b>
      <span class="sub">
        {shortDate(row.offer.day)} {clockTime(row.offer.startMinute)} {row.offer.office}
      </span>
      <span class="sub">{deskMoment(row.offer.until)}まで</span>
    </>
  );
}

const Contact = ({ row }: { row: EntryRow }) => (
  <>
    {row.mail === null ? 'メールなし' : 'メールあり'}
    {row.phone !== '' && <span class="sub">{showPhone(row.phone)}</span>}
  </>
);

/** Who waits, in the order in which places are offered; or how it ended. */
async function listPage(ask: SignedAsk): Promise<Answer> {
  const over = field(ask.query, 'show') === 'over';
  const [rows, hours] = await Promise.all([
    listEntries(ask.db, viewerOf(ask), !over, ask.session.bounds),
    readSetting(ask.db, 'waiting-hold-hours'),
  ]);
  const several = new Set(rows.map(({ service }) => service)).size > 1;
  if (rows.length > 0) await recordView(ask.db, ask.actor, { saw: 'search', hits: rows.length });
  return show(
    <TitledPage ask={ask} title="空き待ち">
      <Says class="lead">
        空いた枠は、登録の順に1人ずつ確保して案内します。メールのない方には、確保の期限までに電話をしてください。登録は、ご本人のカードのページから行います。
      </Says>
      {hours === 0 && (
        <Notice kind="care">
          <Says>空き待ちは受け付けない設定です。登録のある方への案内も止まっています。</Says>
        </Notice>
      )}
      <Tabs
        label="一覧の絞り込み"
        tabs={[
          { href: paths.waiting, words: '待っている方', here: !over },
          { href: withQuery(paths.waiting, { show: 'over' }), words: '終わった方', here: over },
        ]}
      />
      <Table
        caption={over ? '空き待ちが終わった方' : '空きを待っている方。登録の順'}
        empty={over ? '最近終わった方はいません。' : '空きを待っている方はいません。'}
        columns={[wholeCol('登録'), wholeCol('氏名'), '待つ条件', wholeCol('連絡先'), '状態']}
        rows={rows.map((row) => [
          deskMoment(row.enteredAt),
          <>
            <a class="board-name" href={paths.waitingEntry(row.id)}>
              {nameOf(row)}
            </a>
            <LanguageTag language={row.language} />
            {row.people > 1 && <span class="sub">{row.people}人</span>}
          </>,
          <>
            {row.offices.join('、')}
            {several && <span class="sub">{row.service}</span>}
            <span class="sub">{wishWords(row)}</span>
          </>,
          <Contact row={row} />,
          <Standing row={row} />,
        ])}
      />
    </TitledPage>,
  );
}

/** 空き待ち: who waits, what is held for them, and entering or removing somebody by telephone. */
export const waitingFeature: Feature = {
  routes: [
    get(paths.waiting, 'people.see', listPage),
    get(paths.waitingNew, 'booking.make', newPage),
    post(paths.waitingNew, 'booking.make', { words: '空き待ちの登録', of: party }, newSubmit),
    get(paths.waitingEntry(':id'), 'people.see', entryPage),
    get(paths.waitingChange(':id'), 'booking.make', changePage),
    post(paths.waitingChange(':id'), 'booking.make', { words: '空き待ちの条件・連絡先の変更', of: entry }, changeSubmit),
    get(paths.waitingLeave(':id'), 'booking.make', leavePage),
    post(paths.waitingLeave(':id'), 'booking.make', { words: '空き待ちの取り消し', of: entry }, leaveSubmit),
    post(paths.waitingPass(':id'), 'booking.make', { words: '空き待ちの案内の見送り', of: entry }, passSubmit),
    post(paths.waitingBook(':id'), 'booking.make', { words: '空き待ちの枠での予約', of: entry }, bookSubmit),
  ],
  menu: [{ group: 'booking', href: paths.waiting, words: '空き待ち', right: 'people.see' }],
  waits: [
    {
      words: '空き待ちの方への電話',
      why: '空いた枠を確保しましたが、メールのない方です。確保の期限までに電話をして、予約を受けるか、見送りを記録してください。',
      urgency: 'today',
      call: '空き待ちの方。電話番号と、確保の期限が一覧に出ます。',
      href: paths.waiting,
      right: 'booking.make',
      count: (viewer) => callsDueCount(viewer),
      ofOffice: { count: (at) => callsDueCount(at.viewer, idsOf(at)), href: () => paths.waiting },
      answers: ['waiting.passed', 'reservation.booked'],
    },
  ],
};
