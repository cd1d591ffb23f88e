import { layOut } from '../../../intake/columns.ts';
import type { FirstLine } from '../../../intake/first-line.ts';
import { fitting } from '../../../intake/fitting.ts';
import { guessColumns, type Sample, sampleOf } from '../../../intake/matching-rows.ts';
import type { Profile } from '../../../intake/profile.ts';
import type { CardUpload } from '../../../intake/uploads.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import type { FormState } from '../../../lib/form/index.ts';
import { type FormErrors, hasErrors } from '../../../lib/html/index.ts';
import { field, type SignedAsk } from '../../route.ts';
import { boxesOf, FIRST, MATCH, TITLE } from './choose-form.ts';

/** The box that carries what was guessed for the other ones and was not changed since. */
export const GUESSED = 'guessed';

type Boxes = Record<string, string>;
/** `lines`: the first ones; undefined where they cannot be read. */
type Choice = { upload: CardUpload; profiles: readonly Profile[]; lines: readonly (readonly string[])[] | undefined };

/** What was typed at a box by hand; undefined: it holds what was guessed, or was not on the page. What is put to （なし） is typed too. */
function byHand(ask: SignedAsk, box: string): string | undefined {
  if (!(box in ask.body)) return undefined;
  const typed = field(ask.body, box);
  return new URLSearchParams(field(ask.body, GUESSED)).get(box) === typed ? undefined : typed;
}

/** What was chosen before it was judged: its reading is corrected then, not begun anew. */
function before({ upload, profiles, lines }: Choice): Boxes | undefined {
  if (upload.report === null && upload.reason === '') return undefined;
  const { profile } = upload;
  if (profiles.some(({ name }) => name === profile.name)) return { profile: profile.name };
  const layout = layOut(profile, lines?.[0] ?? []);
  if (!layout.ok) return undefined;
  return { profile: MATCH, [FIRST]: profile.header ? 'head' : 'card', [TITLE]: '', ...boxesOf(layout.value.places) };
}

const isFirst = (text: string | undefined): text is FirstLine => text === 'head' || text === 'card';

export type Chosen = {
  state: FormState;
  /** The first lines as they are read by what is chosen, and what the first one is likely to be. */
  sample: Sample;
  likely: FirstLine;
  /** What the page carries of its guesses. */
  guessed: string;
};

/**
 * What the boxes hold. Shown anew, in another encoding too, what was chosen stays; a box that holds what was guessed has what is guessed by the lines as they
 * are read now. Where something is wrong, all stays as it was typed.
 */
export function chosenNow(ask: SignedAsk, choice: Choice, errors: FormErrors): Chosen {
  const { upload, profiles } = choice;
  const lines = choice.lines ?? [];
  const kept = Object.keys(ask.body).length === 0 ? before(choice) : undefined;
  const likely = sampleOf(lines, profiles).first;
  const said = kept?.[FIRST] ?? byHand(ask, FIRST);
  const sample = sampleOf(lines, profiles, isFirst(said) ? said : likely);
  const guesses: Boxes = {
    profile: fitting(profiles, sample, cityDay(ask.now))?.name ?? MATCH,
    [FIRST]: likely,
    ...boxesOf(guessColumns(sample, profiles)),
    [TITLE]: upload.fileName.replace(/\.[a-z]+$/iu, '').slice(0, 30),
  };
  const own = (box: string): string | undefined => kept?.[box] ?? byHand(ask, box);
  const shown = (box: string): string => (hasErrors(errors) ? field(ask.body, box) : (own(box) ?? guesses[box] ?? ''));
  const carried = guessedOf(choice, ask, guesses, (box) => own(box) === undefined);
  return { state: { shown, errors }, sample, likely, guessed: new URLSearchParams(carried).toString() };
}

/** What the page carries of its guesses; where nothing can be read, of those of the page before for what it does not show. */
function guessedOf({ lines }: Choice, ask: SignedAsk, guesses: Boxes, isGuess: (box: string) => boolean): Boxes {
  const unchanged = Object.fromEntries(Object.entries(guesses).filter(([box]) => isGuess(box)));
  if (lines !== undefined) return unchanged;
  const { profile: _, ...last } = Object.fromEntries(new URLSearchParams(field(ask.body, GUESSED)));
  return { ...last, ...('profile' in unchanged ? { profile: unchanged['profile'] ?? '' } : {}) };
}
