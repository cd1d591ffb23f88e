import { factWords } from '../../../../audit/facts.ts';
import { type Condition, NEEDS, PAPER_CONDITIONS } from '../../../../services/needs.ts';

/** What a caution or papers may depend on, as staff read it. */
export const conditionWords = (on: Condition): string => factWords('need', on);

/** To choose from for a caution. */
export const CONDITIONS = (['self', ...PAPER_CONDITIONS] as const).map((value) => ({ value, label: conditionWords(value) }));

/** Who is shown in a preview: who comes themselves with everything, a child, and each who said something. */
export const CASES = [
  { label: 'ご本人が来庁し、必要なものがすべてある方', under15: false, needs: [] },
  { label: '15歳未満の方', under15: true, needs: [] },
  ...NEEDS.map((need) => ({ label: conditionWords(need), under15: false, needs: [need] })),
  // Who said two things brings what both add.
  {
    label: [conditionWords('proxy-care'), conditionWords('lost-notice')].join('、'),
    under15: false,
    needs: ['proxy-care', 'lost-notice'],
  },
] as const;
