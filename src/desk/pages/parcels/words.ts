import type { Parcel, ParcelRefusal } from '../../../cards/parcels.ts';
import { WHEREABOUTS_WORDS } from '../../../cards/whereabouts.ts';
import type { ParcelWait } from '../../../counter/late-parcels.ts';
import type { PackedCard } from '../../../counter/parcel-cards.ts';
import { shortDate } from '../../../lib/dates/format.ts';
import { grouped } from '../../../lib/values/numbers.ts';

const STATE_WORDS: Readonly<Record<PackedCard['state'], string>> = {
  packed: '箱入済',
  moved: '！ 箱から出ています',
  sent: '回送中（未着）',
  received: '✓ 受領済',
  other: '！ 発送後に別の記録があります',
};

/** What became of a card; of one that something else followed for, where it is now. */
export const stateWords = ({ state, whereabouts }: PackedCard): string =>
  state === 'other' ? `${STATE_WORDS.other}（${WHEREABOUTS_WORDS[whereabouts]}）` : STATE_WORDS[state];

const count = (cards: number): string => `${grouped(cards)}枚`;

/** How many of a parcel that was sent are not there, and for how many of them something else was recorded; 「すべて」 only where each was received. */
export const arrivalWords = ({ cards, received, other }: Parcel): string =>
  received === cards
    ? '✓ すべて届きました'
    : `未着 ${count(cards - received)}（${count(cards)}のうち）${other === 0 ? '' : `。未着のうち${count(other)}は、発送後に別の記録があります`}`;

/** Why a parcel waits for somebody, and what is to be done. */
export const waitWords = ({ why, byDay }: ParcelWait): { sign: string; act: string } =>
  why === 'late'
    ? {
        sign: `！ 届く予定（${shortDate(byDay)}）を過ぎました`,
        act: '送り先に届いていれば、「回送を受領する」で読み取ってください。届いていなければ、発送元と一緒に探し、見つからないカードは、その方の画面で「カードが見つからない」を記録してください。',
      }
    : {
        sign: `！ ${shortDate(byDay)}を過ぎても、発送していません`,
        act: '送るときは、発送を記録してください。送らないときは、カードを箱から出して棚に戻し、便を取りやめてください。',
      };

export const REFUSED: Readonly<Record<ParcelRefusal, string>> = {
  unknown: 'この便か、このカードは、もうありません。',
  sent: 'この便は、発送済です。別の便を作ってください。',
  packed: 'このカードは、回送の箱に入れ済みです。',
  other_office: 'この場所のカードではありません。',
  step: 'ほかの職員が、先に記録しました。',
  no_office: '発送元と送り先には、別の場所を選んでください。',
  nothing: '箱にカードが入っていません。',
  changed_meanwhile:
    '画面を開いたあとに、この便のカードに別の記録がありました。何も記録していません。現在の内容を確かめて、もう一度押してください。箱から出ているカードは、「箱から出す」を押してください。',
  not_sent: 'この便は、まだ発送していません。',
  follows: 'そのあとの記録があるため、取り消せません。',
  has_cards: '箱にカードが入っています。箱から出してから、取りやめてください。',
  retired_office: '送り先の場所は、廃止されています。カードを箱から出して、送り先の違う便に移してください。',
};

export const SAID: Readonly<Record<string, string>> = {
  opened: '便を作りました。入れるカードを読み取ってください。',
  unpacked: 'カードを箱から出しました。棚に戻すときは、「棚に戻す」で読み取ってください。',
  sent: '発送を記録しました。回送票を印刷して、箱に添えてください。',
  unsent: '発送を取り消しました。カードは、箱に入ったままです。',
  dropped: '便を取りやめました。',
};
