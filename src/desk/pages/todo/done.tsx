import type { VNode } from 'preact';
import { CALL_WORDS } from '../../../counter/calls.ts';
import { readNotReady } from '../../../counter/not-ready.ts';
import { clockTime, shortDate } from '../../../lib/dates/format.ts';
import { exactTime } from '../../../lib/dates/jst.ts';
import { Button, PostForm, Says, Table, wholeCol } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { ACTS } from '../../../lists/log/acts.ts';
import { type Answered, MOST_ANSWERED, readAnswered } from '../../../lists/log/answered.ts';
import { can } from '../../../staff/rights.ts';
import type { Waiting } from '../../menu.ts';
import { fromTodo } from '../../parts/todo-view.ts';
import { viewerOf } from '../../parts/viewer.ts';
import { paths, withQuery } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { looked } from './people.ts';

/** Everyone a line is about: 山田 太郎さん、山田 花子さん. */
const whom = (names: readonly string[] | null): string =>
  (names ?? []).flatMap((name) => (name === '' ? [] : [`${printable(name).text}さん`])).join('、');

/** Whom it is about, as far as this viewer may see them. */
function about({ names, protected: hidden, reservationId, cardId }: Answered) {
  if (names === null) return '表示を制限';
  const href = reservationId !== null ? paths.reservation(reservationId) : cardId !== null ? paths.person(cardId) : undefined;
  if (href === undefined) return <span class="soft">－</span>;
  return (
    <>
      <a href={href}>{whom(names) || '予約'}</a>
      {hidden && <span class="tag">支援措置</span>}
    </>
  );
}

/** A word that was passed on and stands: taken back, the line waits again. */
const TakeBack = ({ ask, row: { reservationId, slotId, lastCall, names } }: { ask: SignedAsk; row: Answered }) => (
  <PostForm
    action={paths.call(reservationId ?? '')}
    token={ask.token}
    class="inline-form"
    hidden={{ slot: String(slotId), last: String(lastCall), what: 'not-called', note: '', from: fromTodo({ view: 'done' }) }}
  >
    <Button kind="second">
      対応が必要に戻す
      <span class="unseen">：{whom(names)}</span>
    </Button>
  </PostForm>
);

/** The way back, of what has one: a press where it is one, else the page that has it. */
function wayBack(ask: SignedAsk, row: Answered, waits: readonly Waiting[], told: boolean): VNode {
  if (row.act === 'counter.called') {
    const stands = told && row.call === 'reached';
    return stands && can(ask.session, 'booking.make') ? <TakeBack ask={ask} row={row} /> : <span class="soft">－</span>;
  }
  if (row.act === 'counter.day-ended')
    return !row.ended || row.day === null || row.officeCode === null ? (
      <span class="soft">－</span>
    ) : (
      <a href={withQuery(paths.dayEnd, { office: row.officeCode, day: row.day })}>日締めの画面</a>
    );
  const wait = waits.find(({ takesBack = [] }) => takesBack.includes(row.act));
  if (wait === undefined) return <span class="soft">－</span>;
  const there = row.officeCode === null ? undefined : wait.ofOffice?.href({ code: row.officeCode });
  return <a href={there ?? wait.href}>{wait.words}</a>;
}

/** Both are shown only where the visit had to be moved: that is what was answered. */
const SHUT_ACTS: Readonly<Record<string, string>> = {
  'reservation.moved': '要振替の予約を変更した',
  'reservation.cancelled': '要振替の予約を取り消した',
};

const moment = (day: string | null, minute: number | null): string =>
  day === null || minute === null ? '' : `${shortDate(day)} ${clockTime(minute)}`;

/** When a visit was, and when it is now: （12月5日（土） 9:00から12月7日（月） 11:00へ）. */
function moveWords({ shutDay, shutMinute, toDay, toMinute }: Answered): string {
  const [from, to] = [moment(shutDay, shutMinute), moment(toDay, toMinute)];
  return from === '' ? '' : `（${from}${to === '' ? '' : `から${to}へ`}）`;
}

const what = ({ act, call, day, officeName, ...row }: Answered): string =>
  [
    SHUT_ACTS[act] ?? ACTS[act] ?? act,
    moveWords({ act, call, day, officeName, ...row }),
    call === null ? '' : `「${CALL_WORDS[call]}」`,
    day === null ? '' : `（${officeName ?? ''} ${shortDate(day)}）`,
  ].join('');

/** The visits that lack their card and left 対応が必要 because somebody was told; none for who may see nobody. */
async function toldNow(ask: SignedAsk): Promise<ReadonlySet<string | null>> {
  const lacking = can(ask.session, 'people.see') ? await readNotReady(ask.db, viewerOf(ask), null) : [];
  return new Set(lacking.flatMap(({ told, reservationId }) => (told ? [reservationId] : [])));
}

/** What was answered today, of the kinds this account sees: by whom and when, with the way back. */
export async function donePart(ask: SignedAsk): Promise<VNode> {
  const waits = (await ask.counting) ?? [];
  const rows = await readAnswered(
    ask.db,
    viewerOf(ask),
    waits.flatMap(({ answers = [] }) => answers),
    ask.session.bounds,
  );
  const shown = rows.slice(0, MOST_ANSWERED);
  await looked(ask, new Set(shown.flatMap(({ reservationId, cardId }) => reservationId ?? cardId ?? [])).size);
  const told = await toldNow(ask);
  const newest = new Map(shown.toReversed().map(({ reservationId, act, key }) => [`${reservationId} ${act}`, key]));
  return (
    <section class="desk-section">
      <Says>{`本日、職員が対応したものです。${ask.session.bounds === null ? 'すべての場所' : '担当する場所'}の分です。`}</Says>
      {rows.length > MOST_ANSWERED && (
        <Says class="soft">{`新しい${MOST_ANSWERED}件です。前のものは、操作履歴にあります。`}</Says>
      )}
      <Table
        caption="本日の対応済"
        stacked="named"
        empty="本日の対応は、まだありません。"
        columns={[wholeCol('時刻'), '内容', '対象', wholeCol('職員'), '取り消すとき']}
        rows={shown.map((row) => [
          exactTime(row.at),
          what(row),
          about(row),
          row.by ?? '',
          wayBack(ask, row, waits, told.has(row.reservationId) && newest.get(`${row.reservationId} ${row.act}`) === row.key),
        ])}
      />
    </section>
  );
}
