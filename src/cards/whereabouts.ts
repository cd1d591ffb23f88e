/** Where a card is: the end of its movements (`cards.whereabouts_after` in custody.sql). */
export type Whereabouts = 'expected' | 'shelf' | 'pulled' | 'transit' | 'counter' | 'missing' | 'gone';

/** 所在, as every page, list and print of the desk writes it. */
export const WHEREABOUTS_WORDS: Readonly<Record<Whereabouts, string>> = {
  expected: '未着',
  shelf: '保管中',
  pulled: '引き抜き済',
  transit: '回送中',
  counter: '窓口',
  missing: '所在確認中',
  gone: '保管なし（交付済・廃棄済）',
};
