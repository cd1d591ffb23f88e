import { clockTime, shortDate } from '../../../lib/dates/format.ts';
import {
  type BookRefusal,
  type ChangeRefusal,
  type DayKind,
  expiresAt,
  neverOpenAt,
  type Part,
  tooManyAt,
} from '../../../waiting/acts.ts';
import type { EntryRow, OfferRow } from '../../../waiting/read.ts';

export const KIND_WORDS: Record<DayKind, string> = { weekday: '平日', holiday: '土曜・日曜・祝日' };
/** `usualEnd`, in minutes: what ends after it is of the evening. */
export const partWords = (part: Part, usualEnd: number): string =>
  part === 'morning' ? '午前' : part === 'afternoon' ? '午後' : `夕方・夜（${clockTime(usualEnd)}より後に終わる枠）`;

export const END_WORDS: Record<Exclude<EntryRow['endReason'], null>, string> = {
  booked: '予約した',
  left: 'やめた・取り消した',
  days: '待つ日・場所を案内できなくなった',
  card: 'カードを予約できなくなった',
  silent: '3回続けて返事がなかった',
};

export const OUTCOME_OF: Record<Exclude<OfferRow['outcome'], null>, string> = {
  taken: '予約した',
  passed: '見送った',
  lapsed: '期限が過ぎた',
  withdrawn: '閉庁、または予約の変更のため取りやめ',
};

/** What is waited for: 12月9日（水）から12月18日（金）まで　平日　午前・午後 */
export const wishWords = ({
  from,
  to,
  kinds,
  parts,
  usualEnd,
}: Pick<EntryRow, 'from' | 'to' | 'kinds' | 'parts' | 'usualEnd'>): string =>
  [
    from === to ? shortDate(from) : `${shortDate(from)}から${shortDate(to)}まで`,
    kinds.map((kind) => KIND_WORDS[kind]).join('・'),
    parts.map((part) => partWords(part, usualEnd)).join('・'),
  ].join('　');

const REFUSED: Record<Exclude<ChangeRefusal, 'place_free' | 'out_of_reach'>, string> = {
  off: '空き待ちは受け付けない設定です。設定の「空き待ちの方のために枠を確保する時間」を確かめてください。',
  bad_choice: '選んだ内容では登録できません。交付場所と日にちを確かめてください。',
  already_booked: 'この方、または一緒に来庁する方には、予約があります。予約の変更で対応してください。',
  card_not_bookable: 'この方、または一緒に来庁する方のカードは、ウェブの枠では予約できません。電話予約で対応してください。',
  waits_elsewhere:
    'この方、または一緒に来庁する方は、別の連絡先か、ほかの方と一緒に空き待ちに登録されています。その登録の画面で「待つ条件・連絡先を変更する」を押してください。',
  unknown: 'この空き待ちか予約は、すでに終わっています。',
  changed_meanwhile: 'ほかの職員かご本人が、先に変更しました。現在の内容を確かめてください。何も変更していません。',
  nothing_to_come: '日にちが近いため、案内が間に合いません。最後の日を、もっと後の日にしてください。',
};

/** `offices`: those that are too far, by name. */
const farWords = (offices: string): string =>
  `${offices}には、カードを運ぶ日数が、予約できる期間に間に合いません。この場所を選ばずに登録してください。`;

/** `offices`: those that have no time for so many, by name. */
const manyWords = (offices: string): string =>
  `${offices}には、選んだ日に、この人数が同じ時間に来られる枠がありません（取り消しがあっても空きません）。この場所を選ばないか、人数を分けるか、電話予約で対応してください。`;

/** `offices`: those that do not open on such days at such times, by name. */
const neverWords = (offices: string): string =>
  `${offices}は、選んだ日の間、その曜日・時間帯には開きません（取り消しがあっても空きません）。この場所を選ばないか、曜日・時間帯を選び直してください。`;

/** `offices`: those at which a card has expired by the first day, by name. */
const expiresWords = (offices: string): string =>
  `${offices}には、カードの有効期限までに、選んだ日の間で予約できる日がありません。この場所を選ばないか、日を選び直すか、電話予約で対応してください。`;

/** `place_free` carries the time that fits now, as JSON. `how`: what is to be done with it. */
function freeWords(detail: string | undefined, how: string): string {
  const read: unknown = JSON.parse(detail ?? '{}');
  const { day, startMinute } = read as { day?: unknown; startMinute?: unknown };
  const when =
    typeof day === 'string' && typeof startMinute === 'number' ? `${shortDate(day)} ${clockTime(startMinute)}に、` : '';
  return `${when}条件に合う空きがあります。${how}`;
}

/** Why an entry was not made or changed. `how`: what is to be done where a place is free. */
export function refusedWords(
  reason: ChangeRefusal,
  detail: string | undefined,
  how = '電話予約で、予約を受けてください。',
): string {
  if (reason === 'place_free') return freeWords(detail, how);
  const refusal = { reason, ...(detail === undefined ? {} : { detail }) };
  if (detail === 'no_contact') return '連絡先がありません。先に、予約の電話番号かメールアドレスを登録してください。';
  const never = neverOpenAt(refusal);
  if (never !== undefined) return neverWords(never);
  const late = expiresAt(refusal);
  if (late !== undefined) return expiresWords(late);
  const small = tooManyAt(refusal);
  if (small !== undefined) return manyWords(small);
  return reason === 'out_of_reach' ? farWords(detail ?? '') : REFUSED[reason];
}

export const BOOK_WORDS: Record<BookRefusal | 'changed_meanwhile', string> = {
  changed_meanwhile: REFUSED.changed_meanwhile,
  unknown: 'この登録は見つかりません。',
  lapsed: '確保の期限が過ぎたか、ご本人がほかの日時を選んでいます。次の空きが出ると、順番に案内します。',
  withdrawn: '今の予約の日時が先に変わったため、この日時の案内は取りやめました。今の予約はそのままです。',
  too_late: '今の予約は、変更の締切を過ぎています。この日時の確保は取りやめました。今の予約はそのままです。',
  outside_window:
    'カードの保管場所か有効期限のため、この日時には受け取れません。この日時の確保は取りやめました。今の予約はそのままです。',
  full: '予約の人数が変わり、この日時では枠が足りません。この日時の確保は取りやめました。今の予約はそのままです。',
  stale_form: '画面を開いたあとに、案内する日時が変わりました。現在の日時を確かめてください。何も変更していません。',
  booked_before: 'この日時は、すでに予約されています。',
  card_not_bookable: 'このカードは、予約できない交付状況です。',
  closed: 'この枠は、閉庁になりました。',
  past: 'この時間は、もう始まっています。',
};
