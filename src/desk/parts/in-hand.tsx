import { paths } from '../paths.ts';

type Said = { kind: 'stop'; words: string; way?: { href: string; words: string } };

/** What was read for an act that takes the card in hand, and is none (`readInHand`). */
export const IN_HAND: Readonly<Record<string, Said>> = {
  no_label: {
    kind: 'stop',
    words:
      '交付通知書IDや、英字のない番号では記録できません。手元のカードのラベル（英字のあるもの）か製造番号を読み取ってください。何も記録していません。',
  },
  shared: {
    kind: 'stop',
    words: '同じ製造番号のカードが、2枚以上あります。カードのラベルを読み取ってください。何も記録していません。',
  },
  unknown: {
    kind: 'stop',
    words: '登録されたカードにありません。手元のカードのラベルか製造番号を読み取り直してください。何も記録していません。',
  },
};

/** Why a card cannot leave the city for good where the records say that it is not here, by its whereabouts, and what to do first. */
export const NOT_HERE: Readonly<Record<string, Said>> = {
  missing: {
    kind: 'stop',
    words: 'このカードは、所在確認中です。先に、見つかったことを記録してください。何も記録していません。',
    way: { href: paths.cardScan('shelve'), words: '見つかったカードを読み取って保管する' },
  },
  transit: {
    kind: 'stop',
    words: 'このカードは、回送中です。先に、届いた場所で受け取りを記録してください。何も記録していません。',
    way: { href: paths.cardScan('receive'), words: '回送を受領する' },
  },
  expected: {
    kind: 'stop',
    words: 'このカードは、まだ届いていません。届いているときは、先に保管を記録してください。何も記録していません。',
    way: { href: paths.cardScan('shelve'), words: '読み取って保管する' },
  },
  gone: { kind: 'stop', words: 'このカードは、すでに庁舎にありません。何も記録していません。' },
};
