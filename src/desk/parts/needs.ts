import { NEED_WORDS } from '../../audit/facts.ts';
import { type Form, form, select, ticks } from '../../lib/form/index.ts';
import { type Need, needsFrom, PROXIES, type Question } from '../../services/needs.ts';

/** The boxes of one person, to be kept where a call goes on elsewhere. */
export const needBoxes = (prefix: string): string[] => ['comes', 'lost-lost-notice', 'lost-lost-card'].map((box) => prefix + box);

type Typed = { comes: 'self' | (typeof PROXIES)[number]; lost: string[] };

/** How one person comes, as who calls says it; only what a text depends on. `prefix`: one of several. */
export const needsForm = (asks: readonly Question[], under15: boolean, prefix = ''): Form<Partial<Typed>> => {
  const things = (['lost-notice', 'lost-card'] as const).filter((thing) => asks.includes(thing));
  return form<Partial<Typed>>(
    {
      ...(asks.includes('proxy')
        ? {
            comes: select(
              '来庁する方',
              [
                { value: 'self', label: under15 ? 'ご本人と親権者' : 'ご本人' },
                ...PROXIES.map((value) => ({ value, label: NEED_WORDS[value] })),
              ],
              { usual: 'self' },
            ),
          }
        : {}),
      ...(things.length > 0
        ? {
            lost: ticks(
              '紛失したもの',
              things.map((value) => ({ value, label: NEED_WORDS[value] })),
            ),
          }
        : {}),
    } as Form<Partial<Typed>>['fields'],
    { prefix },
  );
};

/** Answers as they are kept; what was not asked stays as it was. */
export const needsOf = (
  { comes = 'self', lost = [] }: Partial<Typed>,
  asks: readonly Question[],
  before: readonly Need[] = [],
): Need[] => needsFrom({ comes, lost }, asks, before);

/** What the boxes hold for answers. */
export const typedNeeds = (needs: readonly Need[]): Typed => ({
  comes: PROXIES.find((proxy) => needs.includes(proxy)) ?? 'self',
  lost: needs.filter((need) => need.startsWith('lost-')),
});
