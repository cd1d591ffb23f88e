import { Button, PostForm } from '../../lib/html/index.ts';
import { can } from '../../staff/rights.ts';
import { paths } from '../paths.ts';
import type { SignedAsk } from '../route.ts';

/** What came of reading a card in hand; `way`: where what is to be done first is recorded. */
export type SaidOfCard = { kind: 'done' | 'stop'; words: string; way?: { href: string; words: string } };
type Said = SaidOfCard & { kind: 'stop' };

/** The way to what is to be done first, of who may record it. */
export const SaidWay = ({ ask, said }: { ask: SignedAsk; said: SaidOfCard }) =>
  said.way === undefined || !can(ask.session, 'cards.move') ? null : (
    <p>
      <a href={said.way.href}>{said.way.words}</a>
    </p>
  );

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

/** What came of the first of two confirmations of such an act, and of taking it back. */
export const TWO_PERSONS: Readonly<Record<string, SaidOfCard>> = {
  first: { kind: 'done', words: '1人目の確認を記録しました。別の職員が、2人目の確認をしてください。' },
  back: { kind: 'done', words: '1人目の確認を取り消しました。' },
  none: { kind: 'stop', words: '取り消す確認は、ありませんでした。' },
  same_person: { kind: 'stop', words: '1人目の確認をした職員は、2人目になれません。別の職員が記録してください。' },
};

/** A press that takes something back of a card of the page; `name`: of its person, for who hears the page. */
export const BackPress = ({
  ask,
  action,
  ...of
}: {
  ask: SignedAsk;
  action: string;
  card: number;
  name: string;
  words: string;
}) => (
  <PostForm action={action} token={ask.token} hidden={{ card: String(of.card) }} class="line-form">
    <Button kind="second">
      {of.words}
      <span class="unseen">：{of.name}</span>
    </Button>
  </PostForm>
);

/** What the second of two does with a card of the list. */
export const secondReads = (ask: SignedAsk, firstId: number | null): string =>
  firstId === ask.session.accountId ? '別の職員が、カードを読み取ってください。' : 'カードを読み取ってください。';
