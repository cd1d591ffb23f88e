import { factsOf, OFFERED, prefixOf } from '../../languages/index.ts';
import { Phrase } from '../../lib/html/index.ts';
import { textOf } from '../../lib/http/fields.ts';
import { withPrefix } from '../../lib/language/links.ts';
import { useSpeech, useTexts } from '../speech.tsx';

const ONLY_SPEAK = 'only_speak';

/** The form was sent to be shown in another language, with what is typed in it: nothing is judged, nothing done. */
export const onlySpeaks = (body: unknown): boolean => textOf(body, ONLY_SPEAK) !== '';

/**
 * At the end of a form that is typed into. With scripts the strip above sends the form along (`style/scripts/parts/languages.ts`); without them these
 * buttons do. Behind the form's own button, so that Enter sends the form as ever. `action`: the form's.
 */
export function KeepTyped({ action }: { action: string }) {
  const { language } = useSpeech();
  const words = useTexts().frame;
  if (OFFERED.length < 2) return null;
  return (
    <div class="no-print" data-speaks={action}>
      <noscript>
        <p class="lead">
          <Phrase>{words.otherLanguage}</Phrase>
        </p>
        <p>
          {OFFERED.filter((code) => code !== language).map((code) => (
            <>
              <button
                class="speak"
                type="submit"
                name={ONLY_SPEAK}
                value="yes"
                formAction={withPrefix(prefixOf(code), action)}
                lang={factsOf(code).lang}
              >
                {factsOf(code).name}
              </button>{' '}
            </>
          ))}
        </p>
      </noscript>
    </div>
  );
}
