import { outcomeWords } from '../../../counter/words.ts';
import { field } from '../../route.ts';
import { NAMED } from './named.ts';
import {
  bookingsOfList,
  cardsOfList,
  entry,
  handedTogether,
  handedToMany,
  joining,
  leaving,
  mailing,
  newOne,
  nothing,
  officeDay,
  party,
  partyHere,
  person,
  personInForm,
  pressedOn,
  type ReadSubject,
  runningEntry,
  siteNotice,
  visit,
} from './subject.ts';
import { THINGS } from './things.ts';

type Fields = Readonly<Record<string, unknown>>;
/**
 * `words`: what the form does. `of`: whom or what it is about; without, it is not sent from the page of what was set aside, which leads back to its own and
 * says what `shows` knows of it.
 */
export type KeptAct = { words: string | ((fields: Fields) => string); of?: ReadSubject; shows?: ReadSubject };

const PRESSES: Readonly<Record<string, string>> = {
  arrived: outcomeWords('arrived', true),
  'handed-over': outcomeWords('handed-over', true),
  incomplete: outcomeWords('incomplete', true),
  'no-show': outcomeWords('no-show', true),
};

function pressWords(fields: Fields): string {
  if (field(fields, 'undo') !== '') return '窓口の記録の取り消し';
  const press =
    field(fields, 'party') === '' ? (field(fields, 'handed') === '' ? field(fields, 'press') : 'handed-over') : 'arrived';
  return PRESSES[press] === undefined ? '窓口の記録' : `窓口の記録（${PRESSES[press]}）`;
}

const bookingWords = (fields: Fields): string =>
  ['confirm', 'enter'].includes(field(fields, 'act')) ? '電話予約の確定' : '電話予約の枠の選択';

