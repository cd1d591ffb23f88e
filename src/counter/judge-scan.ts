import type { ScannedCard } from '../cards/scan.ts';
import type { Whereabouts } from '../cards/whereabouts.ts';
import { longDate } from '../lib/dates/format.ts';
import type { CardTask } from './card-tasks.ts';
import type { Wanted } from './expected-cards.ts';

/** What staff do with a scanner in hand. */
export const SCAN_MODES = ['pull', 'return', 'shelve', 'move', 'send', 'receive', 'found'] as const;
export type ScanMode = (typeof SCAN_MODES)[number];

/** Modes in which a box's label may be read first: cards go into that box then. */
export const takesBox = (mode: ScanMode): boolean => mode === 'shelve' || mode === 'return' || mode === 'move';

/**
 * What a scan is for: where one stands, up to which day's visits (null: those that leave today), where cards are sent, and the box whose label was
 * read (null: none).
 */
export type ScanTask = {
  mode: ScanMode;
  officeId: number;
  until: string | null;
  toOfficeId: number | null;
  boxId: number | null;
};

/** Why a card is left alone, and what to do first. `back`: it is put back where it lies by the records. */
export type Stop = { sign: '×' | '！'; first: string; why: string; back?: true };

const THERE: Readonly<Record<Whereabouts, string>> = {
  expected: '保管前です',
  shelf: '棚にあるはずです',
  pulled: '引き抜き済みです',
  transit: '回送中です',
  counter: '窓口にあるはずです',
  missing: '所在確認中です',
  gone: '庁舎にありません',
};

const belongs = (card: ScannedCard): string =>
  [card.officeName, card.place].filter((word) => word !== null && word !== '').join(' ') || '保管場所の記録はありません';

/** Which whereabouts a mode expects, and what to say of a second scan. */
const EXPECTS: Record<ScanMode, { from: readonly Whereabouts[]; already?: Whereabouts; alreadyAt: string }> = {
  pull: { from: ['shelf'], already: 'pulled', alreadyAt: 'このカードは、引き抜き済みです' },
  return: { from: ['pulled', 'counter'], already: 'shelf', alreadyAt: 'このカードは、棚に戻し済みです' },
  shelve: { from: ['expected', 'counter', 'missing'], already: 'shelf', alreadyAt: 'このカードは、保管済みです' },
  // A card lies on the shelf before and after it: whether it is in the box by now is the box's question.
  move: { from: ['shelf'], alreadyAt: '' },
  send: { from: ['shelf', 'pulled', 'counter'], already: 'transit', alreadyAt: 'このカードは、回送に入れ済みです' },
  receive: { from: ['transit'], already: 'counter', alreadyAt: 'このカードは、受領済みです' },
  found: { from: ['missing'], alreadyAt: '' },
};

/** What comes from another office on its way here, or was found here, belongs elsewhere by the records. */
const ofAnother = (task: ScanTask, { officeId, whereabouts }: ScannedCard): boolean =>
  task.mode !== 'found' &&
  !(task.mode === 'receive' && whereabouts === 'transit') &&
  officeId !== null &&
  officeId !== task.officeId;

/** A card on its way here is in hand, and nobody has received it yet: it belongs to the office that sent it until then. */
const arrives = (task: ScanTask, { whereabouts, sentToId }: ScannedCard): boolean =>
  task.mode !== 'receive' && whereabouts === 'transit' && sentToId === task.officeId;

const STOP_OF_ARRIVING: Stop = {
  sign: '×',
  first: '「回送を受領する」で読み取ってください。',
  why: 'この場所あての回送です。まだ受領していません。',
};

