import type { Clock } from '../../lib/clock.ts';
import { today } from '../../lib/clock.ts';
import { ageOn } from '../../lib/dates/age.ts';
import { eraDate } from '../../lib/dates/format.ts';

/** Said of a form that was sent as it was kept. */
export const SAME = '変わったところは、ありませんでした。';
/** Said of a form whose record another clerk changed first; what was typed stands in it. */
export const MEANWHILE = 'ほかの職員が先に変更したため、何も変更していません。下の欄には、あなたの画面の内容が残っています。';

export const CUSTODY_WORDS: Record<string, string> = {
  arrived: '届いた',
  shelved: '棚入れ',
  moved: '棚の移動',
  pulled: '引き抜いた',
  sent: '回送した',
  received: '受け取った',
  returned: '棚に戻した',
  'handed-over': '交付した',
  counted: '棚卸で確認',
  'found-missing': '見つからない',
  'found-at': '別の場所で見つかった',
  destroyed: '廃棄した',
  departed: '返納・送付した',
  undone: '記録を取り消した',
};

/** 昭和22年3月8日（79歳）; where the birthday is not known, what is written. */
export function birthday(birth: { birthDate: string | null; birthText: string }, clock: Clock): string {
  if (birth.birthDate === null) return birth.birthText === '' ? '生年月日は不明' : birth.birthText;
  const age = ageOn(birth.birthDate, today(clock).toString());
  return `${eraDate(birth.birthDate)}（${age}歳）`;
}

/** What can be done about somebody whose card is not there: before their time it is waited for, after it none is joined any more. `party`: others come with them. */
export function awaitsWords(begun: boolean, party: boolean): string {
  if (!begun) return '予約の時刻までにカードが届くと受付できます。届かないときは、予約を変更するか取り消してください。';
  const way = party
    ? '「来庁者の追加・取り消し」でこの方を取り消し、「窓口受付」で受付してください。'
    : '予約を取り消して「窓口受付」で受付するか、別の日に変更してください。';
  return `予約の時刻を過ぎたため、カードが届いても結び付きません。${way}`;
}

/** What was recorded of a call before a visit. */
export const CALL_DONE: Record<string, string> = {
  called: '電話の結果を記録しました。',
  undone: '前の電話の記録を取り消しました。',
  back: '前の電話の記録を取り消しました。対応が必要に戻りました。',
  taken: '担当になりました。',
  'given-up': '担当を外れました。',
};

