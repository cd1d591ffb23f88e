import type { MoveRefusal } from '../../../cards/custody.ts';
import type { ScannedCard } from '../../../cards/scan.ts';
import type { Wanted } from '../../../counter/expected-cards.ts';
import type { Stop } from '../../../counter/judge-scan.ts';

/** What the last scan came to. */
export type ScanAnswer =
  /** `wanted`: the visit it was taken off its shelf for, where this clerk may see it. */
  | { kind: 'done'; card: ScannedCard; wanted: Wanted | undefined }
  | { kind: 'stopped'; card: ScannedCard; stop: Stop }
  /** Nothing we know was read. */
  | { kind: 'unknown'; code: string; why: string }
  /** An ID that several cards bear. */
  | { kind: 'several'; cards: readonly ScannedCard[] };

const WORDS: Record<MoveRefusal, string> = {
  unknown: 'このカードは、もうありません。',
  step: 'ほかの職員が、先に記録しました。',
  no_place: '保管する箱が決まっていません。先に、箱のラベルを読み取ってください。',
  other_office: '行き先が、この場所ではありません。',
  retired: '入れる箱は、廃止されています。別の箱のラベルを読み取ってください。',
  full: '箱がいっぱいです。別の箱のラベルを読み取ってください。',
  no_office: '送り先を確かめてください。現在の場所と同じか、廃止されています。',
  no_note: '見つかった所を入力してください。',
  same_person: '二人で記録してください。',
};

/** Why the act itself did not move a card. */
export const refusedWords = (reason: MoveRefusal, _card: ScannedCard): Stop => ({
  sign: reason === 'step' ? '！' : '×',
  first: '別にしてください。',
  why: WORDS[reason],
});
