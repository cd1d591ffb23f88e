import { type AffectedRow, birthWords, isSeen, twinsAmong } from '../../../closing/affected.ts';
import { PROTECTED_LINE } from '../../../closing/words.ts';
import { clockTime, shortDate } from '../../../lib/dates/format.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Button, FieldError, fieldId, IconDone, PostForm } from '../../../lib/html/index.ts';
import { showPhone } from '../../../lib/values/contact.ts';
import { can } from '../../../staff/rights.ts';
import { LanguageTag } from '../../parts/language-tag.tsx';
import { State } from '../../parts/state.tsx';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { affectedRow, noteBox, noteMark, type TypedNotes, whoOf } from './reached.ts';
import { type Shown, StandingState } from './words.tsx';

const MAIL_WORDS = {
  sent: 'メール送信済',
  sending: 'メール送信中',
  waiting: 'メール送信待ち',
  dropped: 'メール取りやめ',
  dead: 'メール不達',
} as const;

const EMPTY: Record<Shown, string> = {
  all: '閉庁にした枠に、予約はありませんでした。',
  waiting: '要振替の予約はありません。',
  phone: '電話で連絡する方はいません。',
};

function mailWords({ mailHeld, hasMail, mail }: AffectedRow): string {
  // What had left before is said to have left.
  if (mailHeld && mail !== 'sent') return 'メールは送りません（アドレス未確認）';
  if (!hasMail && !mailHeld) return 'メールアドレスなし';
  return mail === null ? '' : MAIL_WORDS[mail];
}

/** How they can be told: the number to dial in large figures, and how the mail fares. */
function Contact({ row }: { row: AffectedRow }) {
  const mail = mailWords(row);
  return (
    <td>
      {row.phone === '' ? <b>電話番号なし</b> : <b class="board-phone">{showPhone(row.phone)}</b>}
      {mail !== '' && <span class={`sub${row.mail === 'dead' ? ' state-stop' : ''}`}>{mail}</span>}
    </td>
  );
}

/** The page the list stands on. */
export type Here = { reachedHref: string; notes?: TypedNotes | undefined };

/** That somebody was called: when, by whom. */
const Told = ({ words, at, by }: { words: string; at: Date | null; by: string | null }) =>
  at === null ? null : (
    <span class="sub">
      <State icon={<IconDone />} look="open">
        {words}
      </State>
      {'　'}
      {deskMoment(at)} {by}
    </span>
  );

/** Ticks someone off, with what was said; a second press takes it back. Every press keeps the notes of all rows. */
function Calling({ row, who, notes }: { row: AffectedRow; who: string; notes: TypedNotes | undefined }) {
  const noteId = fieldId(noteBox(row.id));
  const typed = notes?.typed.get(row.id);
  const error = notes?.errors[noteBox(row.id)];
  const was = typed === undefined ? noteMark(row.note) : typed.was;
  const press = row.standing === 'reopened' && (row.tellOpen || row.recalledAt !== null) ? 'recalled' : 'reached';
  const isTold = (press === 'recalled' ? row.recalledAt : row.reachedAt) !== null;
  const whom = <span class="unseen">：{who}さん</span>;
  return (
    <div class="reached">
      <Told words="連絡済" at={row.reachedAt} by={row.reachedBy} />
      <Told words="再開を連絡済" at={row.recalledAt} by={row.recalledBy} />
      {row.tellOpen && <p class="small">再開したことを、電話でお伝えください。</p>}
      <span class="presses">
        <label class="unseen" for={noteId}>
          メモ
          {whom}
        </label>
        <input
          class={`input${error === undefined ? '' : ' input-wrong'}`}
          id={noteId}
          name={noteBox(row.id)}
          type="text"
          autoComplete="off"
          value={typed?.note ?? row.note}
          {...(error === undefined ? {} : { 'aria-invalid': 'true' as const, 'aria-describedby': `${noteId}-error` })}
        />
        {was !== '' && <input type="hidden" name={`was-${row.id}`} value={was} />}
        {/* Once they were called, the note is saved with all others, above the rows. */}
        {!isTold && (
          <Button kind="second" name="act" value={`${press}-${row.id}`}>
            {row.tellOpen ? '再開を伝えた' : '連絡した'}
            {whom}
          </Button>
        )}
        {isTold && (
          <button type="submit" class="press-undo" name="act" value={`not-${press}-${row.id}`}>
            連絡済を取り消す
            {whom}
          </button>
        )}
      </span>
      {error !== undefined && <FieldError id={noteId}>{error}</FieldError>}
    </div>
  );
}

