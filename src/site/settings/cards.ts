import type { Setting } from './setting.ts';

/** Until when a card waits, when it must be there, what it costs (§8(2)⑦⑩). */
export const CARDS = {
  'renotice-months': {
    usual: 3,
    least: 1,
    most: 24,
    unit: 'か月',
    label: '再通知までの期間',
    means: '通知発送日から、再通知の対象になるまでの月数。保留のあいだは数えません。',
  },
  'destroy-months': {
    usual: 3,
    least: 1,
    most: 24,
    unit: 'か月',
    label: '廃棄予定までの期間',
    means: '再通知の発送日から、廃棄予定の対象になるまでの月数。保留のあいだは数えません。',
  },
  'lost-card-fee': {
    usual: 1000,
    least: 0,
    most: 10_000,
    unit: '円',
    label: '再交付手数料',
    means: 'カードを紛失した方などに交付するときの手数料。電子証明書の手数料を含む額。0円のときは、受け取りません。',
  },
  'evening-hour': {
    usual: 16,
    least: 8,
    most: 23,
    unit: '時',
    label: '次の来庁日のカードの確認',
    means: '開庁日のこの時刻から、次の開庁日に来庁される方のカードがそろっているかを確かめ、そろっていないと警告します。',
  },
  'expires-near-days': {
    usual: 60,
    least: 1,
    most: 365,
    unit: '日',
    label: 'カードの有効期限のお知らせ',
    means: '未交付のカードの有効期限が近いことを、何日前から知らせるか。',
  },
  'return-days': {
    usual: 0,
    least: 0,
    most: 365,
    unit: '日',
    label: '回送先に残ったカードの返送',
    means:
      '回送先の棚に保管したカードを、今後の予約がないまま何日たったら、元の保管場所へ返送するか。「戻し・再回送リスト」に出ます。0にすると、回送先の棚で保管を続けます。',
  },
} as const satisfies Record<string, Setting>;
