import type { ListColumn } from '../../../lists/list-types.ts';

/** A column of the screen, and those that stand small beneath it; each its place among the columns of the list. */
type Stack = { at: number; under: readonly number[] };

/** The columns that are shown as they stand on the screen: what stands beneath another (`under`) where that one is shown too, else by itself. */
export function stacksOf(all: readonly Pick<ListColumn<object>, 'code' | 'under'>[], shown: readonly number[]): Stack[] {
  const codes = new Set(shown.map((at) => all[at]?.code));
  const hostOf = (at: number): string | undefined => {
    const under = all[at]?.under;
    return under !== undefined && codes.has(under) ? under : undefined;
  };
  return shown
    .filter((at) => hostOf(at) === undefined)
    .map((at) => ({ at, under: shown.filter((one) => hostOf(one) !== undefined && hostOf(one) === all[at]?.code) }));
}