/** Those that are named with whom or what they are about. */
const WITH_SUBJECT: Readonly<Record<string, KeptAct & { of: ReadSubject }>> = {
  '/today/press': { words: pressWords, of: pressedOn },
  '/today/hand-over': { words: '窓口の記録（交付済）', of: pressedOn },
  '/today/incomplete': { words: `窓口の記録（${outcomeWords('incomplete', true)}）`, of: pressedOn },
  '/today/hand-over/many': { words: 'まとめて交付済にする', of: handedToMany },
  '/today/hand-over/many/:id/undo': { words: 'まとめて交付済にした記録の取り消し', of: handedTogether },
  '/today/scan': { words: '本日の予約での検索', of: nothing },
  '/today/end': { words: '日締め', of: officeDay },
  '/today/end/reopen': { words: '日締めの取り消し', of: officeDay },
  '/search': { words: '検索', of: nothing },
  '/people/:card/keep': { words: '保存年数を過ぎても記録を残す登録', of: person },
  '/people/:card/keep/lift': { words: '記録を残すことの解除', of: person },
  '/people/:card/protect': { words: '支援措置の登録', of: person },
  '/people/:card/protect/lift': { words: '支援措置の解除', of: person },
  '/people/:card/remark': { words: '備考の記入', of: person },
  '/people/:card/missing': { words: '所在確認中の記録', of: person },
  '/people/:card/found': { words: '見つかったカードの記録', of: person },
  '/people/:card/status': { words: '交付状況の変更', of: person },
  '/people/:card/status/undo': { words: '交付状況の変更の取り消し', of: person },
  '/people/:card/posted/:notice': { words: '通知の発送日の修正', of: person },
  '/people/:card/lift': { words: 'Web入力のロックの解除', of: person },
  '/people/:card/notice-back': { words: '通知の返戻の記録', of: person },
  '/people/:card/notice-back/undo': { words: '通知の返戻の記録の取り消し', of: person },
  '/people/:card/address': { words: '通知の送付先住所の変更', of: person },
  '/people/:card/post-again': { words: '通知の再発送の記録', of: person },
  '/cards/addresses/:card': { words: '一覧と異なる住所の判断', of: person },
  '/cards/addresses/:card/undo': { words: '一覧と異なる住所の判断の取り消し', of: person },
  '/cards/status': { words: '交付状況の一括変更', of: cardsOfList },
  '/cards/status/:id/undo-one': { words: '交付状況の一括変更の取り消し（1枚）', of: personInForm },
  '/cards/destroy': { words: 'カードの廃棄の確認', of: personInForm },
  '/cards/destroy/back': { words: 'カードの廃棄の確認の取り消し', of: personInForm },
  '/booking/find': { words: '電話予約の本人の検索', of: nothing },
  '/booking/person': { words: '電話予約の本人の入力', of: nothing },
  '/booking/leave': { words: '電話予約の中止', of: nothing },
  '/booking': { words: bookingWords, of: party },
  '/waiting/new': { words: '空き待ちの登録', of: party },
  '/waiting/:id/change': { words: '空き待ちの条件・連絡先の変更', of: entry },
  '/waiting/:id/leave': { words: '空き待ちの取り消し', of: entry },
  '/waiting/:id/pass': { words: '空き待ちの案内の見送り', of: entry },
  '/waiting/:id/book': { words: '空き待ちの枠での予約', of: entry },
  '/walk-in/find': { words: '窓口受付の本人の検索', of: nothing },
  '/walk-in/person': { words: '窓口受付の本人の入力', of: nothing },
  '/walk-in': { words: '窓口受付', of: partyHere },
  '/reservations/:id/move': { words: '予約の日時・場所の変更', of: visit },
  '/reservations/:id/keep': { words: 'この日時のままの受付', of: visit },
  '/reservations/:id/keep/lift': { words: 'この日時のままの受付の取り消し', of: visit },
  '/reservations/:id/cancel': { words: '予約の取消', of: visit },
  '/reservations/:id/mail': { words: '案内メールの送信・宛先の変更', of: visit },
  '/reservations/:id/contact': { words: '電話番号・備考の修正', of: visit },
  '/reservations/:id/people': { words: '来庁者の追加', of: joining },
  '/reservations/:id/people/find': { words: '追加する来庁者の検索', of: visit },
  '/reservations/:id/people/person': { words: '追加する来庁者の入力', of: visit },
  '/reservations/:id/people/remove': { words: '来庁者の取り消し', of: leaving },
  '/reservations/:id/needs': { words: '来庁の事情の変更', of: visit },
  '/running/new': { words: '運用の記録の登録', of: newOne },
  '/running/entries/:id/answer': { words: '運用の記録への回答・経過の追記', of: runningEntry },
  '/running/entries/:id/reopen': { words: '運用の記録の対応の再開', of: runningEntry },
  '/running/entries/:id/withdraw': { words: '障害の取下げ', of: runningEntry },
  '/running/entries/:id/first': { words: '障害の初報の記入', of: runningEntry },
  '/running/entries/:id/first/send': { words: '障害の初報の送信', of: runningEntry },
  '/running/entries/:id/report': { words: '障害報告書の記入', of: runningEntry },
  '/running/entries/:id/report/submit': { words: '障害報告書の提出', of: runningEntry },
  '/intake/one': { words: 'カードの1枚登録', of: newOne },
  '/settings/notices': { words: 'お知らせの追加', of: newOne },
  '/settings/notices/:id': { words: 'お知らせの変更', of: siteNotice },
  '/settings/notices/:id/end': { words: 'お知らせの終了', of: siteNotice },
  '/mails/mailings/new': { words: '一斉メールの送信', of: bookingsOfList },
  '/mails/mailings/:id/stop': { words: '一斉メールの中止', of: mailing },
};

function shownOf(path: string): Pick<KeptAct, 'shows'> {
  const found = THINGS.find(([beginning]) => path.startsWith(beginning));
  return found === undefined ? {} : { shows: found[1] };
}

/** What each form of the desk does, by the address of its route. A form that is not here is not sent from the page of what was set aside either. */
export const ACTS: Readonly<Record<string, KeptAct>> = {
  ...Object.fromEntries(Object.entries(NAMED).map(([path, words]) => [path, { words, ...shownOf(path) }])),
  ...WITH_SUBJECT,
};