/** Whoever still stands there may be called, also who has a mail and never answered it. */
const mayBeCalled = (row: AffectedRow): boolean =>
  row.standing === 'waiting' || row.tellOpen || row.reachedAt !== null || row.recalledAt !== null;

function Acts({ row, who }: { row: AffectedRow; who: string }) {
  const links =
    row.standing === 'kept'
      ? ([[paths.keptNoMore(row.reservationId), '要振替に戻す', '']] as const)
      : ([
          [paths.move(row.reservationId), '振替先を選ぶ', ''],
          [paths.keep(row.reservationId), 'このまま', '受け付ける'],
          [paths.cancel(row.reservationId), '取消', ''],
        ] as const);
  return (
    <ul class="row-acts">
      {links.map(([href, words, more]) => (
        <li>
          <a href={href} {...(href === paths.cancel(row.reservationId) ? { class: 'row-stop' } : {})}>
            {words}
            <span class="unseen">
              {more}：{who}さん
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

type RowProps = { ask: SignedAsk; row: AffectedRow; several: boolean; twin: boolean; notes: TypedNotes | undefined };

function Row({ ask, row, several, twin, notes }: RowProps) {
  if (!isSeen(row))
    return (
      <tr>
        <th scope="row" class="whole">
          {shortDate(row.day)}
        </th>
        <td colSpan={5}>{PROTECTED_LINE}</td>
      </tr>
    );
  const who = whoOf(row);
  const books = can(ask.session, 'booking.make');
  return (
    <tr id={affectedRow(row)} data-row="">
      <th scope="row" class="whole">
        {shortDate(row.day)} <b>{clockTime(row.startMinute)}</b>
        {several && <span class="sub">{row.office}</span>}
        <span class="sub">{row.number}</span>
      </th>
      <td>
        <a class="board-name" href={paths.reservation(row.reservationId)}>
          {who}
        </a>
        <LanguageTag language={row.language} />
        <span class="sub">{row.kanas.join('、')}</span>
        {twin && <span class="sub">{birthWords(row)}</span>}
      </td>
      <td>
        <StandingState standing={row.standing} />
        {row.standing === 'moved' && (
          <span class="sub">
            {shortDate(row.nowDay)} {clockTime(row.nowMinute)}
            {row.nowOffice === row.office ? '' : ` ${row.nowOffice}`}
          </span>
        )}
      </td>
      <Contact row={row} />
      <td>
        {books && (mayBeCalled(row) || notes?.typed.has(row.id)) ? (
          <Calling row={row} who={who} notes={notes} />
        ) : (
          <>
            {row.reachedAt === null ? '' : '連絡済'}
            <span class="sub">{row.note}</span>
          </>
        )}
      </td>
      <td>{books && (row.standing === 'waiting' || row.standing === 'kept') && <Acts row={row} who={who} />}</td>
    </tr>
  );
}

/** Everyone on the list: where each stands now, how they were told, what may be done. */
export function AffectedTable({
  ask,
  here,
  rows,
  shown,
}: {
  ask: SignedAsk;
  here: Here;
  rows: readonly AffectedRow[];
  shown: Shown;
}) {
  if (rows.length === 0) return <p class="empty">{EMPTY[shown]}</p>;
  const twins = twinsAmong(rows);
  const several = new Set(rows.map(({ office }) => office)).size > 1;
  const table = (
    <div class="table-box">
      <table class="table affected">
        <caption class="unseen">予約のあった方。日時の順</caption>
        <thead>
          <tr>
            {['予約の日時', '来庁者', '状態', '連絡先', '電話の記録', '操作'].map((head) => (
              <th scope="col">{head}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row ask={ask} row={row} several={several} twin={twins.has(row.id)} notes={here.notes} />
          ))}
        </tbody>
      </table>
    </div>
  );
  if (!can(ask.session, 'booking.make') || !rows.some((row) => mayBeCalled(row) && isSeen(row))) return table;
  return (
    <PostForm action={here.reachedHref} token={ask.token} hidden={{ show: shown === 'all' ? '' : shown }}>
      {/* The first button is what Enter in a box presses: it ticks nobody off, and saves the notes of all rows. */}
      <p class="closing-bar">
        <Button kind="second" name="act" value="notes">
          メモを保存する
        </Button>
      </p>
      {table}
    </PostForm>
  );
}