const SAID: Record<string, string> = {
  called_meanwhile:
    'ほかの職員が先に電話の結果を記録しました。内容を確かめ、必要なときだけ、もう一度「記録する」を押してください。',
  taken_meanwhile: 'ほかの職員が先に担当を変更しました。現在の担当を確かめてください。',
  not_yours: '担当は、ほかの職員です。',
  not_booked: 'この予約は、終了または取り消し済みです。',
  changed_meanwhile: 'ほかの職員が先に操作しました。現在の状態を確かめてから、もう一度操作してください。',
  unknown: 'その予約またはカードは見つかりませんでした。',
  not_live: 'この予約は取り消されています。',
  not_yet: '予約の日時になってから記録してください。',
  needs_moving:
    '臨時閉庁などのため、振替が必要な予約です。予約の画面で振替先を選ぶか、この日時のまま受け付ける操作をしてください。',
  awaits_card:
    'カードがまだ届いていないため、記録できません。予約の時刻までにカードの一覧を取り込むと、自動で予約に結び付きます。時刻を過ぎたときや届かないときは、予約を取り消して「窓口受付」で受付するか、別の日に変更してください。',
  not_needed: 'この予約は、現在、振替が必要ではありません。',
  'no-remark': 'その備考は見つかりませんでした。',
  'remark-unchecked': '別の方に書いた備考かを確かめてから印を付け、もう一度押してください。',
  'remark-not-yours': 'この備考は、書いた職員か、カードを残す権限のある職員が取り消せます。',
  'remark-kept': '残すことにしているカードがある方の備考は、取り消せません。',
  not_kept: 'この予約は、現在、「この日時のまま受け付ける」としていません。',
  visit_over: '来庁の記録があるか、予約の日を過ぎたため、取り消せません。',
  step: '現在の状態からは、その操作はできません。',
  not_in_hand: 'カードがこの窓口に出た記録がありません。手元のカードを確かめて、「手元のカードで交付済にする」を押してください。',
  not_in_hand_here: 'カードがこの窓口に出た記録がありません。手元のカードを確かめて、もう一度押してください。',
  receiver: '15歳未満の方か、代理人が来ると答えた方です。「受け取る方を選ぶ」から記録してください。',
  'lost-card':
    '通知カードや以前のカードをなくしたと答えた方です。「紛失・手数料を記録する」から、なくしたものと手数料を記録してください。',
  card_closed: 'このカードは交付済または廃棄済です。カードの画面で確かめてください。',
  handed_elsewhere:
    'このカードは、別の来庁で交付済にしたか、廃棄済です。この来庁で交付していないときは、「不備」を記録してください。',
  already_booked: 'この方には、ほかに予約があります。その予約を変更するか、取り消してください。',
  comes_again: 'このカードには、ほかの来庁の予約があります。その予約を取り消してから、交付済を記録してください。',
  not_posted: 'このカードには、交付通知書を発送した記録がありません。',
  already_back: 'この交付通知書は、すでに返戻として記録されています。',
  card_changed: 'このあとに交付状況が変更されたため、取り消せません。カードの画面で交付状況を変更してください。',
  day_ended: 'この日は、日締めが終わっています。先に、日締めを取り消してください。',
  card_superseded:
    '同じ方の新しいカードが登録されているため、取り消せません。先に、新しいカードの交付状況を「対象外」に変更してください。',
  booked: '予約があるあいだは変更できません。先に予約を取り消してください。',
  follows: '予約済、交付済、廃棄済は、予約、窓口、廃棄の操作で自動的に変わります。',
  handed:
    '交付の記録があるため、ここでは変更できません。来庁した日の予約の一覧で「元に戻す」を押して、交付の記録を取り消してください。日締めが終わっているときは、先に、日締めを取り消してください。',
  retired: 'その交付状況は使われなくなりました。',
  superseded: '同じ方の新しいカードが登録されているため、変更できません。',
  too_late: 'この予約は、変更できる期限を過ぎています。',
  over: '来庁の記録があるため、変更・取消はできません。',
  full: 'その枠は満員になりました。ほかの枠を選んでください。',
  closed: 'その枠は受付を止めています。ほかの枠を選んでください。',
  past: 'その時間は過ぎました。ほかの枠を選んでください。',
  outside_window: 'その日は、予約可能期間の外か、カードの回送が間に合わない日です。',
  slot_unknown: 'その枠はなくなりました。ほかの枠を選んでください。',
  lapsed: 'この予約は、現在、変更できません。',
  stale_form: 'この画面は古くなっています。もう一度選んでください。',
  card_not_bookable: '現在の交付状況では、予約を受けられません。',
  held_elsewhere: 'この方の予約を、現在、ウェブかほかの職員が手続きしています。しばらく待つか、手続きを続けてもらってください。',
  unchecked: 'ご本人を確かめてから印を付け、もう一度押してください。',
  twice_in_party: 'この方は、すでにこの予約に入っています。',
  party_full: '1つの予約に入れるのは6人までです。7人目からは、別の予約にしてください。',
  last: '来庁者がお一人の予約です。予約そのものを取り消してください。',
};

/** The sentence for a refusal; unknown codes (they come in an address) say nothing. */
export const said = (reason: string): string | undefined => (Object.hasOwn(SAID, reason) ? SAID[reason] : undefined);
