import type { OutcomeCode } from './acts.ts';

/** What came of a visit, in words. */
export const OUTCOME_WORDS: Record<OutcomeCode, string> = {
  arrived: '受付済',
  'handed-over': '交付済',
  incomplete: '不備再手続',
  'no-show': '未来庁',
};
