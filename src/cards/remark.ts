import { freeText } from '../lib/values/texts.ts';

/** Characters a remark may have (§8(2)⑬). */
export const REMARK_LONGEST = 1000;

/** A remark as typed: lines kept; longer ones are refused, never cut. */
export const remarkText = freeText(REMARK_LONGEST);
