import { record } from '../../../counter/acts.ts';
import { listReasons } from '../../../counter/incomplete.ts';
import { outcomeWords } from '../../../counter/words.ts';
import { form } from '../../../lib/form/index.ts';
import { type ReasonFields, reasonFields, reasonRules, reasonWords } from '../../parts/reason-form.ts';
import { paths } from '../../paths.ts';
import type { Route } from '../../route.ts';
import { askingRoutes } from './asking.tsx';
import type { PressedPerson } from './person-of.ts';

const words = ({ reservation }: PressedPerson): string => outcomeWords('incomplete', reservation.needsCard);

/** 不備 with its reason: chosen from the city's list or typed, and shown when the person comes again. */
export const incompleteRoutes: readonly Route[] = askingRoutes<ReasonFields>({
  path: paths.incomplete,
  kept: `窓口の記録（${outcomeWords('incomplete', true)}）`,
  title: (person) => `${words(person)}として記録する`,
  form: async (ask) =>
    form<ReasonFields>(reasonFields(await listReasons(ask.db), '次に来庁されるとき、予約と窓口の画面に表示します。'), {
      rules: reasonRules,
    }),
  values: async () => ({}),
  submit: (person) => `${words(person)}にする`,
  focus: 'reason',
  act: async (ask, { reservation, member }, typed) => {
    const recorded = await record(ask.db, ask.actor, {
      reservationId: reservation.id,
      position: member.position,
      from: 'arrived',
      to: 'incomplete',
      reason: reasonWords(typed),
    });
    return recorded.ok ? undefined : recorded.reason;
  },
});
