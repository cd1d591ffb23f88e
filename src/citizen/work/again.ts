import type { Ask } from '../route.ts';
import type { DoneWork } from './challenges.ts';
import type { WorkShown } from './notice.tsx';

/** What a form that is shown again asks for: new work where the try needed some, or was worked for and led nowhere. */
export async function workAgain(
  { challenges }: Pick<Ask, 'challenges'>,
  { id, early }: DoneWork,
  needed: boolean,
): Promise<{ work?: WorkShown }> {
  return needed || id !== null ? { work: { asked: await challenges.ask(), early: needed && early } } : {};
}
