import type { Foreign, SeeRefusal, StepRefusal } from '../../../cards/stocktake.ts';
import type { CountedCard, Stocktake, StocktakeState } from '../../../cards/stocktake-read.ts';
import { WHEREABOUTS_WORDS } from '../../../cards/whereabouts.ts';

export const STATE_WORDS: Readonly<Record<StocktakeState, string>> = {
  counting: '実施中',
  counted: '確認待ち',
  done: '完了',
  dropped: '取りやめ',
};

export const boxName = ({ cabinet, box }: Pick<Stocktake, 'cabinet' | 'box'>): string => `${cabinet} ${box}`;

export const nameOf = ({ who }: Pick<CountedCard, 'who'>): string => who?.name ?? '支援措置';

type FoundCard = Pick<CountedCard, 'place' | 'officeName' | 'whereabouts'>;

const belongs = ({ place, officeName }: FoundCard): string =>
  place ?? (officeName === null ? '保管場所の記録なし' : `${officeName}（箱の記録なし）`);

/** What to do first with a card that lies in a box where it does not belong, and why. */
export const FOREIGN_WORDS: Readonly<Record<Foreign, (card: FoundCard) => { first: string; why: string }>> = {
  closed: () => ({ first: '箱から出して、責任者に渡してください。', why: '交付済、廃棄済などのカードです。' }),
  other_office: (card) => ({
    first: '箱から出して、別にしてください。',
    why:
      card.whereabouts === 'missing'
        ? `所在確認中だった、${card.officeName ?? 'ほかの場所'}のカードです。「見つかったカードを記録する」で読み取ってください。`
        : `${card.officeName ?? 'ほかの場所'}のカードです。`,
  }),
  transit: () => ({ first: '箱から出して、別にしてください。', why: '記録では、回送中です。' }),
  no_box: (card) => ({
    first: 'この箱に入れるときは、下のボタンを押してください。',
    why: `箱の記録がないカードです（所在：${WHEREABOUTS_WORDS[card.whereabouts]}）。`,
  }),
  other_box: (card) => ({
    first: `箱から出して、${belongs(card)} に戻してください。`,
    why: card.whereabouts === 'missing' ? '所在確認中だった、ほかの箱のカードです。' : 'ほかの箱のカードです。',
  }),
  out: (card) => ({
    first: '箱から出して、引き抜いた理由を確かめてください。',
    why: `記録では、${WHEREABOUTS_WORDS[card.whereabouts]}です。`,
  }),
};

/** Where an entry into this box may be recorded with a press. */
export const mayBePut = (card: Pick<CountedCard, 'foreign' | 'entry'>): boolean =>
  card.entry !== null && (card.foreign === 'other_box' || card.foreign === 'no_box' || card.foreign === 'out');

export const SEE_REFUSED: Readonly<Record<SeeRefusal, string>> = {
  over: 'この棚卸は、終わっています。',
  unknown: 'このカードは、もうありません。',
  step: 'ほかの職員が、先に記録しました。もう一度読み取ってください。',
  no_place: '保管する箱の記録がありません。',
  other_office: 'ほかの場所のカードです。',
  retired: 'この箱は、廃止されています。',
  full: '箱がいっぱいです。別の箱を使ってください。',
  no_office: '送り先がありません。',
  no_note: '見つかった所を入力してください。',
  same_person: '二人で記録してください。',
};

export const STEP_REFUSED: Readonly<Record<StepRefusal, string>> = {
  over: 'ほかの職員が先に操作したため、記録していません。現在の状態を確かめてください。',
  unknown: 'この記録は、もうありません。',
  same_person: '確認は、この箱を数えていない職員が行ってください。',
  changed_meanwhile: '画面を開いたあとに、カードの記録が変わりました。未確認のカードを確かめて、もう一度押してください。',
  follows: 'このカードには、その後の記録があるため、取り消せません。',
};

/** Some explanations of a form were refused, the others are recorded. */
export const EXPLAIN_REFUSED = {
  'some-explained':
    '説明の一部は、ほかの職員が先に操作したため、記録していません。ほかの説明は記録しました。現在の状態を確かめてください。',
} as const;

export const DONE_WORDS: Readonly<Record<string, string>> = {
  ticked: '印を付けたカードを、確認済にしました。',
  unseen: '記録を取り消しました。',
  put: 'この箱に入れたことを記録しました。',
  ended: '数え終えました。数えていない職員に、確認を依頼してください。',
  reopened: '棚卸を再開しました。',
  checked: '確認を記録しました。棚卸が完了しました。',
  dropped: '棚卸を取りやめました。確認済にしたカードの記録は残ります。',
  explained: '説明を記録しました。',
};
