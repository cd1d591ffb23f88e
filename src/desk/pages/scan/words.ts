import type { Movement } from '../../../cards/custody.ts';
import type { ScanMode } from '../../../counter/judge-scan.ts';

type Words = {
  title: string;
  /** What to do, in a sentence. */
  lead: string;
  event: Movement;
  /** Said of a card that was moved. */
  done: string;
  /** What has not been scanned yet; none: nothing is waited for. */
  left: string;
};

export const SCAN_WORDS: Record<ScanMode, Words> = {
  pull: {
    title: '引き抜く',
    lead: '予約のあるカードを棚から引き抜き、読み取ってください。',
    event: 'pulled',
    done: '引き抜き済',
    left: '未読取（棚の順）',
  },
  return: {
    title: '棚に戻す',
    lead: '元の箱に戻すカードを読み取ってください。',
    event: 'returned',
    done: '棚に戻しました',
    left: '',
  },
  shelve: {
    title: '保管する',
    lead: '箱のラベルを読み取ってから、カードを読み取ると、その箱に保管します。箱を読み取らないときは、割当済みの箱に保管します。',
    event: 'shelved',
    done: '保管しました',
    left: '',
  },
  move: {
    title: '箱から箱へ移す',
    lead: '移す先の箱のラベルを読み取ってから、移すカードを読み取ってください。箱のカードをまとめて移すときは、箱の画面から記録します。',
    event: 'moved',
    done: '移しました',
    left: '',
  },
  send: {
    title: '回送に入れる',
    lead: '送り先を選び、箱に入れるカードを読み取ってください。',
    event: 'sent',
    done: '回送に入れました',
    left: '未発送（棚の順）',
  },
  receive: {
    title: '回送を受領する',
    lead: '届いたカードを読み取ってください。',
    event: 'received',
    done: '受領しました',
    left: '',
  },
  found: {
    title: '見つかったカードを記録する',
    lead: '所在確認中のカードが、元の箱とは別の所で見つかったときに使います。見つかった所を入力してから、カードを読み取ってください。',
    event: 'found-at',
    done: '見つかったことを記録しました',
    left: '',
  },
};

/** The movements a mode records. 保管する also records that a missing card was found. */
export const eventsOf = (mode: ScanMode): Movement[] =>
  mode === 'shelve' ? [SCAN_WORDS.shelve.event, 'counted'] : [SCAN_WORDS[mode].event];