/** A second scan of a card: it stays, unless it belongs to another office or lies in another box than the one whose label was read. */
function stopOfAgain(task: ScanTask, card: ScannedCard): Stop {
  const lies =
    card.whereabouts === 'shelf' ? `記録では、${belongs(card)} に保管中です。` : `記録では、${THERE[card.whereabouts]}。`;
  if (ofAnother(task, card)) return { ...stopOfAnother(card), why: `${stopOfAnother(card).why}${lies}` };
  if (task.boxId !== null && card.placeId !== task.boxId)
    return {
      sign: '×',
      first: '読み取った箱に入れないでください。',
      why: `${lies}この箱に移すときは、「箱から箱へ移す」で読み取ってください。`,
      back: true,
    };
  const { alreadyAt } = EXPECTS[task.mode];
  return {
    sign: '！',
    first: '置いたままにしてください。',
    why: card.whereabouts === 'shelf' ? `${alreadyAt}。${lies}` : `${alreadyAt}。`,
  };
}

const stopOfAnother = (card: ScannedCard): Stop => ({
  sign: '×',
  first: '別にしてください。',
  why: `${card.officeName ?? ''}のカードです。この場所のカードではありません。`,
});

/**
 * Whether a scanned card may be moved now: a closed one too, as long as it is not gone, but it is taken out for no visit. undefined: it may. Pure: what the act itself decides (its box is full, it goes to another office)
 * is not asked here. `wanted`: its coming visit. `open`: what is to be done with it since that visit changed.
 */
export function stopOf(task: ScanTask, card: ScannedCard, wanted: Wanted | undefined, open?: CardTask): Stop | undefined {
  const { from, already } = EXPECTS[task.mode];
  if (arrives(task, card)) return STOP_OF_ARRIVING;
  if (card.whereabouts === already) return stopOfAgain(task, card);
  if (card.whereabouts === 'gone')
    return {
      sign: '×',
      first: '別にして、責任者に渡してください。',
      why: card.who === null ? 'このカードは、交付の対象ではありません。' : `このカードは、${card.statusName}です。`,
    };
  if (!from.includes(card.whereabouts))
    return {
      sign: '×',
      first: `${belongs(card)} を確かめてください。`,
      why: `記録では、${THERE[card.whereabouts]}。`,
    };
  if (ofAnother(task, card)) return stopOfAnother(card);
  // Sent back, or on to where its visit is now: asked for by the task, whether it has a visit or not and whenever that is.
  if (task.mode === 'send' && open !== undefined && open.task !== 'shelve' && open.toOfficeId === task.toOfficeId)
    return undefined;
  if (task.mode === 'pull' || task.mode === 'send') return stopOfWanted(task, card, wanted);
  return undefined;
}

/** Moving from box to box: why a card stays where it is. `boxId`: the box whose label was read. */
export const stopOfMove = (card: ScannedCard, boxId: number | null): Stop | undefined =>
  boxId === null
    ? { sign: '×', first: '先に、移す先の箱のラベルを読み取ってください。', why: '移す先の箱が決まっていません。' }
    : card.placeId === boxId
      ? { sign: '！', first: '置いたままにしてください。', why: 'このカードは、すでにこの箱にあります。' }
      : undefined;

function stopOfWanted(task: ScanTask, card: ScannedCard, wanted: Wanted | undefined): Stop | undefined {
  const stays = { sign: '×', first: '引き抜かないでください。', back: true } as const;
  const wrongOffice = task.mode === 'send' && wanted !== undefined && wanted.officeId !== task.toOfficeId;
  // 支援措置: for who may not see them neither how they stand nor when and where they come follows from an ID that somebody types.
  if (
    card.who === null &&
    (card.bookableBy === 'nobody' || wanted === undefined || wanted.day > (task.until ?? wanted.until) || wrongOffice)
  )
    return { ...stays, why: 'この作業の対象ではありません。' };
  if (card.bookableBy === 'nobody') return { ...stays, why: `交付状況は「${card.statusName}」です。` };
  if (wanted === undefined) return { ...stays, why: '今後の予約がありません。' };
  if (wanted.day > (task.until ?? wanted.until))
    return { ...stays, why: `予約は、${longDate(wanted.day)}です。まだ引き抜く日ではありません。` };
  if (wrongOffice) return { ...stays, first: '箱に入れないでください。', why: `希望する交付場所は、${wanted.officeName}です。` };
  return undefined;
}
