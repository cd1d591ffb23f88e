import type { ByLanguage } from '../../../../languages/by-language.ts';
import { factsOf } from '../../../../languages/index.ts';
import { type Field, form, REFUSED, ticked } from '../../../../lib/form/index.ts';
import { TextArea } from '../../../../lib/html/index.ts';
import { freeText } from '../../../../lib/values/texts.ts';
import { type Part, placeHint, placesIn, type Wording, wrongIn } from '../../../../site/wordings/parts.ts';
import type { Said } from '../../../../site/wordings/said.ts';
import { sinceField, sinceRule } from '../../../parts/since.ts';
import { SPOKEN } from './languages.ts';

/** `since`: null: from now on. */
export type WordingFields = { texts: Said['texts']; hidden: boolean; since: Temporal.Instant | null };

/** Other languages need more letters for the same. */
const longestIn = (language: string, { longest }: Part): number => (language === 'ja' ? longest : 2 * longest);

const boxOf = (box: string, part: string, language: string): string => `${box}-${part}-${language}`;

const hintOf = (text: string): string => (text === '' ? '初期の文は、ありません。' : `初期の文：${text.replaceAll('\n', ' ')}`);

/** The parts of a wording in each language; one that is left empty is said as it is built in. */
const texts = ({ parts }: Wording): Field<Said['texts']> => ({
  label: '文',
  need: 'silent',
  look: {
    as: 'own',
    draw: ({ shown, errors }) => (
      <>
        {parts.map((part) => (
          <fieldset class="field wording">
            <legend class="label">{part.label}</legend>
            {part.hint !== undefined && <p class="hint">{part.hint}</p>}
            {placesIn(part.builtIn('ja')).length > 0 && <p class="hint">{placeHint(placesIn(part.builtIn('ja')))}</p>}
            <div class="wording-texts">
              {SPOKEN.map(([code, words]) => {
                const box = boxOf('texts', part.code, code);
                const hint = hintOf(part.builtIn(code));
                return (
                  <TextArea
                    name={box}
                    label={words}
                    need="silent"
                    lang={factsOf(code).lang}
                    hint={hint}
                    rows={2}
                    error={errors[box]}
                    value={shown(box)}
                  />
                );
              })}
            </div>
          </fieldset>
        ))}
      </>
    ),
  },
  read: ({ box, input, context, say }) => {
    let wrong = false;
    const read: Record<string, ByLanguage> = {};
    for (const part of parts) {
      const own: Record<string, string> = {};
      for (const [code, words] of SPOKEN) {
        const name = boxOf(box, part.code, code);
        const longest = longestIn(code, part);
        const text = freeText(longest)(input[name]);
        const why = text.ok
          ? wrongIn(text.value, part.builtIn(code))
          : text.reason === 'empty'
            ? undefined
            : context.sentences.text(`${part.label}（${words}）`, longest)[text.reason];
        if (why !== undefined) {
          say(name, text.ok ? `${part.label}（${words}）：${why}` : why);
          wrong = true;
        } else if (text.ok) own[code] = text.value;
      }
      if (Object.keys(own).length > 0) read[part.code] = own;
    }
    return wrong ? REFUSED : read;
  },
  show: (box, value) =>
    Object.fromEntries(
      parts.flatMap((part) => SPOKEN.map(([code]) => [boxOf(box, part.code, code), value[part.code]?.[code] ?? ''])),
    ),
});

export const wordingForm = (wording: Wording, now: Temporal.Instant) =>
  form<WordingFields>(
    {
      texts: texts(wording),
      hidden: wording.hides
        ? ticked('予約サイトに表示しない', { more: 'この質問と答えを、どの言語でも表示しません。' })
        : { ...ticked('予約サイトに表示しない'), look: { as: 'nothing' }, read: () => false },
      since: sinceField('空欄なら、すぐに使います。例：令和8年12月1日'),
    },
    { rules: sinceRule(now) },
  );
