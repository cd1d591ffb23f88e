/** How a reservation came. */
export const CHANNEL_WORDS = { web: 'ウェブ', phone: '電話', counter: '窓口', migrated: '移行' } as const;

/** How it stands. */
export const STATE_WORDS = {
  held: '仮押さえ',
  booked: '予約中',
  lapsed: '仮押さえ終了',
  cancelled: '取消済',
  ended: '来庁済',
} as const;
