import { type FormErrors, TextField } from '../../../lib/html/index.ts';
import { lineOfText } from '../../../lib/values/texts.ts';
import { OTHER_LANGUAGES } from '../../parts/facts.ts';
import { type Shown, type TypedForm, wrongText } from '../../parts/typed.ts';

/** Names in the site's other languages; what is left out is shown in Japanese. */
export const namesTyped = (form: TypedForm, most: number): Record<string, string> =>
  Object.fromEntries(
    OTHER_LANGUAGES.flatMap(([code, words]) => {
      const name = form.may(`name-${code}`, lineOfText(most * 2), wrongText(`名前（${words}）`, most * 2));
      return name === null ? [] : [[code, name]];
    }),
  );

export function NameFields({ shown, errors }: { shown: Shown; errors: FormErrors }) {
  return (
    <fieldset class="field names">
      <legend class="label">ほかの言語での名前</legend>
      <p class="hint">空の言語では、日本語の名前を出します。</p>
      {OTHER_LANGUAGES.map(([code, words]) => (
        <TextField name={`name-${code}`} label={words} need="may" error={errors[`name-${code}`]} value={shown(`name-${code}`)} />
      ))}
    </fieldset>
  );
}
