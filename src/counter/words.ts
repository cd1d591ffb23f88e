import { CATEGORY_WORDS } from '../audit/facts.ts';
import type { OutcomeCode } from './acts.ts';

/** Nobody was received yet. */
export const NOT_YET = '未受付';
/** Who was received and still waits, as figures and lists count them. */
export const STILL_HERE = '受付中';

/** What came of a visit, in words; the status that a card has from then on is called the same. */
export const OUTCOME_WORDS: Record<OutcomeCode, string> = {
  arrived: '受付済',
  'handed-over': CATEGORY_WORDS['handed-over'],
  incomplete: CATEGORY_WORDS.incomplete,
  'no-show': CATEGORY_WORDS['no-show'],
};

/** Where no card waits, nothing is handed over and no status of a card follows. */
const WITHOUT_CARD = { 'handed-over': '完了', incomplete: '不備' };
const withoutCard: Partial<Record<OutcomeCode, string>> = WITHOUT_CARD;

/** The word for an outcome, by whether its service needs a card on file. */
export const outcomeWords = (outcome: OutcomeCode, needsCard: boolean): string =>
  (needsCard ? undefined : withoutCard[outcome]) ?? OUTCOME_WORDS[outcome];

/** In a list of many visits, with a card on file and without one. */
export const LISTED_OUTCOMES: Record<OutcomeCode, string> = {
  ...OUTCOME_WORDS,
  arrived: STILL_HERE,
  'handed-over': `${OUTCOME_WORDS['handed-over']}・${WITHOUT_CARD['handed-over']}`,
};
