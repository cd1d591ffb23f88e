import type { DecideRefusal, Decision, UndecideRefusal } from '../../../intake/decide.ts';

export const REFUSED: Record<DecideRefusal, string> = {
  unknown: 'この確認は、なくなっています。',
  card_closed: 'このカードは、交付済または廃棄済になりました。「別の方」か「取り込まない」を選んでください。',
  taken: '同じ交付通知書ID・氏名・生年月日のカードが、ほかにあります。検索して確かめてください。',
  booked_twice: 'この氏名と生年月日の方には、別の予約があります。先に、どちらかの予約を取り消してください。',
};

export const UNDO_REFUSED: Record<UndecideRefusal, string> = {
  unknown: 'この判断は、ほかの職員が取り消しました。',
  too_old: '以前の版で行った判断のため、取り消せません。',
  asked_again: '同じ内容の行が、もう一度確認を待っています。そちらで判断してください。',
  changed_since: '判断のあとにカードが変更・入出庫・予約されたため、取り消せません。',
  taken: '元の氏名・生年月日のカードが、ほかに登録されています。検索して確かめてください。',
  booked_twice: '元の氏名と生年月日の方には、別の予約があります。先に、どちらかの予約を取り消してください。',
};

export const DONE: Record<string, string> = {
  'corrected-name': '同じ方として、取り込んだ内容に直しました。',
  'another-person': '別の方のカードとして登録しました。',
  dropped: '取り込まないことにしました。',
  already: 'ほかの職員が、先に判断していました。',
  undone: '判断を取り消しました。もう一度、選んでください。',
};

/** What may be decided: on its button, and asked once more. */
export const ASKED: Record<Decision, { words: string; title: string; says: string }> = {
  'corrected-name': {
    words: '同じ方（訂正）',
    title: '同じ方として訂正しますか',
    says: '登録の氏名・カナ・生年月日・住所を、取り込んだ行の内容に書き換えます。予約はそのまま残ります。カードがその後変わっていなければ、あとで取り消せます。',
  },
  'another-person': {
    words: '別の方',
    title: '別の方のカードとして登録しますか',
    says: '現在の登録は変更せずに、取り込んだ行を別のカードとして登録します。そのカードに何も記録していなければ、あとで取り消せます。',
  },
  dropped: {
    words: '取り込まない',
    title: 'この行を取り込みませんか',
    says: '現在の登録は変わりません。同じ内容の行が次に来ても、確認しません。',
  },
};
