import { line, radios, type SayOf } from '../../lib/form/index.ts';

/** A longer story belongs in the remark. */
const LONGEST = 100;
const OTHER = 'other';

/** A reason of the city's list, or another one; words behind it where they help. */
export type ReasonFields = { reason: string; other: string | null };

/** The fields that ask why: one of the city's reasons, or その他 with words. */
export const reasonFields = (reasons: readonly string[], hint: string) => ({
  reason: radios<string>(
    '理由',
    [...reasons.map((reason) => ({ value: reason, label: reason })), { value: OTHER, label: 'その他' }],
    { hint },
  ),
  other: line('その他の理由・補足', LONGEST, {
    hint: `${LONGEST}文字まで。「その他」を選んだときは、必ず入力してください。`,
  }).optional(),
});

export function reasonRules({ reason, other }: Readonly<Partial<ReasonFields>>, say: SayOf<ReasonFields>): void {
  if (reason === OTHER && other === null) say('other', '理由を入力してください。');
}

/** The reason as it is kept. */
export const reasonWords = ({ reason, other }: ReasonFields): string =>
  [reason === OTHER ? null : reason, other].filter((part) => part !== null).join('。');
