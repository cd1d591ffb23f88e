/** What an entry of the book is. The watch writes 障害 alone. */
export const KINDS = {
  enquiry: '問合せ',
  inspection: '点検',
  maintenance: '機器保守',
  fault: '障害',
  security: 'セキュリティ情報',
} as const;
export type EntryKind = keyof typeof KINDS;

/** How it was received. */
export const WAYS = {
  phone: '電話',
  mail: 'メール',
  'in-person': '対面',
  planned: '計画による作業',
  watch: '監視',
} as const;
export type Way = keyof typeof WAYS;

/** Where an entry stands. 期限超過 is an entry that is not completed though its day is over. */
export const STATES = { received: '受付', answered: '対応中', completed: '完了' } as const;
export type EntryState = keyof typeof STATES;

/** What a line below an entry is. */
const LINES = {
  answer: '回答・対応',
  completed: '完了',
  reopened: '対応の再開',
  noticed: '監視による検知',
  ended: '監視による復旧の確認',
  again: '監視による再発の検知',
  notice: '市への報告',
  report: '障害報告書の提出',
  withdrawn: '障害の取下げ',
} as const;
export type LineKind = keyof typeof LINES;

/** What a fault that was none was. */
export const WITHDRAWN = { planned: '計画作業', 'false-alarm': '誤検知' } as const;
export type Withdrawn = keyof typeof WITHDRAWN;

const wordOf = (words: Readonly<Record<string, string>>, code: string): string =>
  Object.hasOwn(words, code) ? (words[code] ?? code) : code;
export const kindWords = (kind: string): string => wordOf(KINDS, kind);
export const wayWords = (way: string): string => wordOf(WAYS, way);
export const withdrawnWords = (as: string): string => wordOf(WITHDRAWN, as);
export const lineWords = (what: string): string => wordOf(LINES, what);
